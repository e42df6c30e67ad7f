"""The grid of a page: how labels, cells and bars share the width."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ecefollow.register.vocabulary import State
from ecefollow.render import dispatch
from ecefollow.render.formats import Look, PageFormat
from ecefollow.views.page import Grid, Page, Row

LOOK = Look(width=80, colour=False, encoding="utf-8")


def drawn(*rows: Row, heads: tuple[str, ...] = (), **look: Any) -> list[str]:
    page = Page((Grid(heads, rows),), {})
    return dispatch.page(page, PageFormat.TABLE, LOOK._replace(**look)).splitlines()


CASES = {
    "cells-stand-right-aligned-under-their-heads": (
        *(80, ("Who", "A", "Bees"), [Row("One", ("7", "10")), Row("Three", ("11", ""))]),
        ["Who     A  Bees", "One     7    10", "Three  11"],
    ),
    "a-column-that-holds-nothing-takes-no-room": (
        *(80, ("", "A", "", "B"), [Row("One", ("7", "", "10"))]),
        ["     A   B", "One  7  10"],
    ),
    "without-heads-there-is-no-line-for-them": (
        *(80, ("", ""), [Row("One", ("7",))]),
        ["One  7"],
    ),
    "remarks-stand-wrapped-below-their-row-and-further-in": (
        *(20, (), [Row("One", ("7",), remarks=("so it is said in the source",), indent=2)]),
        ["  One  7", "    so it is said in", "    the source"],
    ),
    "a-bar-fills-what-is-left-of-the-width": (
        *(20, (), [Row("All", ("9",), share=1.0)]),
        [f"All  9  {'█' * 12}"],
    ),
    "a-bar-too-short-to-tell-anything-is-left-out": (
        *(24, (), [Row("Recommendations", ("9",), share=1.0)]),
        ["Recommendations  9"],
    ),
    "a-row-that-ends-early-has-its-bar-below-the-others": (
        *(20, (), [Row("One", ("7", "8"), share=1.0), Row("Two", ("7",), share=1.0)]),
        ["One  7  8  █████████", "Two  7     █████████"],
    ),
    "a-long-label-is-wrapped-beside-its-cells": (
        *(24, (), [Row("Office of the Executive Secretary", ("7",))]),
        ["Office of the          7", "  Executive Secretary"],
    ),
    "a-wide-label-is-broken-where-it-fills-its-columns": (
        *(25, (), [Row("会議事務局" * 4, ("7",))]),
        ["会議事務局会議事務局会  7", "  議事務局会議事務局"],
    ),
    "below-a-label-of-several-lines-the-cells-stand-less-far-in": (
        22,
        ("", "Actions in all"),
        [Row("Office of the Executive Secretary", ("17",), indent=2)],
        ["  Office of the", "      Executive", "      Secretary", "    Actions in all: 17"],
    ),
    "where-labels-have-no-room-the-cells-stand-below-behind-their-heads": (
        24,
        ("Who", "Actions", "Left", ""),
        [Row("Recommendations", ("17", "", "was 5"), share=1.0, remarks=("so far",))],
        ["Who", "Recommendations", "  Actions: 17, was 5", f"  {'█' * 22}", "  so far"],
    ),
}


@pytest.mark.parametrize(("width", "heads", "rows", "lines"), CASES.values(), ids=CASES)
def test_in_a_grid(width: int, heads: tuple[str, ...], rows: list[Row], lines: list[str]) -> None:
    assert drawn(*rows, heads=heads, width=width) == lines


@pytest.mark.parametrize(
    ("share", "bar", "ascii_bar"),
    [
        (1.0, "█" * 40, "#" * 40),
        (0.5, "█" * 20, "#" * 20),
        (0.51, "█" * 20 + "▍", "#" * 20),
        (0.0001, "▏", "#"),
        (0.9999, "█" * 39 + "▉", "#" * 39),
        (0.0, "", ""),
        (None, "", ""),
    ],
)
def test_a_bar_fills_its_share_and_is_never_wrongly_empty_or_full(
    share: float | None, bar: str, ascii_bar: str
) -> None:
    rows = Row("All", ("9",), share=1.0), Row("Part", ("9",), share=share)
    assert drawn(*rows) == [f"All   9  {'█' * 40}", f"Part  9  {bar}".rstrip()]
    assert drawn(*rows, encoding="ascii")[1] == f"Part  9  {ascii_bar}".rstrip()


@pytest.mark.parametrize(
    ("state", "colour"), [(State.OVERDUE, "1;31"), (State.COMPLETED, "32"), (None, "")]
)
def test_a_row_has_the_colour_of_its_state_in_label_cells_and_bar(
    state: State | None, colour: str
) -> None:
    (line,) = drawn(Row("All", ("9",), share=0.1, state=state), colour=True)
    label, cell = (f"\x1b[{colour}m{text}\x1b[0m" if colour else text for text in ("All", "9"))
    assert line == f"{label}  {cell}  \x1b[{colour or '34'}m████\x1b[0m"


TEXTS = st.text(st.sampled_from("ab  é会議1.,-局"), max_size=100)
ROWS = st.builds(
    Row,
    label=TEXTS,
    cells=st.lists(st.sampled_from(["", "7", "2 of 5   40 %"]), max_size=3).map(tuple),
    share=st.none() | st.floats(0, 1),
    state=st.none() | st.sampled_from(State),
    remarks=st.lists(TEXTS, max_size=2).map(tuple),
    indent=st.sampled_from([0, 2]),
    strong=st.booleans(),
)
HEADS = st.sampled_from([(), ("", "A"), ("Responsible", "1 Jul 2021", "", "31 Dec 2021")])


@given(st.lists(ROWS, max_size=4), HEADS, st.integers(20, 150), st.sampled_from(["utf-8", "ascii"]))
def test_every_word_is_shown_within_the_width(
    rows: list[Row], heads: tuple[str, ...], width: int, encoding: str
) -> None:
    lines = drawn(*rows, heads=heads, width=width, encoding=encoding)
    assert all(cell_len(line) <= width for line in lines)
    letters = re.compile("[ab会議é局]")
    wanted = [
        letter
        for row in rows
        for said in (row.label, *row.remarks)
        for letter in letters.findall(said)
    ]
    shown = letters.findall("".join(lines).replace("Responsible", ""))
    assert sorted(shown) == sorted(wanted)
