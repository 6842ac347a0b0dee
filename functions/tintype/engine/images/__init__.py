"""Pictures that people bring: validated, decoded at the size at which they are drawn, and converted to sRGB."""
