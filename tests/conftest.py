"""What holds for every test."""

from hypothesis import settings

# A deadline for each example would be a timed test, and machines differ.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
