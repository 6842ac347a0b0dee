"""The same documents drawn by this renderer, as HTML by Chromium and by satori, and how far they are apart."""
