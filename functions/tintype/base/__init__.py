"""What every other package may use: records, caches with a byte bound, expressions and errors."""
