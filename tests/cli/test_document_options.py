"""How a document is to be read, from the options and the profile that they name."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer

from ecefollow.cli.document_options import DocumentOptions
from ecefollow.importing.profile import Profile
from ecefollow.register.date_parser import DateOrder


def test_without_an_option_nothing_is_said() -> None:
    assert DocumentOptions().read() == Profile()


@pytest.mark.parametrize(
    ("option", "columns"),
    [
        ("Fin prévue=due", {"Fin prévue": "due"}),
        ("Budget=left-out", {"Budget": "left-out"}),
        ("Budget=", {"Budget": "left-out"}),
        ("A=B=note", {"A=B": "note"}),
        (" D = note ", {"D": "note"}),
    ],
)
def test_a_column_is_named_by_its_heading_or_letter(option: str, columns: dict[str, str]) -> None:
    assert DocumentOptions(columns=(option,)).read().columns == columns


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("Oui=accepted", {"status": {"Oui": "accepted"}}),
        ("Oui=partially accepted", {"status": {"Oui": "partial"}}),
        ("Terminé=completed", {"progress": {"Terminé": "completed"}}),
        ("Permanent=ongoing", {"due": {"Permanent": "ongoing"}}),
        ("Sans date=none", {"due": {"Sans date": "none"}}),
    ],
)
def test_a_word_is_of_the_kind_of_its_meaning(option: str, words: dict[str, Any]) -> None:
    assert DocumentOptions(words=(option,)).read().words == words


def test_options_go_before_the_profile_and_leave_the_rest_of_it(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(
        "columns: {A: note, B: due}\nwords:\n  status: {Oui: pending, Non: rejected}\n"
        "dates: month-first\nsheet: One\nas_of: 2020-01-01\n",
        encoding="utf-8",
    )
    columns, words = ("A=left-out",), ("Oui=accepted",)
    options = DocumentOptions(str(path), date(2021, 6, 30), columns, words, day_first=True)
    assert options.read() == Profile(
        columns={"A": "left-out", "B": "due"},
        words={"status": {"Oui": "accepted", "Non": "rejected"}},
        dates=DateOrder.DAY_FIRST,
        sheet="One",
        as_of=date(2021, 6, 30),
    )


@pytest.mark.parametrize(
    ("columns", "words", "message"),
    [
        (("Status",), (), "'Status' is not in the form Heading=key"),
        (("=due",), (), "'=due' is not in the form Heading=key"),
        (("Status=progres",), (), "'progres' is no key of a column; did you mean 'progress'"),
        (("Status=xyzzy",), (), "'xyzzy' is no key of a column; the keys are number, "),
        ((), ("Oui=acepted",), "'acepted' is no meaning of a word; did you mean 'accepted'"),
        ((), ("Oui=xyzzy",), "'xyzzy' is no meaning of a word; there are accepted, "),
    ],
)
def test_an_option_that_says_nothing_is_refused_with_what_there_is(
    columns: tuple[str, ...], words: tuple[str, ...], message: str
) -> None:
    with pytest.raises(typer.BadParameter) as caught:
        DocumentOptions(columns=columns, words=words).read()
    assert message in str(caught.value)


def test_a_date_has_one_order() -> None:
    with pytest.raises(typer.BadParameter, match="not both"):
        DocumentOptions(day_first=True, month_first=True).read()


def test_the_document_should_have_what_options_name() -> None:
    options = DocumentOptions(columns=("A=due", "B="), words=("Oui=accepted",))
    assert options.names() == {"A", "B", "Oui"}
