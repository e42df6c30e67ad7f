"""The page of `summary`: what it shows, what a program reads, and how its grid keeps its room."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ecefollow.analysis import queries
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import Action, Evaluation, Recommendation, Register, Update
from ecefollow.register.vocabulary import Progress, State, Status, Verification
from ecefollow.render import dispatch
from ecefollow.render.formats import Look, PageFormat
from ecefollow.views import summary
from ecefollow.views.context import Context
from ecefollow.views.page import Grid, Page, Row

ROOT = Path(__file__).parents[2]
LOOK = Look(width=80, colour=False, encoding="utf-8")
NAMED = {State.OVERDUE: "1;31", State.COMPLETED: "32"}


def day(text: str) -> date:
    return date.fromisoformat(text)


def in_file(name: str) -> Register:
    return parse_anew((ROOT / name).read_bytes(), name)


FOLLOWED_UP = in_file("examples/followed-up.yaml")
SHIPPED = in_file("data/recommendations.yaml")


def register(*actions: Action) -> Register:
    whole = Recommendation("7", "Report", Status.ACCEPTED, actions=actions)
    return Register(Evaluation("test", "A test", "UNECE"), (whole,))


def page(asked: str, register: Register, *, since: str | None = None) -> Page:
    answers = register.on(day(asked))
    context = Context(day(asked), "register.yaml", queries.count_states(answers), {})
    if not since:
        return summary.page(answers, context)
    before = register.on(day(since))
    return summary.page(answers, context, since=day(since), before=before)


def shown(page: Page, look: Look = LOOK) -> str:
    return dispatch.page(page, PageFormat.TABLE, look)


def drawn(*rows: Row, heads: tuple[str, ...] = (), look: Look = LOOK) -> list[str]:
    return shown(Page((Grid(heads, rows),), {}), look).splitlines()


def record(asked: str, register: Register, *, since: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        dispatch.page(page(asked, register, since=since), PageFormat.JSON, LOOK)
    )
    return found


# The page


def test_the_page_of_one_day() -> None:
    late = Action("7.1", "Report", ("PMU",), due=parse_deadline("2018-03-01"))
    done = Action(
        "7.2",
        "Act",
        (),
        due=parse_deadline("2018"),
        updates=(Update(day("2018-02-01"), Progress.COMPLETED),),
    )
    assert (
        shown(page("2018-03-31", register(late, done)))
        == """\
Summary, as of 31 Mar 2018

Recommendations                       1
  accepted                            1  ███████████████████████████████████████

Actions                               2
  overdue                             1  ███████████████████▌
  completed                           1  ███████████████████▌

Rates
  implementation          1 of 2   50 %  ███████████████████▌
    Completed actions, out of those that can be completed. Left out: none.
  of dated actions        1 of 2   50 %  ███████████████████▌
    Completed actions, out of those that can be completed and have a deadline.
    Left out: none.
  on time                 1 of 2   50 %  ███████████████████▌
    Completed by their first deadline, out of the actions completed or past it.
    Left out: none.

Overdue                               1
  for 1 to 90 days                    1  ███████████████████████████████████████
  for 91 to 180 days                  0
  for 181 to 365 days                 0
  for over 365 days                   0

Open actions                          1
  without a deadline                  0
  no update for 6 months              0
  no update ever                      1  ███████████████████████████████████████

Deadlines moved                       0

