"""Select, order and count: the filters, the ids, and what is overdue."""

from collections.abc import Sequence
from datetime import date

import pytest

from ecefollow.analysis import ids, queries
from ecefollow.analysis.filters import Filters
from ecefollow.analysis.ids import IdError
from ecefollow.analysis.queries import Against
from ecefollow.register.deadlines import parse_deadline, parse_span
from ecefollow.register.model import (
    Action,
    ChangedAnswer,
    Evaluation,
    Recommendation,
    Register,
    Update,
)
from ecefollow.register.vocabulary import Progress, State, Status, Verification

TODAY = date(2018, 3, 31)


def action(
    ident: str, text: str, *responsible: str, due: str | None = None, updates: Sequence[Update] = ()
) -> Action:
    stated = parse_deadline(due) if due else None
    return Action(ident, text, responsible, due=stated, updates=tuple(updates))


REGISTER = Register(
    Evaluation("cross-sectoral", "Cross-sectoral cooperation", "UNECE"),
    (
        Recommendation(
            "1",
            "Share knowledge among experts",
            Status.ACCEPTED,
            tags=("knowledge-management", "Straße"),
            actions=(
                action(
                    "1.1",
                    "Lead discussions\non priorities",
                    *("Office of the Executive Secretary", "PMU"),
                    due="2018-02-28",
                    updates=[Update(date(2018, 3, 5), Progress.IN_PROGRESS)],
                ),
                action(
                    "1.2",
                    "Publish the minutes",
                    "PMU",
                    due="2018-01",
                    updates=[Update(date(2018, 1, 15), Progress.COMPLETED)],
                ),
            ),
        ),
        Recommendation(
            "2",
            "Introduce human resource measures",
            Status.PARTIAL,
            tags=("human-resources",),
            updates=(ChangedAnswer(date(2018, 5, 1), Status.REJECTED),),
            actions=(
                action("2.1", "Propose measures", "Directors", due="2018-Q1"),
                action(
                    "2.2",
                    "Assess measures",
                    "Directors",
                    due="2018-01-10",
                    updates=[
                        Update(date(2018, 1, 5), due=parse_deadline("2018-03-01")),
                        Update(date(2018, 2, 20), due=parse_deadline("2018-06-30")),
                    ],
                ),
            ),
        ),
        Recommendation("3", "Coordinate", Status.PENDING, actions=(action("3.1", "Meet"),)),
        Recommendation("10", "Report", Status.NOT_STATED),
    ),
)


def actions(filters: Filters, on: date = TODAY) -> list[str]:
    items = queries.actions(REGISTER.on(on))
    return [item.standing.action.id for item in items if filters.match(item)]


def recommendations(filters: Filters, on: date = TODAY) -> list[str]:
    return [a.recommendation.id for a in REGISTER.on(on) if filters.match_recommendation(a)]


def with_actions(*actions: Action) -> Register:
    one = Recommendation("1", "Report", Status.ACCEPTED, actions=actions)
    return Register(REGISTER.evaluation, (one,))


def ids_in(register: Register, filters: Filters, on: date = TODAY) -> list[str]:
    items = queries.actions(register.on(on), filters=filters)
    return [item.standing.action.id for item in items]


CLAIM = Update(date(2018, 3, 1), Progress.COMPLETED)
CONFIRMED, DISPUTED = (
    Update(date(2018, 3, 9), verified=verification)
    for verification in (Verification.CONFIRMED, Verification.DISPUTED)
)
CLAIMS = with_actions(
    Action("1.1", "Meet", (), accountable="Chef de Cabinet"),
    Action("1.2", "Plan", ("Chef de Cabinet",), updates=(CLAIM,)),
    Action("1.3", "Print", (), updates=(CLAIM, CONFIRMED)),
    Action("1.4", "Post", (), updates=(CLAIM, DISPUTED)),
)


def overdue(on: date = TODAY, against: Against = Against.PRESENT) -> list[str]:
    items = queries.actions(REGISTER.on(on))
    return [item.standing.action.id for item in queries.overdue(items, against=against)]


# Filters of actions


