"""Files made of a design: one at once, many later, archives of them."""
