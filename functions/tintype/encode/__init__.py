"""A painted picture to the bytes of a PNG, JPEG, WebP, AVIF or GIF."""