def test_without_a_filter_everything_is_taken_in_the_order_of_the_file() -> None:
    assert actions(Filters()) == ["1.1", "1.2", "2.1", "2.2", "3.1"]
    assert recommendations(Filters()) == ["1", "2", "3", "10"]


def test_a_status_is_that_of_the_actions_recommendation() -> None:
    assert actions(Filters(status=[Status.PARTIAL])) == ["2.1", "2.2"]


def test_a_status_is_the_one_on_the_day_asked() -> None:
    later = date(2018, 5, 1)
    assert recommendations(Filters(status=[Status.PARTIAL]), later) == []
    assert recommendations(Filters(status=[Status.REJECTED]), later) == ["2"]


def test_progress_takes_the_actions_whose_updates_say_so() -> None:
    assert actions(Filters(progress=[Progress.IN_PROGRESS])) == ["1.1"]
    assert actions(Filters(progress=[Progress.NOT_REPORTED])) == ["2.1", "2.2", "3.1"]


def test_a_state_is_the_one_on_the_day_asked() -> None:
    assert actions(Filters(state=[State.OVERDUE])) == ["1.1"]
    assert actions(Filters(state=[State.OVERDUE]), date(2018, 4, 1)) == ["1.1", "2.1"]


@pytest.mark.parametrize("name", ["PMU", "pmu", " Pmu "])
def test_a_responsible_is_a_whole_name_whatever_its_case(name: str) -> None:
    assert actions(Filters(responsible=[name])) == ["1.1", "1.2"]


@pytest.mark.parametrize("name", ["Chef de Cabinet", "CHEF DE CABINET", " chef de cabinet "])
def test_an_accountable_is_a_whole_name_and_no_responsible(name: str) -> None:
    assert ids_in(CLAIMS, Filters(accountable=[name])) == ["1.1"]
    assert ids_in(CLAIMS, Filters(accountable=["Chef"])) == []


def test_a_verification_is_the_one_on_the_day_asked() -> None:
    confirmed = Filters(verification=[Verification.CONFIRMED])
    assert ids_in(CLAIMS, confirmed) == ["1.3"]
    assert ids_in(CLAIMS, confirmed, on=date(2018, 3, 8)) == []
    assert ids_in(CLAIMS, Filters(verification=[*Verification])) == ["1.2", "1.3", "1.4"]


def test_only_what_is_closed_is_unverified() -> None:
    assert ids_in(CLAIMS, Filters(verification=[Verification.UNVERIFIED])) == ["1.2"]
    assert Filters(verification=[Verification.UNVERIFIED]).ask_for_closed


def test_a_recommendation_has_an_action_that_matches_accountable_and_verification() -> None:
    (one,) = CLAIMS.on(TODAY)
    chef = ["Chef de Cabinet"]
    assert Filters(accountable=chef).match_recommendation(one)
    assert Filters(verification=[Verification.DISPUTED]).match_recommendation(one)
    both = Filters(accountable=chef, verification=[Verification.DISPUTED])
    assert not both.match_recommendation(one)


@pytest.mark.parametrize("name", ["PM", "Executive Secretary", "Office"])
def test_a_part_of_a_name_is_no_name(name: str) -> None:
    assert actions(Filters(responsible=[name])) == []


@pytest.mark.parametrize("tag", ["knowledge-management", "Knowledge-Management", "STRASSE"])
def test_a_tag_is_a_whole_one_whatever_its_case(tag: str) -> None:
    assert recommendations(Filters(tag=[tag])) == ["1"]
    assert actions(Filters(tag=[tag])) == ["1.1", "1.2"]


def test_a_part_of_a_tag_is_no_tag() -> None:
    assert recommendations(Filters(tag=["knowledge"])) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("2.1", ["2.1"]),
        ("MINUTES", ["1.2"]),
        ("human resource", ["2.1", "2.2"]),
        ("discussions on priorities", ["1.1"]),
        ("SURES", ["2.1", "2.2"]),
        ("Directors", []),
    ],
)
def test_search_looks_for_any_part_of_id_title_and_text(wanted: str, found: list[str]) -> None:
    assert actions(Filters(search=[wanted])) == found


