"""How the pictures of the starter designs are drawn: Pillow and fixed seeds only."""
