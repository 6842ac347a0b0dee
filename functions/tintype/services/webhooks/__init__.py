"""Webhooks: signed, delivered and tried again."""