def test_due_from_and_due_by_include_their_own_days() -> None:
    first, last = date(2018, 2, 28), date(2018, 3, 31)
    assert actions(Filters(due_from=first, due_by=last)) == ["1.1", "2.1"]
    assert actions(Filters(due_from=date(2018, 3, 1), due_by=date(2018, 3, 30))) == []


def test_due_from_and_due_by_ask_for_the_deadline_as_it_was_moved_by_the_day() -> None:
    march = Filters(due_from=date(2018, 3, 1), due_by=date(2018, 3, 30))
    assert actions(march, date(2018, 2, 1)) == ["2.2"]
    assert actions(march, date(2018, 2, 20)) == []


def test_what_has_no_deadline_is_due_at_no_time() -> None:
    assert "3.1" not in actions(Filters(due_from=date.min))
    assert "3.1" not in actions(Filters(due_by=date.max))


def test_silent_since_a_day_means_no_update_on_it_or_after_it() -> None:
    assert "1.1" not in actions(Filters(silent_since=date(2018, 3, 5)))
    assert "1.1" in actions(Filters(silent_since=date(2018, 3, 6)))


def test_an_action_without_any_update_is_silent_since_every_day() -> None:
    assert actions(Filters(silent_since=date.min)) == ["2.1", "3.1"]


def test_silence_is_judged_by_what_was_known_on_the_day() -> None:
    assert "1.1" in actions(Filters(silent_since=date(2018, 1, 1)), date(2018, 3, 4))


def test_repeating_a_filter_means_any_of() -> None:
    assert actions(Filters(status=[Status.PARTIAL, Status.PENDING])) == ["2.1", "2.2", "3.1"]
    assert actions(Filters(state=[State.OVERDUE, State.UNDATED])) == ["1.1", "3.1"]
    assert actions(Filters(responsible=["PMU", "Directors"])) == ["1.1", "1.2", "2.1", "2.2"]
    assert actions(Filters(search=["minutes", "Meet"])) == ["1.2", "3.1"]
    assert recommendations(Filters(tag=["straße", "human-resources"])) == ["1", "2"]


def test_different_filters_mean_all_of() -> None:
    assert actions(Filters(responsible=["PMU"], progress=[Progress.COMPLETED])) == ["1.2"]
    assert actions(Filters(responsible=["PMU"], status=[Status.PARTIAL])) == []


# Filters of recommendations


def test_a_recommendation_is_taken_for_one_action_that_meets_the_filter() -> None:
    assert recommendations(Filters(progress=[Progress.COMPLETED])) == ["1"]


def test_one_action_must_meet_all_action_filters() -> None:
    office = "Office of the Executive Secretary"
    assert recommendations(Filters(responsible=[office], progress=[Progress.IN_PROGRESS])) == ["1"]
    assert recommendations(Filters(responsible=[office], progress=[Progress.COMPLETED])) == []


def test_a_recommendation_without_actions_meets_no_action_filter() -> None:
    every = Filters(silent_since=date.max, state=list(State))
    assert recommendations(every) == ["1", "2", "3"]


def test_a_recommendation_taken_for_one_action_still_counts_them_all() -> None:
    (answer,) = filter(Filters(state=[State.OVERDUE]).match_recommendation, REGISTER.on(TODAY))
    assert (answer.closed, len(answer.standings)) == (1, 2)


@pytest.mark.parametrize(
    ("wanted", "found"), [("coord", ["3"]), ("minutes", ["1"]), ("1.1", ["1"]), ("10", ["10"])]
)
def test_search_takes_a_recommendation_by_itself_or_by_an_action(
    wanted: str, found: list[str]
) -> None:
    assert recommendations(Filters(search=[wanted])) == found


def test_the_action_that_search_finds_must_meet_the_other_filters_too() -> None:
    minutes = ["minutes"]
    assert recommendations(Filters(search=minutes, progress=[Progress.COMPLETED])) == ["1"]
    assert recommendations(Filters(search=minutes, state=[State.OVERDUE])) == []


