"""Which cases are tried each time, where each takes long."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest


def usually(number: int, cases: Mapping[str, Any] | Iterable[Any]) -> list[Any]:
    """The cases, with their names where they have any; only the first so many are not slow."""
    named = cases.items() if isinstance(cases, Mapping) else ((None, case) for case in cases)
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            id=name,
            marks=() if n < number else pytest.mark.slow,
        )
        for n, (name, case) in enumerate(named)
    ]
