"""The document that a person writes, its validation, and its compilation to plates."""
