"""The forms in which offices publish their responses: what is right of each stands beside it.

A form is two files in `tests/data/forms`: the document, and under its name with `.yaml` behind it
how it is read and what must come of it, once for each way to read it:

- `options`: those of the command line; a `profile` may stand here whole.
- `recommendations`: as in a register, but only the keys that are named are compared. An empty value
  is a key that is not there; `{one of: [...]}` and `{containing: ...}` say less.
- `register`: a register in this repository, whose words are compared in the place of these.
- `findings`: what they must speak of; `silent`: what none may; `at-most-once`.
- `left-out`: beginnings of cells that went nowhere; `filed`: of those that did not; `somewhere`:
  words that the register must have.
- `nowhere`: values that no key of that name may have.
- `refused`: what the refusal must name, in the place of all of these.
"""

import csv
import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from forms import EXTRAS, FORMS, Texts, expectations
from portfolios import COULD_NOT_RUN, answer

from ecefollow.reading import register_file

NAMED: Final = ("--id", "form", "--title", "A form", "--organization", "An office")


def test_of_every_form_it_is_said_what_is_right() -> None:
    documents = {path.name for path in FORMS.iterdir() if path.suffix != ".yaml"}
    assert documents == {path.stem for path in FORMS.glob("*.yaml")}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(document, expected, id=f"{document.name}-{number}")
        for document, number, expected in expectations()
    ],
)
def test_the_facts_of_a_form_come_in(
    document: Path, expected: dict[str, Any], tmp_path: Path
) -> None:
    if extra := EXTRAS.get(document.suffix):
        pytest.importorskip(extra, reason="an extra is not installed")
    account = tmp_path / "account.csv"
    options = command_line(expected.get("options", {}), tmp_path)
    ran = answer("import", document, *NAMED, *options, "--account", account)
    if names := expected.get("refused"):
        assert ran.status == COULD_NOT_RUN
        assert [name for name in names if name not in ran.err] == []
        return
    assert ran.status == 0, ran.err
    register_file.parse_valid(ran.out.encode(), "made.yaml")
    made = yaml.load(ran.out, Texts)  # noqa: S506 - it is safe
    wrong = list(differences(expected.get("recommendations", {}), made["recommendations"], ""))
    wrong += [
        f"{key}: {value}"
        for key, values in expected.get("nowhere", {}).items()
        for value in values
        if value in values_of(made, key)
    ]
    wrong += [f"not said: {text}" for text in expected.get("findings", []) if text not in ran.err]
    wrong += [f"said: {text}" for text in expected.get("silent", []) if text in ran.err]
    wrong += [
        f"said {times} times: {text}"
        for text in expected.get("at-most-once", [])
        if (times := ran.err.count(text)) > 1
    ]
    words = " ".join(ran.out.split())
    wrong += [f"not in it: {text}" for text in expected.get("somewhere", []) if text not in words]
    left = left_out(account)
    wrong += [
        f"not left out: {text}"
        for text in expected.get("left-out", [])
        if not any(cell.startswith(text) for cell in left)
    ]
    filed = (text for text in expected.get("filed", []) if any(c.startswith(text) for c in left))
    wrong += [f"left out: {text}" for text in filed]
    assert not wrong, "\n".join([*wrong, ran.out, ran.err])


def command_line(options: dict[str, Any], folder: Path) -> Iterator[str]:
    for name, value in options.items():
        given = value
        if isinstance(value, dict):
            path = folder / "profile.yaml"
            path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
            given = str(path)
        for each in given if isinstance(given, list) else [given]:
            yield from (f"--{name}", each)


def differences(expected: Any, made: Any, where: str) -> Iterator[str]:
    """What is not as expected, each with the place where it stands."""
    match expected:
        case {"one of": choices}:
            if all(list(differences(choice, made, where)) for choice in choices):
                yield f"{where}: {made}"
        case {"containing": part}:
            if part not in (made or ""):
                yield f"{where}: {made}"
        case dict():
            for key, value in expected.items():
                yield from differences(value, (made or {}).get(key, ""), f"{where} {key}")
        case list():
            for number, (value, one) in enumerate(zip_longest(expected, made, fillvalue=""), 1):
                yield from differences(value, one, f"{where} {number}")
        case _ if expected != made:
            yield f"{where}: {made!r}, not {expected!r}"


def values_of(made: Any, name: str) -> Iterator[str]:
    """Every value that stands under a key of this name, those of lists one by one."""
    for key, value in made.items() if isinstance(made, dict) else enumerate(made):
        if isinstance(value, dict | list) and key != name:
            yield from values_of(value, name)
        elif key == name:
            yield from value if isinstance(value, list) else [value]


def left_out(account: Path) -> list[str]:
    """The texts that went nowhere."""
    with account.open(encoding="utf-8-sig", newline="") as file:
        return [row["text"] for row in csv.DictReader(file) if not row["to"]]
