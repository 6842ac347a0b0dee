"""A query string to overrides, in a canonical form."""
