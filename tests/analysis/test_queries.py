"""Select, order and count: the filters, the ids, and what is overdue."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from ecefollow.analysis import ids, queries
from ecefollow.analysis.filters import Filters, Item
from ecefollow.analysis.ids import IdError
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.deadlines import parse_deadline, parse_span
from ecefollow.register.model import Recommendation, Register
from ecefollow.register.standing import Action
from ecefollow.register.vocabulary import Progress, State, Status, Verification

TODAY = date(2018, 3, 31)


REGISTER = parse_anew(
    b"""\
evaluation: {id: cross-sectoral, title: Cross-sectoral cooperation, organization: UNECE}
recommendations:
  - id: "1"
    title: Share knowledge among experts
    status: accepted
    tags: [knowledge-management, Stra\xc3\x9fe]
    actions:
      - id: "1.1"
        text: "Lead discussions\\non priorities"
        responsible: [Office of the Executive Secretary, PMU]
        due: 2018-02-28
        updates: [{date: 2018-03-05, progress: in-progress}]
      - id: "1.2"
        text: Publish the minutes
        responsible: [PMU]
        due: 2018-01
        updates: [{date: 2018-01-15, progress: completed}]
  - id: "2"
    title: Introduce human resource measures
    status: partial
    tags: [human-resources]
    updates: [{date: 2018-05-01, status: rejected}]
    actions:
      - {id: "2.1", text: Propose measures, responsible: [Directors], due: 2018-Q1}
      - id: "2.2"
        text: Assess measures
        responsible: [Directors]
        due: 2018-01-10
        updates: [{date: 2018-01-05, due: 2018-03-01}, {date: 2018-02-20, due: 2018-06-30}]
  - id: "3"
    title: Coordinate
    status: pending
    actions: [{id: "3.1", text: Meet, responsible: []}]
  - id: "4"
    title: Evaluate
    status: accepted
    actions:
      - {id: "4.1", text: Plan, responsible: [], accountable: Chef de Cabinet}
      - id: "4.2"
        text: Visit
        responsible: [Chef de Cabinet]
        updates: [{date: 2018-03-01, progress: completed}]
      - id: "4.3"
        text: Print
        responsible: []
        updates:
          - {date: 2018-03-01, progress: completed}
          - {date: 2018-03-09, verified: confirmed, by: Internal Audit}
      - id: "4.4"
        text: Post
        responsible: []
        accountable: Evaluation Office
        updates:
          - {date: 2018-03-01, progress: completed}
          - {date: 2018-03-09, verified: disputed, by: Internal Audit}
  - {id: "10", title: Report, status: not-stated}
