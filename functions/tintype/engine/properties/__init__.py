"""The one table of element types and their properties, and the kinds of value that they take."""
