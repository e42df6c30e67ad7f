"""What holds for every test."""

import os

from hypothesis import settings

settings.register_profile(
    "house",
    # A deadline for each example would be a timed test, and machines differ.
    deadline=None,
    # Where a change is judged, the same change is judged alike; chance may search at home.
    derandomize="CI" in os.environ,
)
settings.load_profile("house")