""",
    "register.yaml",
)


def action(ident: str, *responsible: str, due: str | None = None) -> Action:
    return Action(ident, "Report", responsible, due=parse_deadline(due) if due else None)


def with_actions(*actions: Action) -> Register:
    one = Recommendation("1", "Report", Status.ACCEPTED, actions=actions)
    return Register(REGISTER.evaluation, (one,))


def by(**given: Any) -> Filters:
    """The filters, in the words of the command line."""
    return Filters(**given)


def ids_of(items: Iterable[Item]) -> list[str]:
    return [item.standing.action.id for item in items]


def actions(filters: Filters, on: date = TODAY) -> list[str]:
    return ids_of(queries.actions(REGISTER.on(on), filters=filters))


def recommendations(filters: Filters, on: date = TODAY) -> list[str]:
    answers = queries.recommendations(REGISTER.on(on), [], filters)
    return [answer.recommendation.id for answer in answers]


# Filters

OFFICE = ["Office of the Executive Secretary"]
ACTIONS = {
    "no filter": (by(), "1.1 1.2 2.1 2.2 3.1 4.1 4.2 4.3 4.4"),
    "the status of the recommendation": (by(status=["partial"]), "2.1 2.2"),
    "any of two": (by(status=["partial", "pending"]), "2.1 2.2 3.1"),
    "what the updates say of progress": (by(progress=["in-progress"]), "1.1"),
    "progress of which none says any": (by(progress=["not-reported"]), "2.1 2.2 3.1 4.1"),
    "a state": (by(state=["overdue"]), "1.1"),
    "a whole name": (by(responsible=["PMU"]), "1.1 1.2"),
    "a name in another case": (by(responsible=[" Pmu "]), "1.1 1.2"),
    "either of two names": (by(responsible=["PMU", "Directors"]), "1.1 1.2 2.1 2.2"),
    "the beginning of a name": (by(responsible=["Office"]), ""),
    "a part of an id": (by(search=["2.1"]), "2.1"),
    "a part of a text": (by(search=["MINUTES"]), "1.2"),
    "a part of a title": (by(search=["human resource"]), "2.1 2.2"),
    "a text over a line end": (by(search=["discussions on priorities"]), "1.1"),
    "either of two texts": (by(search=["minutes", "Meet"]), "1.2 3.1"),
    "a name is not searched": (by(search=["Directors"]), ""),
    "from one due day to another": (
        by(due_from=date(2018, 2, 28), due_by=date(2018, 3, 31)),
        "1.1 2.1",
    ),
    "due at any time, from then on": (by(due_from=date.min), "1.1 1.2 2.1 2.2"),
    "silent since the day of an update": (
        by(silent_since=date(2018, 3, 5)),
        "1.2 2.1 2.2 3.1 4.1 4.2",
    ),
    "silent since the day after it": (
        by(silent_since=date(2018, 3, 6)),
        "1.1 1.2 2.1 2.2 3.1 4.1 4.2",
    ),
    "silent since ever": (by(silent_since=date.min), "2.1 3.1 4.1"),
    "an accountable is no responsible": (by(accountable=[" CHEF de Cabinet "]), "4.1"),
    "what is confirmed": (by(verification=["confirmed"]), "4.3"),
    "what is closed and nobody has looked at": (by(verification=["unverified"]), "1.2 4.2"),
    "all of two filters": (by(responsible=["PMU"], progress=["completed"]), "1.2"),
    "one that meets only the other": (by(responsible=["PMU"], status=["partial"]), ""),
}


@pytest.mark.parametrize(("filters", "found"), ACTIONS.values(), ids=ACTIONS)
def test_actions_are_taken_that_match_any_value_of_every_filter(
    filters: Filters, found: str
) -> None:
    assert actions(filters) == found.split()


MARCH = by(due_from=date(2018, 3, 1), due_by=date(2018, 3, 30))


@pytest.mark.parametrize(
    ("filters", "on", "found"),
    [
        pytest.param(by(status=["partial"]), date(2018, 5, 1), "", id="the answer"),
        pytest.param(MARCH, date(2018, 2, 1), "2.2", id="a deadline moved there"),
        pytest.param(MARCH, date(2018, 2, 20), "", id="a deadline moved away"),
        pytest.param(by(verification=["confirmed"]), date(2018, 3, 8), "", id="what was verified"),
    ],
)
def test_a_filter_goes_by_what_was_so_on_the_day(filters: Filters, on: date, found: str) -> None:
    assert actions(filters, on) == found.split()


RECOMMENDATIONS = {
    "no filter": (by(), "1 2 3 4 10"),
    "a tag": (by(tag=["Knowledge-Management"]), "1"),
    "either of two tags": (by(tag=["straße", "human-resources"]), "1 2"),
    "a part of a tag": (by(tag=["knowledge"]), ""),
    "one of its actions": (by(progress=["completed"]), "1 4"),
    "one action of both": (by(responsible=OFFICE, progress=["in-progress"]), "1"),
    "two actions of one each": (by(responsible=OFFICE, progress=["completed"]), ""),
    "no action at all": (by(silent_since=date.max, state=[*State]), "1 2 3 4"),
    "who is accountable for one": (by(accountable=["Evaluation Office"]), "4"),
    "the verification of one": (by(verification=["disputed"]), "4"),
    "an accountable and another's verification": (
        by(accountable=["Chef de Cabinet"], verification=["disputed"]),
        "",
    ),
    "its own title": (by(search=["coord"]), "3"),
    "its own id": (by(search=["10"]), "10"),
    "an action's text": (by(search=["minutes"]), "1"),
    "an action's id": (by(search=["1.1"]), "1"),
    "an action that is found and matches": (by(search=["minutes"], progress=["completed"]), "1"),
    "an action that is found, and another": (by(search=["minutes"], state=["overdue"]), ""),
}


@pytest.mark.parametrize(("filters", "found"), RECOMMENDATIONS.values(), ids=RECOMMENDATIONS)
def test_a_recommendation_is_taken_by_itself_or_by_one_action(filters: Filters, found: str) -> None:
    assert recommendations(filters) == found.split()


def test_a_recommendation_taken_for_one_action_still_counts_them_all() -> None:
    (answer,) = filter(by(state=["overdue"]).match_recommendation, REGISTER.on(TODAY))
    assert (answer.closed, len(answer.standings)) == (1, 2)


def test_filters_of_what_only_the_closed_have_ask_for_them() -> None:
    assert Filters(verification=[Verification.UNVERIFIED]).ask_for_closed
    assert Filters(state=[State.NOT_APPLICABLE]).ask_for_closed
    assert Filters(progress=[Progress.COMPLETED]).ask_for_closed
    assert not Filters(state=[State.OVERDUE], progress=[Progress.IN_PROGRESS]).ask_for_closed


# Ids


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        pytest.param(["1.2"], "1.2", id="an action alone"),
        pytest.param(["2"], "2.1 2.2", id="a recommendation with all of its actions"),
        pytest.param(["2.1", "1", "1.1"], "1.1 1.2 2.1", id="each once, in the order of the file"),
        pytest.param(["10"], "", id="not what only begins like it"),
    ],
)
def test_ids_give_their_actions(ids: list[str], found: str) -> None:
    assert ids_of(queries.actions(REGISTER.on(TODAY), ids)) == found.split()


@pytest.mark.parametrize(
    ("ids", "filters", "actions", "recommendations"),
    [
        (["2", "10"], by(), "2.1 2.2", "2 10"),
        (["1", "2.1", "10"], by(state=["overdue"]), "1.1", "1"),
        ([], by(status=["not-stated"]), "", "10"),
    ],
)
def test_a_part_has_the_actions_that_match_with_what_they_are_under_and_what_has_none(
    ids: list[str], filters: Filters, actions: str, recommendations: str
) -> None:
    part = queries.narrow(REGISTER.on(TODAY), ids, filters)
    assert part.actions == {*actions.split()}
    assert part.recommendations == {*recommendations.split()}
    earlier = part.of(REGISTER.on(date(2018, 1, 1)))
    assert ids_of(queries.actions(earlier)) == actions.split()


LONG = Register(
    REGISTER.evaluation,
    tuple(Recommendation(f"A-{n}", "Report", Status.PENDING) for n in range(200)),
)


@pytest.mark.parametrize(
    ("register", "wanted", "message"),
    [
        (REGISTER, "2.11", r"no id '2\.11'; did you mean '2\.1'\?$"),
        (REGISTER, "xyz", r"no id 'xyz'; the ids are 1, 1\.1, 1\.2, 2"),
        (REGISTER, "\x1b[31m", r"no id '\\x1b\[31m'"),
        (LONG, "xyz", r"A-18, A-19 and 180 more$"),
        (Register(REGISTER.evaluation, ()), "1", r"there are none$"),
    ],
    ids=["near another", "near none", "of strange characters", "among many", "among none"],
)
def test_an_unknown_id_is_answered_with_the_nearest_or_those_there_are(
    register: Register, wanted: str, message: str
) -> None:
    with pytest.raises(IdError, match=message):
        ids.require_known(register, [wanted])


def test_the_id_of_an_action_where_a_recommendations_is_wanted_names_the_command() -> None:
    ids.require_recommendations(REGISTER, ["1", "10"])
    with pytest.raises(IdError, match=r"^2\.1 is an action: ecefollow actions 2\.1$"):
        ids.require_recommendations(REGISTER, ["1", "2.1"])


# Names that are not in the register


MANY = with_actions(*(action(f"1.{n}", f"Unit {n:03}") for n in range(200)))
UNTAGGED = Register(REGISTER.evaluation, REGISTER.recommendations[2:])
AS_RESPONSIBLE = "as responsible; did you mean"
TAGS = "'Straße', 'human-resources', 'knowledge-management'"


@pytest.mark.parametrize(
    ("register", "filters", "end"),
    [
        (REGISTER, by(responsible=["Direktors"]), f"'Direktors' {AS_RESPONSIBLE} 'Directors'?"),
        (REGISTER, by(responsible=["office"]), f"'office' {AS_RESPONSIBLE} '{OFFICE[0]}'?"),
        (
            REGISTER,
            by(responsible=["Dir\u0435ctors"]),
            f"{AS_RESPONSIBLE} 'Directors', with U+0065 where you wrote U+0435?",
        ),
        (
            REGISTER,
            by(accountable=["Chef du Cabinet"]),
            "'Chef du Cabinet' as accountable; did you mean 'Chef de Cabinet'?",
        ),
        (REGISTER, by(tag=["zzz"]), f"no recommendation has the tag 'zzz'; there are {TAGS}"),
        (UNTAGGED, by(tag=["zzz"]), "no recommendation has the tag 'zzz'; there are none"),
        (MANY, by(responsible=["zzz"]), "'Unit 018', 'Unit 019' and 180 more"),
    ],
    ids=["misspelt", "a part", "look-alike", "accountable", "a tag", "no tags", "among many"],
)
def test_an_unknown_name_is_answered_with_the_nearest_or_those_there_are(
    register: Register, filters: Filters, end: str
) -> None:
    (message,) = ids.unknown_names(register, filters)
    assert message.endswith(end)


@pytest.mark.parametrize(
    ("register", "filters"),
    [
        (REGISTER, by(responsible=["pmu"], tag=["human-resources"])),
        (REGISTER, by(accountable=["chef de cabinet"])),
        (with_actions(action("1.1", "Gen\u00e8ve")), by(responsible=["Gene\u0300ve"])),
    ],
)
def test_a_name_that_is_there_in_any_case_and_encoding_needs_no_note(
    register: Register, filters: Filters
) -> None:
    assert ids.unknown_names(register, filters) == []


# What comes next


def due_within(text: str, on: date) -> list[str]:
    items = queries.actions(REGISTER.on(on))
    return ids_of(queries.upcoming(items, on=on, within=parse_span(text)))


def test_what_is_due_on_the_day_asked_and_on_the_last_day_falls_due_within() -> None:
    assert "1.1" in due_within("0d", date(2018, 2, 28))
    assert "1.1" in due_within("10d", date(2018, 2, 18))
    assert "1.1" not in due_within("10d", date(2018, 2, 17))
