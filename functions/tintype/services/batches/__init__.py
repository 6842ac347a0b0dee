"""Batches: rows in, an image URL or a file out for each."""
