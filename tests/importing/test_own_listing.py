"""A listing of actions as CSV, taken back: every action stands on the day as it did."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from registers import registers

from ecefollow.analysis import queries
from ecefollow.documents import csv_file
from ecefollow.documents.table import TableFinding, require_size
from ecefollow.importing.import_document import recommendations_in
from ecefollow.importing.import_options import ImportOptions
from ecefollow.importing.status_words import Vocabulary
from ecefollow.reading import register_file
from ecefollow.register.model import Action, Evaluation, Recommendation, Register, Update
from ecefollow.register.vocabulary import Progress, Status, Verification
from ecefollow.render.csv import render
from ecefollow.views import actions
from ecefollow.views.context import Context

ROOT = Path(__file__).parents[2]
FICTION = ROOT / "examples" / "followed-up.yaml"
DAY = date(2021, 12, 31)
# What cannot come back: which moves came when, who verified, and the lines of another file.
LOST = {"revisions", "days_late", "verification", "line"}
BY_WHOM = "the listing does not say by whom it was"
# Nor what a later update leaves in doubt.
DOUBT = {"state": "overdue", "days_overdue": ""}


def listed(register: Register) -> str:
    """What `actions --format csv` writes of the register."""
    answers = register.on(DAY)
    context = Context(DAY, "register.yaml", queries.count_states(answers), {})
    return render(actions.actions(queries.actions(answers), context))


def taken_back(text: str) -> tuple[Register, list[TableFinding]]:
    tables, findings = csv_file.read(text.encode())
    recommendations, more = recommendations_in(tables, ImportOptions({}, Vocabulary()))
    return Register(Evaluation("e", "T", "O"), recommendations), [*findings, *more]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def lasting(text: str) -> list[dict[str, str]]:
    kept = ({name: cell for name, cell in row.items() if name not in LOST} for row in rows(text))
    return [row | DOUBT if row["state"] in {"overdue", "unknown"} else row for row in kept]


def actions_of(register: Register) -> list[Action]:
    """Its actions that are there on the day."""
    return [standing.action for answer in register.on(DAY) for standing in answer.standings]


def own(action: Action) -> Action:
    """The action without its history."""
    return replace(action, due=None, updates=())


def is_same(before: Action, after: Action) -> bool:
    """Whether all but the history is the same, and leads to the same deadline in its precision."""
    return own(before) == own(after) and before.on(DAY).due == after.on(DAY).due


@given(registers())
@settings(max_examples=50)
def test_a_listing_taken_back_is_listed_as_it_was(register: Register) -> None:
    check_taken_back(register)


@pytest.mark.slow
@given(registers())
@settings(max_examples=1000)
def test_the_same_at_length(register: Register) -> None:
    check_taken_back(register)


def check_taken_back(register: Register) -> None:
    """A listing that is taken back is listed as it was."""
    text = listed(register)
    made, findings = taken_back(text)
    assert lasting(listed(made)) == lasting(text)
    assert all(map(is_same, actions_of(register), actions_of(made)))
    looked_at = [row["verification"] for row in rows(text) if row["verification"]]
    assert [finding.message for finding in findings] == [
        "the listing has no titles; each is “Recommendation” and its id",
        *(f"{BY_WHOM} {word}; it was left out" for word in looked_at if word != "unverified"),
    ]


@pytest.mark.parametrize("name", ["data/recommendations.yaml", "examples/followed-up.yaml"])
def test_the_listings_of_the_projects_registers_come_back(name: str) -> None:
    text = listed(register_file.parse_valid((ROOT / name).read_bytes(), name))
    assert lasting(listed(taken_back(text)[0])) == lasting(text)


def test_a_cell_that_a_spreadsheet_has_changed_is_told_of() -> None:
    text = listed(register_file.parse_valid(FICTION.read_bytes(), FICTION.name))
    changed = text.replace("2021-05-12,2021-05-12,completed", "12/05/2021,2021-05-12,completed", 1)
    made, findings = taken_back(changed)
    assert (
        "'12/05/2021' is not a day such as 2018-03-31; write 2021-05-12 or 2021-12-05; it was"
        in findings[1].message
    )
    assert findings[1].heading == "completed_on"
    assert made.recommendations[0].actions[0].updates[0].date == date(2021, 5, 12)


def with_column(head: str, cell: str) -> str:
    """The listing of the fiction, with a column more, of which the first row has a cell."""
    text = listed(register_file.parse_valid(FICTION.read_bytes(), FICTION.name))
    heads, first, *others = text.split("\n")
    return "\n".join((f"{heads},{head}", f"{first},{cell}", *others))


def test_a_column_that_the_listing_does_not_have_is_told_of() -> None:
    _, findings = taken_back(with_column("cost", "10"))
    assert [(each.text, each.heading) for each in findings[1:]] == [("10", "cost")]


def test_a_column_of_titles_is_taken() -> None:
    made, findings = taken_back(with_column("title", "Publish"))
    assert made.recommendations[0].title == "Publish"
    assert findings == []


def test_a_listing_of_10_000_actions_is_no_larger_than_what_is_read() -> None:
    columns = len(listed(Register(Evaluation("e", "T", "O"), ())).split(","))
    require_size(10_001, columns, 10_001 * columns)


def with_updates(*updates: Update) -> Register:
    action = Action("1.1", "Act", ("PMU",), updates=updates)
    whole = Recommendation("1", "Share", Status.ACCEPTED, actions=(action,))
    return Register(Evaluation("e", "T", "O"), (whole,))


def test_a_verification_is_a_finding_since_the_listing_does_not_say_by_whom() -> None:
    verified = Update(DAY, by="Internal Audit", verified=Verification.DISPUTED)
    _, findings = taken_back(listed(with_updates(Update(DAY, Progress.COMPLETED), verified)))
    (finding,) = [finding for finding in findings if finding.text == "disputed"]
    assert finding.message.startswith(f"{BY_WHOM} disputed")


def test_the_day_of_a_closing_that_the_listing_does_not_have_is_unknown() -> None:
    dropped = Update(date(2018, 2, 10), Progress.NOT_APPLICABLE, note="Merged.")
    later = Update(date(2018, 2, 20), note="Filed.")
    register, _ = taken_back(listed(with_updates(dropped, later)))
    (update,) = register.recommendations[0].actions[0].updates
    assert (update.date, update.day_unknown) == (date(2018, 2, 20), True)
