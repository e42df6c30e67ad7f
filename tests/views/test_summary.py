"""The page of `summary`: what it shows, what a program reads, and how its grid keeps its room."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dated_actions import action, completed, day, register, update
from rich.cells import cell_len

from ecefollow.analysis import queries
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.model import Register
from ecefollow.register.standing import Update
from ecefollow.register.vocabulary import Progress, State, Verification
from ecefollow.render import dispatch
from ecefollow.render.formats import Look, PageFormat
from ecefollow.views import summary
from ecefollow.views.context import Context
from ecefollow.views.page import Page

ROOT = Path(__file__).parents[2]
LOOK = Look(width=80, colour=False, encoding="utf-8")


def in_file(name: str) -> Register:
    return parse_anew((ROOT / name).read_bytes(), name)


FOLLOWED_UP = in_file("examples/followed-up.yaml")
SHIPPED = in_file("data/recommendations.yaml")


def page(asked: str, register: Register, *, since: str | None = None) -> Page:
    answers = register.on(day(asked))
    context = Context(day(asked), "register.yaml", queries.count_states(answers), {})
    if not since:
        return summary.page(answers, context)
    before = register.on(day(since))
    return summary.page(answers, context, since=day(since), before=before)


def shown(page: Page, look: Look = LOOK) -> str:
    return dispatch.page(page, PageFormat.TABLE, look)


def said(page: Page) -> str:
    """What the page says, in one line."""
    return " ".join(shown(page).split())


def record(asked: str, register: Register, *, since: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        dispatch.page(page(asked, register, since=since), PageFormat.JSON, LOOK)
    )
    return found


# Pages of one day stand in docs/following-up.md, and are compared with this program's there.


def test_an_earlier_day_has_its_own_column_and_a_list_of_changes() -> None:
    text = shown(page("2021-12-31", FOLLOWED_UP, since="2021-07-01"))
    assert text.startswith("Summary, as of 31 Dec 2021, compared with 1 Jul 2021\n")
    lines = text.splitlines()
    assert "                             1 Jul 2021    31 Dec 2021" in lines
    assert "  awaiting event                      1              0" in lines
    assert "  completed                           3              2  ██████" in lines
    assert "  on time                 2 of 3   67 %  1 of 4   25 %  ██████" in lines
    assert "  moves                               0              2" in lines
    assert "Responsible       Actions  Completed         Overdue" in lines
    assert "Harbour Master          2          1  was 2        1  was 0" in lines
    assert "Data Office             2          1               0" in lines
    assert lines[lines.index("Changed since 1 Jul 2021") :] == [
        "Changed since 1 Jul 2021",
        "  A.2 deadline moved from Q3 2021 to Dec 2021, 92 days later: The laboratory",
        "      changes its instruments in October.",
        "  A.2 deadline moved from Dec 2021 to 31 Mar 2022, 90 days later: Two of five",
        "      series are documented.",
        "  A.2 in progress, was not reported",  # by the same update, whose note is told
        "  B.2 reopened: The list was of another course; 4 of 11 crews are trained.",
        "  B.2 overdue by 214 days",
        "  C.1 the event happened on 18 Nov 2021: The council votes the funds",
        "  C.1 deadline set to 30 Nov 2022: A year from the vote.",
    ]


def test_where_nothing_changed_it_says_so() -> None:
    text = shown(page("2018-04-02", SHIPPED, since="2018-04-01"))
    assert text.endswith("\nChanged since 1 Apr 2018\n  nothing\n")
    assert record("2018-04-02", SHIPPED, since="2018-04-01")["changes"] == []


def test_what_a_rate_leaves_out_is_shown_for_each_day_if_it_differs() -> None:
    text = said(page("2021-12-31", FOLLOWED_UP, since="2021-07-01"))
    same = "Left out: 1 not applicable, 1 discretionary, 1 ongoing."
    assert f"Completed actions, out of those that can be completed. {same}" in text
    assert (
        "Left out on 1 Jul 2021: 1 not applicable, 1 discretionary, 1 ongoing, "
        "1 without a deadline; on 31 Dec 2021: 1 not applicable, 1 discretionary, 1 ongoing."
    ) in text


def test_a_share_of_nothing_has_no_per_cent_and_no_bar() -> None:
    assert "  on time                 0 of 0      -\n" in shown(page("2018-02-28", SHIPPED))


def test_a_rate_says_why_it_leaves_out_what_was_dropped_on_its_last_day() -> None:
    dropped = action(update("2018-03-01", Progress.NOT_APPLICABLE), due="2018-03-01")
    text = said(page("2018-03-31", register(dropped)))
    assert "past it. Left out: 1 not applicable by their deadline." in text


LATER, EARLIER = update("2018-01-01", due="2018-04-09"), update("2018-01-15", due="2018-01-10")


@pytest.mark.parametrize(
    ("updates", "since", "net"),
    [
        ([[LATER]], None, "net days later 39"),
        ([[EARLIER]], None, "net days earlier 50"),
        ([[LATER], [EARLIER]], None, "net days earlier 11"),
        ([[EARLIER]], "2018-01-02", "net days earlier 0 50"),
        ([[LATER, EARLIER]], "2018-01-02", "net days later 39 -50"),
    ],
    ids=["later", "earlier", "both", "none-on-the-earlier-day", "later-on-the-earlier-day"],
)
def test_the_days_that_deadlines_moved_are_shown_as_net_days(
    updates: list[list[Update]], since: str | None, net: str
) -> None:
    moved = register(*(action(*each, due="2018-03-01") for each in updates))
    assert f" {net} " in f"{said(page('2018-01-31', moved, since=since))} "


COUNTS_FOR_EACH = "An action with several responsible units counts once for each."


def test_a_line_says_that_an_action_with_several_units_counts_for_each() -> None:
    in_colour = shown(page("2021-12-31", FOLLOWED_UP), LOOK._replace(colour=True))
    assert f"\x1b[2m{COUNTS_FOR_EACH}\x1b[0m" in in_colour
    twice = action(responsible=("PMU", "pmu")), action(responsible=("Office",))
    assert COUNTS_FOR_EACH not in shown(page("2021-12-31", register(*twice)))


def test_a_rate_tells_the_claim_from_what_is_confirmed_once_somebody_has_looked() -> None:
    claim = completed("2018-02-01")
    look = Update(day("2018-03-01"), verified=Verification.CONFIRMED, by="Internal Audit")
    both = register(action(claim, look), action(claim))
    assert "Of the completed" not in shown(page("2018-02-28", both))
    assert (
        "Of the completed on 28 Feb 2018: 2 unverified; on 31 Mar 2018: 1 confirmed, 1 unverified."
        in said(page("2018-03-31", both, since="2018-02-28"))
    )


DISPUTED = action(
    update("2018-02-01", Progress.NOT_APPLICABLE, note="No longer wanted."),
    Update(day("2018-03-01"), verified=Verification.DISPUTED, by="Internal Audit"),
)


def test_a_disputed_closing_is_told_though_no_rate_counts_it() -> None:
    both = register(DISPUTED, action(completed("2018-02-01")), action())
    assert "Closed actions" not in shown(page("2018-02-28", both))
    text = said(page("2018-03-31", both, since="2018-01-31"))
    assert re.search("Closed actions 0 2 confirmed 0 0 disputed 0 1 [^ ]+ unverified 0 1 ", text)
    found = record("2018-03-31", both)["verification"]
    assert found == {"confirmed": 0, "disputed": 1, "unverified": 1}


def test_what_is_open_again_is_no_closed_action_that_somebody_looked_at() -> None:
    reopened = replace(
        DISPUTED, updates=(*DISPUTED.updates, update("2018-03-02", Progress.IN_PROGRESS))
    )
    text = said(page("2018-03-31", register(reopened)))
    assert "Closed actions 0 Deadlines moved" in text


def test_what_nobody_carries_out_is_counted_in_a_row_of_its_own() -> None:
    text = said(page("2018-03-31", register(action(responsible=()))))
    assert "Responsible Actions Completed Overdue nobody is named 1 0 0" in text


def test_the_accountable_are_counted_only_where_somebody_is() -> None:
    text = shown(page("2018-03-31", register(action(accountable="Chef de Cabinet"))))
    assert re.search("^Accountable  .*\nChef de Cabinet +1 ", text, re.MULTILINE)
    assert "Accountable" not in shown(page("2018-03-31", register(action())))


def test_a_register_without_actions_has_a_page() -> None:
    text = shown(page("2018-03-31", register()))
    assert re.search("^Actions +0$", text, re.MULTILINE)
    assert "Responsible" not in text


def test_two_actions_with_the_same_note_both_show_it() -> None:
    begun = action(update("2018-03-01", Progress.IN_PROGRESS, note="Begun."))
    both = register(begun, replace(begun, id="7.2"))
    text = shown(page("2018-03-31", both, since="2018-02-01"))
    assert text.count("in progress, was not reported: Begun.") == 2


# JSON


def test_json_has_the_figures_of_the_day() -> None:
    found = record("2018-03-31", SHIPPED)
    assert list(found["rates"]) == ["implementation", "implementation_dated", "on_time"]
    assert list(found["actions"].pop("states")) == [*State]
    assert found["actions"] == {"total": 12, "added_later": 0}
    assert (found["recommendations"]["total"], found["events_overdue"]) == (7, 1)
    assert found["recommendations"]["status"]["partial"] == 3
    assert found["silence"] == {"open": 12, "half_year": 0, "never": 12}
    assert found["responsible"][-1] == {"name": None, "actions": 1, "completed": 0, "overdue": 0}


def test_json_gives_the_earlier_day_the_same_figures_as_if_it_were_asked() -> None:
    found = record("2021-12-31", FOLLOWED_UP, since="2021-07-01")
    alone = record("2021-07-01", FOLLOWED_UP)
    own = ("format", "register", "notes", "added_later", "since", "changes")
    assert found["since"] == {name: value for name, value in alone.items() if name not in own}
    today = record("2021-12-31", FOLLOWED_UP)
    assert found | {"since": None, "changes": None} == today


def test_json_has_the_changes_with_the_values_of_the_file() -> None:
    found = record("2021-12-31", FOLLOWED_UP, since="2021-07-01")["changes"]
    assert found[0] == {
        "id": "A.2",
        "kind": "deadline-moved",
        "field": "due",
        "before": "2021-09-30",
        "after": "2021-12-31",
        "before_written": "2021-Q3",
        "after_written": "2021-12",
        "days": 92,
        "note": "The laboratory changes its instruments in October.",
        "first_day": None,
        "last_day": None,
    }
    late = found[4]
    assert (late["before"], late["after"], late["note"]) == ("completed", "overdue", None)


@pytest.mark.parametrize("width", [1, 7, 19, 40, 200])
@pytest.mark.parametrize("since", [None, "2021-07-01"])
def test_a_page_is_drawn_at_any_width(width: int, since: str | None) -> None:
    text = shown(page("2021-12-31", FOLLOWED_UP, since=since), LOOK._replace(width=width))
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    assert width < 20 or max(map(cell_len, text.splitlines())) <= width
