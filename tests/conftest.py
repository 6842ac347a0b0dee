"""What every kind of test shares."""

from hypothesis import settings

from local.fribidi import load_fribidi

load_fribidi()
# A machine that is busy fails no test; `make fuzz` has the patience for more examples.
settings.register_profile("patient", deadline=None, max_examples=20)
settings.load_profile("patient")
