"""This renderer beside its peers: the same designs, the same values, one core each, in one run. `make bench`."""
