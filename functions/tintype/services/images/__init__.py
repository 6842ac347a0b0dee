"""Dynamic images: their creation, their settings, and the picture behind each URL."""