def test_the_filters_that_are_given_are_known_by_name() -> None:
    assert Filters().given == {}
    given = Filters(status=[Status.PARTIAL], due_by=TODAY).given
    assert given == {"status": [Status.PARTIAL], "due_by": TODAY}


# Ids


def selected(*ids: str) -> list[str]:
    return [item.standing.action.id for item in queries.actions(REGISTER.on(TODAY), ids)]


def test_the_id_of_an_action_gives_it_alone() -> None:
    assert selected("1.2") == ["1.2"]


def test_the_id_of_a_recommendation_gives_all_of_its_actions() -> None:
    assert selected("2") == ["2.1", "2.2"]


def test_ids_give_each_action_once_in_the_order_of_the_file() -> None:
    assert selected("2.1", "1", "1.1") == ["1.1", "1.2", "2.1"]


def test_the_beginning_of_an_id_is_not_the_id() -> None:
    assert selected("1") == ["1.1", "1.2"]
    assert selected("10") == []


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(IdError, match=r"no id '2\.11'; did you mean '2\.1'\?$"):
        ids.require_known(REGISTER, ["1", "2.11"])


def test_an_unknown_id_near_none_is_answered_with_those_there_are() -> None:
    with pytest.raises(IdError, match=r"no id 'xyz'; the ids are 1, 1\.1, 1\.2, 2"):
        ids.require_known(REGISTER, ["xyz"])


def test_the_ids_of_a_long_register_are_not_all_told() -> None:
    many = tuple(Recommendation(f"A-{n}", "Report", Status.PENDING) for n in range(200))
    with pytest.raises(IdError, match=r"A-18, A-19 and 180 more$"):
        ids.require_known(Register(REGISTER.evaluation, many), ["xyz"])


def test_an_empty_register_says_that_it_has_no_ids() -> None:
    with pytest.raises(IdError, match=r"there are none$"):
        ids.require_known(Register(REGISTER.evaluation, ()), ["1"])


def test_a_strange_id_is_quoted_safely() -> None:
    with pytest.raises(IdError, match=r"no id '\\x1b\[31m'"):
        ids.require_known(REGISTER, ["\x1b[31m"])


def test_the_id_of_an_action_where_a_recommendations_is_wanted_names_the_command() -> None:
    ids.require_recommendations(REGISTER, ["1", "10"])
    with pytest.raises(IdError, match=r"^2\.1 is an action: ecefollow actions 2\.1$"):
        ids.require_recommendations(REGISTER, ["1", "2.1"])


# Overdue


def test_the_longest_overdue_comes_first() -> None:
    assert overdue(date(2018, 4, 1)) == ["1.1", "2.1"]
    assert overdue(date(2018, 7, 1)) == ["1.1", "2.1", "2.2"]


def test_what_is_overdue_as_long_stands_in_the_order_of_the_file() -> None:
    late = [action(f"1.{n}", "Report", due="2018-01-31") for n in (3, 1, 2)]
    once = Recommendation("1", "Report", Status.ACCEPTED, actions=tuple(late))
    items = queries.actions([once.on(TODAY)])
    found = queries.overdue(items, against=Against.PRESENT)
    assert [item.standing.action.id for item in found] == ["1.3", "1.1", "1.2"]


def test_against_the_original_deadline_a_moved_action_is_overdue() -> None:
    assert overdue(against=Against.PRESENT) == ["1.1"]
    assert overdue(against=Against.ORIGINAL) == ["2.2", "1.1"]


def test_a_closed_action_is_overdue_against_neither() -> None:
    for against in Against:
        assert "1.2" not in overdue(date(2019, 1, 1), against)


def test_on_the_due_day_nothing_is_overdue_against_the_original() -> None:
    assert overdue(date(2018, 1, 10), Against.ORIGINAL) == []
    assert overdue(date(2018, 1, 11), Against.ORIGINAL) == ["2.2"]


def test_every_state_is_counted_even_the_empty_ones() -> None:
    counts = queries.count_states(REGISTER.on(TODAY))
    assert list(counts) == list(State)
    assert {state: n for state, n in counts.items() if n} == {
        State.OVERDUE: 1,
        State.SCHEDULED: 2,
        State.UNDATED: 1,
        State.COMPLETED: 1,
    }


