"""A listing of actions as CSV, taken back: every action stands on the day as it did."""

import csv
import io
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from random_registers import as_yaml, random_register

from ecefollow.analysis import queries
from ecefollow.documents.blocks import Finding, require_size
from ecefollow.importing import import_document
from ecefollow.importing.profile import Profile
from ecefollow.reading import register_file
from ecefollow.register.model import Evaluation, Recommendation, Register
from ecefollow.register.standing import Action, Update
from ecefollow.register.vocabulary import Progress, Status
from ecefollow.render.csv import render
from ecefollow.views import actions
from ecefollow.views.context import Context

ROOT = Path(__file__).parents[2]
FICTION = ROOT / "examples" / "followed-up.yaml"
DAY = date(2021, 12, 31)
# What cannot come back: which moves came when, who verified, and the lines of another file.
LOST = {"revisions", "days_late", "verification", "line"}
BY_WHOM = "nothing says by whom this was found; "
# Nor what a later update leaves in doubt.
DOUBT = {"state": "overdue", "days_overdue": ""}


def listed(register: Register) -> str:
    """What `actions --format csv` writes of the register."""
    answers = register.on(DAY)
    context = Context(DAY, "register.yaml", queries.count_states(answers), {})
    return render(actions.actions(queries.actions(answers), context))


def taken_back(text: str) -> tuple[Register, list[Finding]]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "listing.csv")
        path.write_bytes(text.encode())
        made = import_document.read(str(path), Evaluation("e", "T", "O"), Profile())
    (register,) = made.registers
    return register, made.findings


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def lasting(text: str) -> list[dict[str, str]]:
    """The rows of a listing, without what cannot come back."""
    listing = rows(text)
    there = {name for row in listing for name in (row["id"], row["recommendation"])}
    lasts = []
    for row in listing:
        kept = {name: cell for name, cell in row.items() if name not in LOST}
        kept["see"] = "; ".join(name for name in row["see"].split("; ") if name in there)
        lasts.append(kept | DOUBT if row["state"] in {"overdue", "unknown"} else kept)
    return lasts


@given(st.integers(0, 2**32))
def test_a_listing_taken_back_is_listed_as_it_was(seed: int) -> None:
    check_taken_back(with_actions(Random(seed)))  # noqa: S311 - no secret


def with_actions(chance: Random) -> Register:
    """Any register of which a listing has something."""
    register = register_file.parse_valid(as_yaml(random_register(chance)).encode(), "random.yaml")
    assume(any(answer.standings for answer in register.on(DAY)))
    return register


def check_taken_back(register: Register) -> None:
    """A listing that is taken back is listed as it was, and what is not in it is named."""
    text = listed(register)
    made, findings = taken_back(text)
    assert lasting(listed(made)) == lasting(text)
    looked_at = [row["verification"] for row in rows(text) if row["verification"]]
    named = [finding.text for finding in findings if BY_WHOM in finding.message]
    assert named == [word for word in looked_at if word != "unverified"]


@pytest.mark.parametrize("name", ["data/recommendations.yaml", "examples/followed-up.yaml"])
def test_the_listings_of_the_projects_registers_come_back(name: str) -> None:
    text = listed(register_file.parse_valid((ROOT / name).read_bytes(), name))
    assert lasting(listed(taken_back(text)[0])) == lasting(text)


def test_a_cell_that_a_spreadsheet_has_changed_is_told_of() -> None:
    text = listed(register_file.parse_valid(FICTION.read_bytes(), FICTION.name))
    changed = text.replace("2021-05-12,2021-05-12,completed", "12/05/2021,2021-05-12,completed", 1)
    made, findings = taken_back(changed)
    (finding,) = [finding for finding in findings if finding.text == "12/05/2021"]
    assert finding.message.startswith("no day was read: the day or the month may be first")
    assert finding.heading == "completed_on"
    (update,) = made.recommendations[0].actions[0].updates
    assert (update.date, update.progress) == (date(2021, 5, 12), Progress.COMPLETED)


def with_column(head: str, *cells: str) -> str:
    """The listing of the fiction, with a column more."""
    text = listed(register_file.parse_valid(FICTION.read_bytes(), FICTION.name))
    heads, *lines = text.splitlines()
    ends = (*cells, *[""] * len(lines))
    return "\n".join(
        (f"{heads},{head}", *(f"{line},{end}" for line, end in zip(lines, ends, strict=False)))
    )


def test_a_column_that_the_listing_does_not_have_is_told_of() -> None:
    _, findings = taken_back(with_column("cost", "10", "20"))
    (finding,) = [finding for finding in findings if finding.text == "cost"]
    assert finding.message.startswith("this heading is not known: its 2 cells were left out")


def test_titles_that_the_listing_does_not_have_are_told_of_once_and_taken_from_a_column() -> None:
    none = "no texts of recommendations were found; each is “Recommendation” and its id"
    made, findings = taken_back(with_column("cost"))
    assert {each.title for each in made.recommendations} == {
        f"Recommendation {each.id}" for each in made.recommendations
    }
    assert [finding.message for finding in findings] == [none]
    made, findings = taken_back(with_column("title", *["Publish"] * 9))
    assert {each.title for each in made.recommendations} == {"Publish"}
    assert findings == []


def test_a_listing_of_10_000_actions_is_no_larger_than_what_is_read() -> None:
    columns = len(listed(Register(Evaluation("e", "T", "O"), ())).split(","))
    require_size(10_001, columns, 10_001 * columns)


def with_updates(*updates: Update) -> Register:
    action = Action("1.1", "Act", ("PMU",), updates=updates)
    whole = Recommendation("1", "Share", Status.ACCEPTED, actions=(action,))
    return Register(Evaluation("e", "T", "O"), (whole,))


def test_the_day_of_a_closing_that_the_listing_does_not_have_is_unknown() -> None:
    dropped = Update(date(2018, 2, 10), Progress.NOT_APPLICABLE, note="Merged.")
    later = Update(date(2018, 2, 20), note="Filed.")
    register, _ = taken_back(listed(with_updates(dropped, later)))
    (update,) = register.recommendations[0].actions[0].updates
    assert (update.date, update.day_unknown) == (date(2018, 2, 20), True)
