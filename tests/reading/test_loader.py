"""Bytes to register: what is read, what is kept, and the same from either parser."""

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.reading import checks, loader
from ecefollow.reading.decoding import lines
from ecefollow.reading.diagnostics import Code, Diagnostic, has_errors
from ecefollow.reading.incomplete import IncompleteRegister
from ecefollow.register.model import Register

SHIPPED = Path(__file__).parents[2] / "data" / "recommendations.yaml"
INVALID = sorted((Path(__file__).parents[1] / "data" / "invalid").glob("*.yaml"))
FILES = [SHIPPED, *INVALID]
PARSERS = [getattr(yaml, "CBaseLoader", yaml.BaseLoader), yaml.BaseLoader]
both_parsers = pytest.mark.skipif(PARSERS[0] is PARSERS[1], reason="libyaml is missing")

# Where the two parsers place a mistake differently, and why ours is not made one.
DIFFER = {
    "yaml-syntax-escape-surrogate": "the pure parser reads it, and the value is then refused",
    "yaml-syntax-escape-too-high": "the pure parser fails without a place: the one before is given",
    "yaml-syntax-no-space-in-flow": "the pure parser lets a ':' stand against the bracket after it",
    "yaml-syntax-tag-in-bytes": "PyYAML fails without a place after libyaml has read it",
}

HEAD = """\
evaluation:
  id: cross-sectoral
  title: Cross-sectoral cooperation
  organization: UNECE
recommendations:
"""
RECOMMENDATION = """\
  - id: "1"
    title: Share knowledge
    status: accepted
"""
ACTION = """\
    actions:
      - id: "1.1"
        text: Hold a town hall.
        responsible: [Secretariat]
        due: 2018-03-30
"""


def read(text: str) -> tuple[Register | IncompleteRegister, list[Diagnostic]]:
    return loader.read(text.encode(), "register.yaml")


def read_with(parser: Any, data: bytes) -> tuple[Register | IncompleteRegister, list[Diagnostic]]:
    with patch("ecefollow.reading.yaml_events.Parser", parser):
        return loader.read(data, "register.yaml")


def codes(text: str) -> list[Code]:
    return [problem.code for problem in read(text)[1]]


def found(problems: list[Diagnostic]) -> list[tuple[int, int, Code]]:
    return [(problem.line, problem.column, problem.code) for problem in problems]


def places(register: Register | IncompleteRegister) -> list[tuple[int, int]]:
    """Where the values of a register stand, if it is a whole one."""
    return [*places_in(register)] if isinstance(register, Register) else []


def places_in(record: Any) -> Iterator[tuple[int, int]]:
    yield record.at.first.line, record.at.first.column
    for key, place in record.at.items():
        yield place.line, place.column
        value = getattr(record, key)
        for each in value if isinstance(value, tuple) else (value,):
            if hasattr(each, "at"):
                yield from places_in(each)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        *((text, text) for text in ("no", "1.10", "010", "1e3", "0x1F", "12:30", "2018-02-30")),
        *((text, text) for text in ("true", "=", "_", "Genève “nexus” нексус 協同 😀")),
        ('"null"', "null"),
    ],
)
def test_a_scalar_is_the_text_that_stands(written: str, text: str) -> None:
    register, problems = read(HEAD + RECOMMENDATION.replace("Share knowledge", written))
    assert not problems
    assert register.recommendations[0].title == text


def test_line_ends_and_a_byte_order_mark_change_nothing_and_move_no_place() -> None:
    for path in FILES:
        if path.stem.startswith(("not-utf8", "control", "missing")):
            continue  # of these, the line ends or the mark could be what is wrong
        data = path.read_bytes().replace(b"\r\n", b"\n")
        register, problems = loader.read(data, "register.yaml")
        for other in (data.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + data):
            found = loader.read(other, "register.yaml")
            assert found == (register, problems), path
            assert places(found[0]) == places(register), path


@both_parsers
def test_the_two_parsers_find_the_same_in_the_same_places_but_where_they_differ() -> None:
    def alike(path: Path) -> bool:
        (first, problems), (second, others) = (
            read_with(parser, path.read_bytes()) for parser in PARSERS
        )
        same = first == second and places(first) == places(second)
        return same and found(problems) == found(others)

    assert {path.stem for path in FILES if not alike(path)} == DIFFER.keys()


@both_parsers
@pytest.mark.parametrize("name", DIFFER)
def test_where_the_parsers_differ_each_finds_one_error_on_the_same_line(name: str) -> None:
    data = next(path for path in INVALID if path.stem == name).read_bytes()
    (first,), (second,) = (read_with(parser, data)[1] for parser in PARSERS)
    assert first.line == second.line
    assert found([first]) != found([second])


