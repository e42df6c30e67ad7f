"""No single edit restates what was answered about a day, without a problem."""

import random
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from random_registers import Data, as_yaml, interesting_days, random_register
from told_answers import is_restated

from ecefollow.analysis import append_only
from ecefollow.reading.register_file import InvalidRegisterError, parse_valid
from ecefollow.register.model import Register

EDITS = 20  # of each register


def loaded(data: Data) -> Register | None:
    try:
        return parse_valid(as_yaml(data).encode(), "register.yaml")
    except InvalidRegisterError:
        return None


def records(value: Any, kind: str = "") -> Iterator[tuple[str, Data]]:
    """Every record inside a value, with the keys that lead to it."""
    if isinstance(value, dict):
        yield kind, value
        for key, inner in value.items():
            yield from records(inner, f"{kind}.{key}")
    elif isinstance(value, list):
        for each in value:
            yield from records(each, kind)


def edit(rng: random.Random, data: Data, others: Data) -> None:
    """One edit that somebody could make: of a value, or of what is in a list and in which order.

    What is new is what a record of the kind has elsewhere, here or in the *others*.
    """
    own = list(records(data))
    kind = rng.choice(sorted({kind for kind, _ in own}))
    alike = [record for name, record in [*own, *records(others)] if name == kind]
    record = rng.choice([record for name, record in own if name == kind])
    keys = sorted({key for other in alike for key in other})
    key = rng.choice(["updates", rng.choice(keys)] if "updates" in keys else keys)
    value = deepcopy(rng.choice([other[key] for other in alike if key in other]))
    if isinstance(value, list):
        items = record.setdefault(key, [])
        if items and rng.random() < 0.5:
            value = [items.pop(rng.randrange(len(items)))]
        if value and rng.random() < 0.8:
            items.insert(rng.randint(0, len(items)), rng.choice(value))
    elif rng.random() < 0.8:
        record[key] = value
    else:
        record.pop(key, None)


@given(st.integers(0, 2**32))
def test_no_edit_alters_an_answer_unseen(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    data, others = random_register(rng), random_register(rng)
    base = loaded(data)
    assert base
    until = rng.choice(interesting_days(data)[-9:] or [date(2020, 1, 1)])
    for _ in range(EDITS):
        edited = deepcopy(data)
        edit(rng, edited, others)
        head = loaded(edited)
        if head and not append_only.problems(base, head, "register.yaml", until=until):
            for day in {*interesting_days(data), *interesting_days(edited), until}:
                if day <= until:
                    assert not is_restated(base, head, day), as_yaml(edited)
