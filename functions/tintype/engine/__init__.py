"""Draws: a plate and a request's overrides in, a picture out."""
