"""The unified diff of a file: it makes the new file of the old one, as difflib's own does."""

import difflib
import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.render import unified_diff
from ecefollow.render.unified_diff import render

OLD = "".join(f"{number}\n" for number in range(1000))


def diff(old: str, new: str) -> str:
    return render(old.encode(), new.encode(), "r.yaml", colour=False)


def applied(old: str, patch: str) -> str:
    """What the patch makes of the old text, in which every line that it names must be there."""
    lines = iter(old.splitlines(keepends=True))
    made: list[str] = []
    taken = 0
    for hunk in re.split(r"^@@ -", patch, flags=re.MULTILINE)[1:]:
        head, *body = hunk.splitlines(keepends=True)
        found = re.fullmatch(r"(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", head)
        assert found
        begin, size = int(found[1]), int(found[2] or 1)
        assert size == sum(line[0] in " -" for line in body)
        assert int(found[4] or 1) == sum(line[0] in " +" for line in body)
        while taken < begin - bool(size):
            made.append(next(lines))
            taken += 1
        assert int(found[3]) - (found[4] != "0") == len(made)
        for line in body:
            if line[0] in " -":
                assert next(lines) == line[1:]
                taken += 1
            if line[0] in " +":
                made.append(line[1:])
    return "".join([*made, *lines])


texts = st.lists(st.sampled_from("abcd "), max_size=12).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)


@given(texts, texts)
def test_it_makes_the_new_file_of_the_old_one(old: str, new: str) -> None:
    assert applied(old, diff(old, new)) == new


@given(texts, texts)
def test_so_it_does_where_there_are_many_lines(old: str, new: str) -> None:
    with patch.object(unified_diff, "_MANY", -1):
        assert applied(old, diff(old, new)) == new
        more = "".join(f"{line}\n{new}" for line in old.splitlines())  # each line is still there
        assert applied(old, diff(old, more)) == more


def test_a_file_that_is_the_same_has_none() -> None:
    assert diff(OLD, OLD) == ""


EDITS = [
    (OLD, OLD.replace("500\n", "500\nmore\nand more\n")),
    (OLD, OLD.replace("500\n", "five hundred\n")),
    (OLD, OLD.replace("500\n501\n", "")),
    (OLD, OLD.replace("\n3\n", "\nthree\n").replace("\n990\n", "\nx\n991\n")),
    (OLD, f"first\n{OLD}last\n"),
    ("", "first\n"),
    ("first\n", ""),
]


@pytest.mark.parametrize(("old", "new"), EDITS)
def test_it_is_what_difflib_makes(old: str, new: str) -> None:
    one, two = (text.splitlines(keepends=True) for text in (old, new))
    assert diff(old, new) == "".join(difflib.unified_diff(one, two, "a/r.yaml", "b/r.yaml"))


def test_lines_like_those_around_them_are_added_where_they_were() -> None:
    old = "- x\n  y\n" * 6
    lines = old.splitlines(keepends=True)
    new = "".join([*lines[:4], "  z\n", *lines[4:]])
    assert [line for line in diff(old, new).splitlines()[2:] if line[0] != " "] == [
        "@@ -2,6 +2,7 @@",
        "+  z",
    ]
