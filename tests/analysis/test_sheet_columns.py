"""What a sheet to fill in says of each action."""

from dataclasses import replace
from datetime import date

from ecefollow.analysis.filters import Item
from ecefollow.analysis.sheet_columns import ASKED, HEADINGS, sent
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import Recommendation
from ecefollow.register.schema import UPDATE_COLUMNS
from ecefollow.register.standing import Action, Update
from ecefollow.register.vocabulary import Progress, Status

ACTION = Action(
    "7.1",
    "Finalise the review",
    ("PMU; Geneva", "Directors"),
    due=parse_deadline("2018-02"),
    reading="Or before February.",
    updates=(
        Update(date(2018, 1, 5), Progress.IN_PROGRESS, note="Begun."),
        Update(date(2018, 1, 9), by="PMU", evidence=("Minutes",)),
        Update(date(2018, 3, 5), Progress.COMPLETED, note="Done."),
    ),
)


def item(action: Action, day: date) -> Item:
    recommendation = Recommendation("7", "Work\ntogether", Status.ACCEPTED, actions=(action,))
    answer = recommendation.on(day)
    return Item(answer, answer.standings[0])


def test_a_row_says_how_the_action_stands_on_the_day_and_what_it_was_made_from() -> None:
    assert sent(item(ACTION, date(2018, 3, 1))) == {
        "id": "7.1",
        "recommendation": "7 Work together",
        "text": "Finalise the review",
        "responsible": "PMU\\; Geneva; Directors",
        "due": "Feb 2018*",
        "state": "overdue 1 d",
        "progress": "in progress",
        "last_note": "5 Jan 2018: Begun.",
        "as_of": "2018-03-01",
        "recorded": "3",
    }


def test_what_was_sent_follows_from_the_mark_whatever_was_recorded_since() -> None:
    before = sent(item(replace(ACTION, updates=ACTION.updates[:2]), date(2018, 3, 9)))
    as_sent = replace(ACTION, updates=ACTION.updates[: int(before["recorded"])])
    assert sent(item(as_sent, date.fromisoformat(before["as_of"]))) == before


def test_every_column_of_an_update_has_a_heading_of_its_own() -> None:
    assert list(ASKED) == list(UPDATE_COLUMNS)
    assert len(set(HEADINGS.values())) == len(HEADINGS)
