"""Font files: which there are, their faces and glyphs, and the fonts that a design brings along."""
