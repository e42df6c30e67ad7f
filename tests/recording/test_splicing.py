"""Adding updates by splicing: what they say comes back, and every other byte is as it was."""

import json
import re
from dataclasses import replace
from datetime import date
from textwrap import dedent, indent
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from registers import DAYS, DEADLINES, TEXTS
from written_registers import registers

from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.register_file import parse_anew
from ecefollow.recording import splicing
from ecefollow.recording.new_update import Addition
from ecefollow.register.characters import FORBIDDEN
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import ChangedAnswer, Register
from ecefollow.register.standing import Update
from ecefollow.register.vocabulary import Progress, Status

DAY = date(2018, 3, 5)
NOTED = Update(DAY, note="First discussion held.")

HEAD = """\
evaluation: {id: e, title: T, organization: O}
recommendations:
"""


def read(text: str | bytes) -> Register:
    data = text if isinstance(text, bytes) else text.encode()
    return parse_anew(data, "register.yaml")


def added(text: str, ident: str = "7.1", *updates: Update | ChangedAnswer) -> str:
    """The text with the updates added."""
    additions = [Addition(ident, update) for update in updates or [NOTED]]
    edited = splicing.add(text.encode(), read(text), additions, path="register.yaml")
    assert edited.register == read(edited.data)
    return edited.data.decode()


def under(action: str) -> str:
    """A register with one action, as it stands in the text."""
    return f"""{HEAD}  - id: "7"
    title: T
    status: accepted
    actions:
{action}"""


def check_splice(before: bytes, after: bytes) -> None:
    """All of *before* stands in *after*, around one insertion, and at most a ',' or '-' besides."""

    def is_one(after: bytes) -> bool:
        return alike(before, after) + alike(before[::-1], after[::-1]) >= len(before)

    same = alike(before, after)
    sign = after[same : same + 1]
    assert is_one(after) or (sign in {b",", b"-"} and is_one(after[:same] + after[same + 1 :]))


def alike(one: bytes, other: bytes) -> int:
    """How many bytes are the same at the beginning of both."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


# Where it goes

ACTION = """\
      - id: "7.1"
        text: Review
        responsible: [PMU]
"""
REMARK = "            # the next one will come\n"
BLOCK = under(f"""\
{ACTION}\
        updates:
          - {{date: 2018-03-01, note: Begun.}} # on time
{REMARK}
      # Below stands the next.
      - id: "7.2"
        text: Assess
        responsible: [PMU]
""")


def item(column: int, dash: str = "- ") -> str:
    """The lines of the update as an item of a list in this column."""
    lines = f"{dash}date: 2018-03-05\n{' ' * len(dash)}note: First discussion held.\n"
    return indent(lines, " " * column)


def test_the_first_update_brings_its_key() -> None:
    assert added(under(ACTION)) == f"{under(ACTION)}        updates:\n{item(10)}"


def test_a_list_is_indented_as_the_others_of_the_file() -> None:
    before = f"""{HEAD}- id: "7"
  title: T
  status: accepted
  actions:
{indent(dedent(ACTION), "  ")}"""
    assert added(before) == f"{before}    updates:\n{item(4)}"


def test_an_update_goes_below_the_last_and_what_is_remarked_of_it() -> None:
    assert added(BLOCK) == BLOCK.replace(REMARK, f"{REMARK}{item(10)}")


def test_a_remark_in_the_column_of_the_list_stays_below_what_is_added() -> None:
    remark = REMARK.removeprefix("  ")
    before = BLOCK.replace(REMARK, remark)
    assert added(before) == before.replace(remark, f"{item(10)}{remark}")


def test_a_remark_that_a_text_would_swallow_stays_above_it() -> None:
    before = f"{BLOCK}\n                    # far behind\n"
    after = added(before, "7.2", Update(DAY, note="one\ntwo"))
    assert after.index("# far") < after.index("two")


def test_the_keys_of_an_item_stand_as_far_behind_its_dash_as_those_above() -> None:
    wide = BLOCK.replace("- {date: 2018-03-01, note: Begun.} # on time", "-   date: 2018-03-01")
    assert added(wide) == wide.replace(REMARK, f"{REMARK}{item(10, '-   ')}")


def test_an_update_at_the_end_of_a_file_without_a_last_line_end_brings_none() -> None:
    before = BLOCK.rstrip("\n")
    after = added(before, "7.2")
    assert after.startswith(before)
    assert after.endswith("note: First discussion held.")


def test_the_lines_end_as_those_of_the_file_do() -> None:
    before = BLOCK.replace("\n", "\r\n")
    assert added(before).replace("\r\n", "") == added(BLOCK).replace("\n", "")


def test_the_answer_to_a_recommendation_changes_above_its_actions() -> None:
    changed = ChangedAnswer(DAY, Status.PARTIAL, "First discussion held.")
    lines = item(6).replace("        note", "        status: partial\n        note")
    after = BLOCK.replace("    actions:\n", f"    updates:\n{lines}    actions:\n")
    assert added(BLOCK, "7", changed) == after


FLOW = "{date: 2018-03-05, note: First discussion held.}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[]", f"[{FLOW}]"),
        ("[ ]", f"[{FLOW} ]"),
        ("[{date: 2018-03-01}]", f"[{{date: 2018-03-01}}, {FLOW}]"),
        ("[{date: 2018-03-01}, ] # two", f"[{{date: 2018-03-01}}, {FLOW} ] # two"),
        (
            "[\n          # none, yet\n          ]",
            f"[\n          # none, yet\n            {FLOW},\n          ]",
        ),
        (
            "[\n          {date: 2018-03-01} # one, only\n        ]",
            f"[\n          {{date: 2018-03-01}}, # one, only\n          {FLOW}\n        ]",
        ),
        (
            "[\n          {date: 2018-03-01}, # one\n        ]",
            f"[\n          {{date: 2018-03-01}}, # one\n          {FLOW},\n        ]",
        ),
    ],
)
def test_a_list_in_brackets_stays_in_brackets(written: str, expected: str) -> None:
    before = under(f"{ACTION}        updates: {written}\n")
    assert added(before) == under(f"{ACTION}        updates: {expected}\n")


def test_an_action_in_braces_stays_in_braces() -> None:
    before = under('      - {id: "7.1", text: Review, responsible: [PMU]}\n')
    expected = f"responsible: [PMU], updates: [{FLOW}]}}"
    assert added(before) == before.replace("responsible: [PMU]}", expected)


def test_a_register_that_is_json_stays_json() -> None:
    before = (
        '{"evaluation": {"id": "e", "title": "T", "organization": "O"}, "recommendations": '
        '[{"id": "7", "title": "T", "status": "accepted", "actions": '
        '[{"id": "7.1", "text": "Review", "responsible": []}]}]}\n'
    )
    after = added(before)
    check_splice(before.encode(), after.encode())
    updates = json.loads(after)["recommendations"][0]["actions"][0]["updates"]
    assert updates == [{"date": "2018-03-05", "note": "First discussion held."}]
    again = added(after, "7.1", Update(DAY, due=parse_deadline("2018-06"), evidence=("a", "b")))
    updates = json.loads(again)["recommendations"][0]["actions"][0]["updates"]
    assert updates[1] == {"date": "2018-03-05", "due": "2018-06", "evidence": ["a", "b"]}


ENDS_IN_A_TEXT = """\
      - id: "7.1"
        responsible: [PMU]
        text: {}
          {}Review.