@both_parsers
def test_only_libyaml_takes_a_tab_for_a_space_beside_a_plain_value() -> None:
    # YAML allows it, and the pure parser's scanner ends the value there; to take the tab out
    # beforehand would need to know that it stands in no quotes.
    text = HEAD + RECOMMENDATION.replace("accepted", "accepted\t")
    first, second = (read_with(parser, text.encode())[1] for parser in PARSERS)
    assert found(first) == []
    assert found(second) == [(8, 21, Code.YAML_SYNTAX)]


@pytest.mark.parametrize("error", ["    statsu: accepted\n", "    notes: [~]\n", "    tags: {"])
def test_a_register_with_an_error_is_not_loaded(error: str) -> None:
    register, problems = loader.load((HEAD + RECOMMENDATION + error).encode(), "register.yaml")
    assert register is None
    assert has_errors(problems)


SECOND = RECOMMENDATION.replace('"1"', '"2"')


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(
            f"evaluation: UNECE\nrecommendations:\n{RECOMMENDATION}",
            Code.WRONG_TYPE,
            id="a bad evaluation",
        ),
        pytest.param(
            f"recommendations:\n{RECOMMENDATION}", Code.MISSING_KEY, id="a missing evaluation"
        ),
        pytest.param(
            HEAD + RECOMMENDATION + SECOND.replace("Share", "Nexus: share"),
            Code.YAML_SYNTAX,
            id="a syntax error behind it",
        ),
        pytest.param(
            HEAD + RECOMMENDATION + SECOND.replace("Share", "[" * 1000),
            Code.TOO_DEEP,
            id="a value too deep behind it",
        ),
        pytest.param(
            HEAD + RECOMMENDATION.replace("Share", "&a Share"),
            Code.YAML_FEATURE,
            id="an anchor at one of its values",
        ),
    ],
)
def test_what_is_wrong_elsewhere_leaves_a_recommendation(text: str, code: Code) -> None:
    register, problems = read(text)
    assert [problem.code for problem in problems] == [code]
    assert [(each.id, each.title) for each in register.recommendations] == [
        ("1", "Share knowledge")
    ]


def test_a_bad_value_leaves_the_rest_of_its_record() -> None:
    register, _ = read(HEAD + RECOMMENDATION.replace("accepted", "acepted") + ACTION)
    (recommendation,) = register.recommendations
    assert recommendation.title == "Share knowledge"
    assert recommendation.status is None
    assert "status" in recommendation.at.unread


def test_a_list_keeps_the_items_that_could_be_read_and_without_any_is_not_an_empty_one() -> None:
    some, none = (
        read(HEAD + RECOMMENDATION + ACTION.replace("[Secretariat]", items))[0]
        .recommendations[0]
        .actions[0]
        for items in ("[~, Bureau]", "[~]")
    )
    assert some.responsible == ("Bureau",)
    assert none.responsible is None
    assert "responsible" in none.at.unread


@pytest.mark.parametrize("spoilt", ['"1/a"', '["1"]', "", "*one"])
def test_an_unread_id_is_not_an_unknown_reference_besides(spoilt: str) -> None:
    text = HEAD + RECOMMENDATION.replace('"1"', spoilt)
    second = SECOND + ACTION.replace("1.1", "2.1")
    assert len(codes(text + second + '        see: ["1"]\n')) == 1


def test_the_id_of_an_evaluation_is_none_that_could_be_referred_to() -> None:
    text = HEAD.replace("  id: cross-sectoral\n", "") + RECOMMENDATION + ACTION
    assert codes(text + '        see: ["9"]\n') == [Code.MISSING_KEY, Code.UNKNOWN_REFERENCE]


def test_a_reference_may_stand_before_its_id() -> None:
    assert not codes(HEAD + RECOMMENDATION + ACTION + '        see: ["2"]\n' + SECOND)


def test_a_conflict_is_read_as_its_first_side() -> None:
    due = "        due: 2018-03-30\n"
    both = f"<<<<<<< HEAD\n{due}=======\n{due.replace('03-30', '06-30')}>>>>>>> later\n"
    register, problems = read(HEAD + RECOMMENDATION + ACTION.replace(due, both))
    assert [problem.code for problem in problems] == [Code.CONFLICT_MARKER]
    due_read = register.recommendations[0].actions[0].due
    assert due_read
    assert due_read.written == "2018-03-30"


