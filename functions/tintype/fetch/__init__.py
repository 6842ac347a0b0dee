"""Remote pictures, fetched safely."""
