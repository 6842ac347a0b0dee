"""What every kind of test shares."""

from local.fribidi import load_fribidi

load_fribidi()