Responsible      Actions  Completed  Overdue
PMU                    1          0        1
nobody is named        1          1        0
"""
    )


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


def test_a_summary_of_one_day_lists_no_changes() -> None:
    assert "Changed" not in shown(page("2018-04-02", SHIPPED))


def test_only_what_counts_something_on_one_of_the_days_has_a_line() -> None:
    text = shown(page("2021-12-31", FOLLOWED_UP, since="2021-07-01"))
    assert re.findall("^  (awaiting event|undated|rejected|pending) ", text, re.MULTILINE) == [
        "awaiting event"
    ]


def test_what_a_rate_leaves_out_is_shown_for_each_day_if_it_differs() -> None:
    text = " ".join(shown(page("2021-12-31", FOLLOWED_UP, since="2021-07-01")).split())
    same = "Left out: 1 no longer applicable, 1 discretionary, 1 ongoing."
    assert f"Completed actions, out of those that can be completed. {same}" in text
    assert (
        "Left out on 1 Jul 2021: 1 no longer applicable, 1 discretionary, 1 ongoing, "
        "1 without a deadline; on 31 Dec 2021: 1 no longer applicable, 1 discretionary, 1 ongoing."
    ) in text


def test_a_share_of_nothing_has_no_per_cent_and_no_bar() -> None:
    assert "  on time                 0 of 0      -\n" in shown(page("2018-02-28", SHIPPED))


def test_a_rate_says_why_it_leaves_out_what_was_dropped_on_its_last_day() -> None:
    dropped = Update(day("2018-03-01"), Progress.NOT_APPLICABLE)
    action = Action("7.1", "Act", ("PMU",), due=parse_deadline("2018-03-01"), updates=(dropped,))
    text = " ".join(shown(page("2018-03-31", register(action))).split())
    assert "past it. Left out: 1 no longer applicable by their deadline." in text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2018-04-09"], "net days later 39"),
        (["2018-01-10"], "net days earlier 50"),
        (["2018-04-09", "2018-01-10"], "net days earlier 11"),
    ],
)
def test_the_days_that_deadlines_moved_are_shown_as_net_days(days: list[str], said: str) -> None:
    moved = [
        Action(
            f"7.{number}",
            "Act",
            ("PMU",),
            due=parse_deadline("2018-03-01"),
            updates=(Update(day("2018-01-01"), due=parse_deadline(due)),),
        )
        for number, due in enumerate(days)
    ]
    text = shown(page("2018-03-31", register(*moved)))
    assert said in [" ".join(line.split()) for line in text.splitlines()]


def test_beside_a_day_with_later_deadlines_earlier_ones_have_a_sign() -> None:
    there, back = ("2018-01-01", "2018-03-11"), ("2018-01-15", "2018-02-01")
    updates = tuple(Update(day(on), due=parse_deadline(due)) for on, due in (there, back))
    action = Action("7.1", "Act", ("PMU",), due=parse_deadline("2018-03-01"), updates=updates)
    text = shown(page("2018-01-20", register(action), since="2018-01-02"))
    assert "net days later 10 -28" in [" ".join(line.split()) for line in text.splitlines()]


COUNTS_FOR_EACH = "An action with several responsible units counts once for each."


def test_a_line_says_that_an_action_with_several_units_counts_for_each() -> None:
    lines = shown(page("2021-12-31", FOLLOWED_UP)).splitlines()
    assert COUNTS_FOR_EACH in lines
    in_colour = shown(page("2021-12-31", FOLLOWED_UP), LOOK._replace(colour=True))
    assert f"\x1b[2m{COUNTS_FOR_EACH}\x1b[0m" in in_colour


def test_a_rate_tells_the_claim_from_what_is_confirmed_once_somebody_has_looked() -> None:
    claim = Update(day("2018-02-01"), Progress.COMPLETED)
    look = Update(day("2018-03-01"), verified=Verification.CONFIRMED, by="Internal Audit")
    actions = (
        Action("7.1", "Act", (), updates=(claim, look)),
        Action("7.2", "Act", (), updates=(claim,)),
    )
    told = "Of the completed: 1 confirmed, 1 unverified."
    assert told in " ".join(shown(page("2018-03-31", register(*actions))).split())
    assert "Of the completed" not in shown(page("2018-02-28", register(*actions)))
    both = " ".join(shown(page("2018-03-31", register(*actions), since="2018-02-28")).split())
    assert (
        "Of the completed on 28 Feb 2018: 2 unverified; on 31 Mar 2018: 1 confirmed, 1 unverified."
        in both
    )


def test_the_accountable_are_counted_only_where_somebody_is() -> None:
    someone = Action("7.1", "Act", (), accountable="Chef de Cabinet")
    text = shown(page("2018-03-31", register(someone)))
    assert re.search("^Accountable  .*\nChef de Cabinet +1 ", text, re.MULTILINE)
    assert "Accountable" not in shown(page("2018-03-31", register(Action("7.1", "Act", ()))))


def test_the_line_is_left_out_if_no_action_has_several_units() -> None:
    twice = Action("7.1", "Act", ("PMU", "pmu")), Action("7.2", "Act", ("Office",))
    assert COUNTS_FOR_EACH not in shown(page("2021-12-31", register(*twice)))


def test_an_event_that_happened_is_one_of_the_changes() -> None:
    text = shown(page("2021-11-20", FOLLOWED_UP, since="2021-11-01"))
    _, told = text.split("Changed since 1 Nov 2021\n")
    assert told.startswith("  C.1 ")
    assert "18 Nov 2021: The council votes the funds" in " ".join(told.split())


def test_where_nothing_is_overdue_it_says_0_without_ages() -> None:
    text = shown(page("2018-02-28", SHIPPED))
    assert "\nOverdue                               0\n\n" in text
    assert "for 1 to 90 days" not in text


def test_a_register_without_actions_has_a_page() -> None:
    text = shown(page("2018-03-31", register()))
    assert re.search("^Actions +0$", text, re.MULTILINE)
    assert "Responsible" not in text


def test_two_actions_with_the_same_note_both_show_it() -> None:
    told = Update(day("2018-03-01"), Progress.IN_PROGRESS, note="Begun.")
    both = (Action(ident, "Act", ("PMU",), updates=(told,)) for ident in ("7.1", "7.2"))
    text = shown(page("2018-03-31", register(*both), since="2018-02-01"))
    assert text.count("in progress, was not reported: Begun.") == 2


# JSON


def test_json_has_the_figures_of_the_day() -> None:
    assert record("2018-03-31", SHIPPED) == {
        "format": 1,
        "as_of": "2018-03-31",
        "register": "register.yaml",
        "notes": [],
        "added_later": 0,
        "recommendations": {
            "total": 7,
            "status": {"accepted": 4, "partial": 3, "rejected": 0, "pending": 0, "not-stated": 0},
            "added_later": 0,
        },
        "actions": {
            "total": 12,
            "states": {
                "overdue": 3,
                "scheduled": 1,
                "ongoing": 3,
                "awaiting-event": 3,
                "undated": 2,
                "completed": 0,
                "not-applicable": 0,
                "unknown": 0,
            },
            "added_later": 0,
        },
        "rates": {
            "implementation": {
                "numerator": 0,
                "denominator": 8,
                "left_out": {"not-applicable": 0, "discretionary": 1, "ongoing": 3},
                "counts": "Completed actions, out of those that can be completed.",
                "verification": {"confirmed": 0, "disputed": 0, "unverified": 0},
            },
            "implementation_dated": {
                "numerator": 0,
                "denominator": 4,
                "left_out": {
                    "not-applicable": 0,
                    "discretionary": 1,
                    "ongoing": 3,
                    "no-deadline": 4,
                },
                "counts": (
                    "Completed actions, out of those that can be completed and have a deadline."
                ),
                "verification": {"confirmed": 0, "disputed": 0, "unverified": 0},
            },
            "on_time": {
                "numerator": 0,
                "denominator": 3,
                "left_out": {
                    "no-deadline": 8,
                    "not-applicable-in-time": 0,
                    "not-due-yet": 1,
                    "day-unknown": 0,
                },
                "counts": (
                    "Completed by their first deadline, out of the actions completed or past it."
                ),
                "verification": {"confirmed": 0, "disputed": 0, "unverified": 0},
            },
        },
        "ageing": {"1-90": 3, "91-180": 0, "181-365": 0, "over-365": 0},
        "moved": {"actions": 0, "days": 0, "moves": 0},
        "silence": {"open": 12, "half_year": 0, "never": 12},
        "events_overdue": 1,
        "responsible": [
            {"name": name, "actions": actions, "completed": 0, "overdue": overdue}
            for name, actions, overdue in (
                ("Office of the Executive Secretary", 2, 2),
                ("Executive Secretary", 5, 1),
                ("Community of Practice of Secretaries to Sectoral Committees", 1, 0),
                ("Directors", 1, 0),
                ("PMU", 1, 0),
                ("UNECE", 1, 0),
                (None, 1, 0),
            )
        ],
        "accountable": [
            {"name": "Chef de Cabinet", "actions": 1, "completed": 0, "overdue": 1},
        ],
        "since": None,
        "changes": None,
    }


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
    }
    assert found[4] == {
        "id": "B.2",
        "kind": "overdue",
        "field": "state",
        "before": "completed",
        "after": "overdue",
        "before_written": None,
        "after_written": None,
        "days": 214,
        "note": None,
    }


def test_json_has_an_empty_list_where_nothing_changed() -> None:
    assert record("2018-04-02", SHIPPED, since="2018-04-01")["changes"] == []


# The grid


def test_cells_stand_right_aligned_under_their_heads() -> None:
    assert drawn(Row("One", ("7", "10")), Row("Three", ("11", "")), heads=("Who", "A", "Bees")) == [
        "Who     A  Bees",
        "One     7    10",
        "Three  11",
    ]


def test_a_column_that_holds_nothing_takes_no_room() -> None:
    assert drawn(Row("One", ("7", "", "10")), heads=("", "A", "", "B")) == [
        "     A   B",
        "One  7  10",
    ]


def test_without_heads_there_is_no_line_for_them() -> None:
    assert drawn(Row("One", ("7",)), heads=("", "")) == ["One  7"]


def test_remarks_stand_wrapped_below_their_row_and_further_in() -> None:
    row = Row("One", ("7",), remarks=("so it is said in the source",), indent=2)
    assert drawn(row, look=LOOK._replace(width=20)) == [
        "  One  7",
        "    so it is said in",
        "    the source",
    ]


@pytest.mark.parametrize(
    ("share", "bar"),
    [
        (1.0, "█" * 40),
        (0.5, "█" * 20),
        (0.51, "█" * 20 + "▍"),
        (0.0001, "▏"),
        (0.9999, "█" * 39 + "▉"),
        (0.0, ""),
        (None, ""),
    ],
)
def test_a_bar_fills_its_share_and_is_never_wrongly_empty_or_full(
    share: float | None, bar: str
) -> None:
    rows = Row("All", ("9",), share=1.0), Row("Part", ("9",), share=share)
    assert drawn(*rows) == [f"All   9  {'█' * 40}", f"Part  9  {bar}".rstrip()]


@pytest.mark.parametrize(("share", "length"), [(1.0, 40), (0.5, 20), (0.0001, 1), (0.9999, 39)])
def test_a_bar_is_of_ascii_where_the_output_knows_nothing_more(share: float, length: int) -> None:
    (line,) = drawn(Row("All", ("9",), share=share), look=LOOK._replace(encoding="ascii"))
    assert line == f"All  9  {'#' * length}"


def test_a_bar_fills_what_is_left_of_the_width() -> None:
    row = Row("All", ("9",), share=1.0)
    assert drawn(row, look=LOOK._replace(width=20)) == [f"All  9  {'█' * 12}"]


def test_a_bar_too_short_to_tell_anything_is_left_out() -> None:
    row = Row("Recommendations", ("9",), share=1.0)
    assert drawn(row, look=LOOK._replace(width=24)) == ["Recommendations  9"]


def test_a_row_that_ends_early_has_its_bar_below_the_others() -> None:
    rows = Row("One", ("7", "8"), share=1.0), Row("Two", ("7",), share=1.0)
    first, second = drawn(*rows)
    assert first.index("█") == second.index("█")


def test_a_long_label_is_wrapped_beside_its_cells() -> None:
    row = Row("Office of the Executive Secretary", ("7",))
    assert drawn(row, look=LOOK._replace(width=24)) == [
        "Office of the          7",
        "  Executive Secretary",
    ]


def test_a_wide_label_is_broken_where_it_fills_its_columns() -> None:
    lines = drawn(Row("会議事務局" * 4, ("7",)), look=LOOK._replace(width=25))
    assert lines == ["会議事務局会議事務局会  7", "  議事務局会議事務局"]


def test_below_a_label_of_several_lines_the_cells_stand_less_far_in() -> None:
    row = Row("Office of the Executive Secretary", ("17",), indent=2)
    lines = drawn(row, heads=("", "Actions in all"), look=LOOK._replace(width=22))
    assert lines == [
        "  Office of the",
        "      Executive",
        "      Secretary",
        "    Actions in all: 17",
    ]


def test_where_labels_have_no_room_the_cells_stand_below_behind_their_heads() -> None:
    row = Row("Recommendations", ("17", "", "was 5"), share=1.0, remarks=("so far",))
    lines = drawn(row, heads=("Who", "Actions", "Left", ""), look=LOOK._replace(width=24))
    assert lines == ["Who", "Recommendations", "  Actions: 17, was 5", f"  {'█' * 22}", "  so far"]


@pytest.mark.parametrize("state", NAMED)
def test_a_row_has_the_colour_of_its_state_in_label_and_bar(state: State) -> None:
    (line,) = drawn(Row("All", ("9",), share=0.1, state=state), look=LOOK._replace(colour=True))
    colour = f"\x1b[{NAMED[state]}m"
    assert line == f"{colour}All\x1b[0m  9  {colour}████\x1b[0m"


def test_a_row_without_a_state_has_a_calm_bar() -> None:
    (line,) = drawn(Row("All", ("9",), share=0.1), look=LOOK._replace(colour=True))
    assert line == "All  9  \x1b[34m████\x1b[0m"


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
GRIDS = st.builds(
    Grid,
    heads=st.sampled_from([(), ("", "A"), ("Responsible", "1 Jul 2021", "", "31 Dec 2021")]),
    rows=st.lists(ROWS, max_size=4).map(tuple),
)


@given(GRIDS, st.integers(20, 150), st.sampled_from(["utf-8", "ascii"]))
def test_no_line_of_a_grid_passes_the_width(grid: Grid, width: int, encoding: str) -> None:
    text = shown(Page((grid,), {}), Look(width, colour=False, encoding=encoding))
    assert all(cell_len(line) <= width for line in text.splitlines())


@given(GRIDS, st.integers(20, 150))
def test_every_word_of_a_grid_is_shown_whatever_the_width(grid: Grid, width: int) -> None:
    text = shown(Page((grid,), {}), LOOK._replace(width=width))
    letters = re.compile("[ab会議é局]")
    wanted = [
        letter
        for row in grid.rows
        for said in (row.label, *row.remarks)
        for letter in letters.findall(said)
    ]
    found = letters.findall(re.sub("Responsible", "", text))
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize("width", [*range(1, 21), 40, 200])
@pytest.mark.parametrize("since", [None, "2021-07-01"])
def test_a_page_is_drawn_at_any_width(width: int, since: str | None) -> None:
    text = shown(page("2021-12-31", FOLLOWED_UP, since=since), LOOK._replace(width=width))
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    assert width < 20 or max(map(cell_len, text.splitlines())) <= width