# Names that are not in the register


def test_a_name_that_is_there_needs_no_note() -> None:
    assert ids.unknown_names(REGISTER, Filters(responsible=["pmu"], tag=["human-resources"])) == []


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    assert ids.unknown_names(REGISTER, Filters(responsible=["Direktors", "PMU"])) == [
        "no action has 'Direktors' as responsible; did you mean 'Directors'?"
    ]


def test_a_name_that_only_looks_like_another_is_answered_with_the_code_points() -> None:
    assert ids.unknown_names(REGISTER, Filters(responsible=["Dir\u0435ctors"])) == [
        (
            "no action has 'Dir\u0435ctors' as responsible; did you mean 'Directors', "
            "with U+0065 where you wrote U+0435?"
        )
    ]


def test_how_an_accent_is_encoded_makes_no_other_name() -> None:
    named = Recommendation("1", "R", Status.ACCEPTED, actions=(action("1.1", "R", "Gen\u00e8ve"),))
    register = Register(REGISTER.evaluation, (named,))
    assert ids.unknown_names(register, Filters(responsible=["Gene\u0300ve"])) == []


def test_a_misspelt_accountable_is_answered_with_those_who_are() -> None:
    assert ids.unknown_names(CLAIMS, Filters(accountable=["chef de cabinet"])) == []
    assert ids.unknown_names(CLAIMS, Filters(accountable=["Chef du Cabinet"])) == [
        "no action has 'Chef du Cabinet' as accountable; did you mean 'Chef de Cabinet'?"
    ]


def test_part_of_a_name_is_answered_with_the_whole() -> None:
    assert ids.unknown_names(REGISTER, Filters(responsible=["office"])) == [
        "no action has 'office' as responsible; did you mean 'Office of the Executive Secretary'?"
    ]


def test_an_unknown_tag_is_answered_with_those_there_are() -> None:
    assert ids.unknown_names(REGISTER, Filters(tag=["zzz"])) == [
        (
            "no recommendation has the tag 'zzz'; "
            "there are 'Straße', 'human-resources', 'knowledge-management'"
        )
    ]


def test_where_there_are_no_tags_it_says_so() -> None:
    bare = Register(REGISTER.evaluation, REGISTER.recommendations[2:])
    assert ids.unknown_names(bare, Filters(tag=["zzz"])) == [
        "no recommendation has the tag 'zzz'; there are none"
    ]


def test_the_names_of_a_long_register_are_not_all_told() -> None:
    named = [action(f"1.{n}", "Report", f"Unit {n:03}") for n in range(200)]
    long = Recommendation("1", "Report", Status.ACCEPTED, actions=tuple(named))
    (said,) = ids.unknown_names(
        Register(REGISTER.evaluation, (long,)), Filters(responsible=["zzz"])
    )
    assert said.endswith("'Unit 018', 'Unit 019' and 180 more")


# What comes next


def due_within(text: str, on: date) -> list[str]:
    rows = queries.upcoming(queries.actions(REGISTER.on(on)), on=on, within=parse_span(text))
    return [item.standing.action.id for item in rows]


def test_what_falls_due_next_comes_soonest_first_by_its_present_deadline() -> None:
    assert due_within("9999m", date(2018, 1, 1)) == ["2.2", "1.2", "1.1", "2.1"]
    assert due_within("9999m", date(2018, 2, 20)) == ["1.1", "2.1", "2.2"]


def test_what_is_due_on_the_day_asked_and_on_the_last_day_falls_due_within() -> None:
    assert "1.1" in due_within("0d", date(2018, 2, 28))
    assert "1.1" in due_within("10d", date(2018, 2, 18))
    assert "1.1" not in due_within("10d", date(2018, 2, 17))


def test_what_is_overdue_or_closed_falls_due_no_more() -> None:
    assert "1.1" not in due_within("999m", date(2018, 3, 1))
    assert "1.2" in due_within("1m", date(2018, 1, 1))
    assert "1.2" not in due_within("1m", date(2018, 1, 15))  # completed on that day