@pytest.mark.parametrize("opening", ["[", "{a: ", "{", "? ", "- ", "[{a: ", "? [", "[? "])
@pytest.mark.parametrize(
    ("parser", "often"),
    [(PARSERS[0], 100_000), (yaml.BaseLoader, 100)],  # in pure Python, each looks far ahead
    ids=["libyaml", "pure"],
)
@pytest.mark.parametrize(
    "before", ["", HEAD + RECOMMENDATION + "    response:\n      "], ids=["at once", "in a value"]
)
def test_reading_stops_at_fifty_levels_whatever_they_are_made_of(
    opening: str, parser: Any, often: int, before: str
) -> None:
    _, problems = read_with(parser, (before + opening * often).encode())
    assert [problem.code for problem in problems] == [Code.TOO_DEEP]


def test_an_alias_is_never_followed() -> None:
    bomb = "".join(f"    - &{b} [{f'*{a}, ' * 9}]\n" for a, b in zip("abcdefgh", "bcdefghi"))  # noqa: B905 - of one length
    register, problems = read(HEAD + RECOMMENDATION + "    notes:\n    - &a [ha]\n" + bomb)
    assert {problem.code for problem in problems} == {Code.YAML_FEATURE}
    assert isinstance(register, Register)
    assert register.recommendations[0].notes == ()


def test_many_unknown_references_are_all_reported() -> None:
    see = ", ".join(f'"x{number}"' for number in range(2000))
    many = "".join(RECOMMENDATION.replace('"1"', f'"{n}"') for n in range(2, 2000))
    text = HEAD + RECOMMENDATION + ACTION + f"        see: [{see}]\n" + many
    assert codes(text) == [Code.UNKNOWN_REFERENCE] * 2000


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_collection_is_left_as_it_was(*, collecting: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        read(HEAD + RECOMMENDATION)
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if was else gc.disable)()


PIECES = st.sampled_from(
    [
        *("evaluation:", "recommendations:", "actions:", "updates:", "id: ", "see: ", "due: "),
        *("ongoing: true", "status: partial", "title: ", "text: ", "responsible: ", "date: "),
        *("\n", "\n", "\n  ", "\n    ", "\n      - ", "\n  - ", "\r\n", "\r", "\t", " ", " #5"),
        *('"1"', '"1.1"', "[", "]", "{", "}", ",", ":", ": ", "? ", "- ", "|", ">-\n", "'", '"'),
        *("&a ", "*a", "!t ", "!!str ", "!%ED%A0%80 ", "<<: ", "~", "\n---\n", "\n...\n", "%"),
        *("\n%TAG ! a\n", "%YAML 1.1\n---\n", "\\", r'"\UFFFFFFFF"', r'"\ud83d"', r'"\x1b"'),
        *("\n<<<<<<< HEAD\n", "\n=======\n", "\n||||||| base\n", "\n>>>>>>> b\n", "[" * 60),
        *("2018-02-30", "2018-Q1", "2018-03-20", "é", "😀", "\0", "\x1b", "\x85", "\u2028"),
        *("\ufeff", "\ufffe", "\u202e", "@", "`", "=", "1" * 5000),
    ]
)
FRAGMENTS = st.lists(PIECES, max_size=30).map("".join)
WHOLE = HEAD + RECOMMENDATION + ACTION
SPOILT = st.builds(
    lambda at, length, piece: WHOLE[:at] + piece + WHOLE[at + length :],
    st.integers(0, len(WHOLE)),
    st.integers(0, 20),
    FRAGMENTS,
)
HOSTILE = st.binary() | st.one_of(st.text(), FRAGMENTS, SPOILT).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)


@given(st.sampled_from(PARSERS), HOSTILE)
def test_whatever_the_bytes_nothing_is_raised_and_every_place_lies_inside(
    parser: Any, data: bytes
) -> None:
    register, problems = read_with(parser, data)
    problems += checks.warnings(register, "register.yaml", today=date(2018, 12, 31))
    shown = lines(data) or [""]  # of a file that is no text nothing is shown
    for problem in problems:
        assert 1 <= problem.line <= len(shown)
        assert 1 <= problem.column <= len(shown[problem.line - 1]) + 1


@pytest.mark.parametrize("data", ["Nr,Text\n1,Förderung: ja\n", "Nr;Text\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_csv_file_is_named_as_what_it_is(data: str, encoding: str) -> None:
    _, (problem,) = loader.load(data.encode(encoding), "Tracker.CSV")
    assert str(problem) == (
        "Tracker.CSV:1:1: error: this is a CSV file, not YAML; `ecefollow import` reads it "
        "[wrong-type]"
    )


def test_a_register_may_have_the_name_of_a_csv_file() -> None:
    text = f"{HEAD}{RECOMMENDATION}"
    assert loader.load(text.encode(), "register.csv") == read(text)
    assert [each.code for each in loader.load(b"", "r.csv")[1]] == [Code.MISSING_KEY]
