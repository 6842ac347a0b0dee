"""From a plate and overrides to a picture: resolve, lay out, paint, encode."""
