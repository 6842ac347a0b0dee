"""A scene to a Pillow picture."""
