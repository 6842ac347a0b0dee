"""What every kind of test shares."""

from hypothesis import settings

from local.fribidi import load_fribidi

load_fribidi()
settings.register_profile("patient", deadline=None)  # a machine that is busy fails no test
settings.load_profile("patient")
