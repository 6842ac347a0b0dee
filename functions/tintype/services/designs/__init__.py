"""Designs: putting, reading, listing, changing and proofing them, and their assets."""
