"""Remote pictures, fetched safely: from public addresses only, bounded in time and size, side by side."""