"""


@pytest.mark.parametrize(("header", "kept", "left"), [("|", "", "\n\n"), ("|+", "\n\n", "")])
def test_blank_lines_behind_a_text_stay_behind_the_update_unless_the_text_keeps_them(
    header: str, kept: str, left: str
) -> None:
    text = ENDS_IN_A_TEXT.format(header, "")
    rest = '      - {id: "7.2", text: Assess, responsible: []}\n'
    after = under(f"{text}{kept}        updates:\n{item(10)}{left}{rest}")
    assert added(under(f"{text}{kept}{left}{rest}")) == after


@pytest.mark.parametrize("parser", [yaml.BaseLoader, getattr(yaml, "CBaseLoader", yaml.BaseLoader)])
def test_the_places_are_the_same_with_either_parser(parser: Any) -> None:
    answer = ChangedAnswer(DAY, note="Agreed.")
    expected = added(BLOCK), added(BLOCK, "7", answer)
    with patch("ecefollow.reading.yaml_events.Parser", parser):
        assert (added(BLOCK), added(BLOCK, "7", answer)) == expected


# What is refused


def test_a_contradiction_is_not_added() -> None:
    before = under(f"{ACTION}        ongoing: true\n")
    with pytest.raises(RefusedError, match="a continuing duty has no deadline"):
        added(before, "7.1", Update(DAY, due=parse_deadline("2018")))


def test_what_would_change_another_value_is_not_added() -> None:
    before = under(ENDS_IN_A_TEXT.format("|+", "")).rstrip("\n")
    with pytest.raises(RefusedError, match="without changing other lines"):
        added(before)


# Whatever stands in the file, in whatever style

texts = TEXTS | st.text(max_size=200).filter(
    lambda text: text.strip() and "\r" not in text and not re.search(FORBIDDEN, text)
)
updates = st.builds(
    Update,
    DAYS,
    st.none() | st.sampled_from([each for each in Progress if each != Progress.NOT_REPORTED]),
    st.none() | DEADLINES,
    st.none() | texts,
    st.lists(texts, max_size=3).map(tuple),
    st.none() | texts,
)
changed_answers = st.builds(
    ChangedAnswer, DAYS, st.none() | st.sampled_from(Status), st.none() | texts, st.none() | texts
)


@given(st.data())
def test_updates_are_added_to_any_register_and_nothing_else_changes(data: st.DataObject) -> None:
    text, ids = data.draw(registers())
    before = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()
    register = expected = read(before)
    additions = []
    for ident in data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3)):
        update: Any = data.draw(updates if "." in ident else changed_answers)
        additions.append(Addition(ident, update))
        expected = with_one_more(expected, ident, update)
    edited = splicing.add(before, register, additions, path="r.yaml")
    assert edited.register == read(edited.data) == expected
    assert [update for _, update in edited.added] == [
        update
        for record in expected.records
        for update in [each.update for each in additions if each.id == record.id]
    ]
    check_splice(before, splicing.add(before, register, additions[:1], path="r.yaml").data)


def with_one_more(register: Register, ident: str, update: Any) -> Register:
    def grown(record: Any) -> Any:
        return replace(record, updates=(*record.updates, update)) if record.id == ident else record

    return replace(
        register,
        recommendations=tuple(
            grown(replace(each, actions=tuple(grown(action) for action in each.actions)))
            for each in register.recommendations
        ),
    )
