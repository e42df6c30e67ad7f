"""The JSON Schema: made from the table, committed as made, and of one mind with the loader."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecefollow.reading.diagnostics import Code, Severity
from ecefollow.reading.register_file import parse_anew
from ecefollow.reading.values import PARSERS, InvalidValueError
from ecefollow.register import json_schema
from ecefollow.register.schema import DAY, DEADLINE, Scalar

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "data" / "recommendations.schema.json"
SHIPPED = [ROOT / "data" / "recommendations.yaml", ROOT / "examples" / "followed-up.yaml"]
INVALID = sorted((Path(__file__).parents[1] / "data" / "invalid").glob("*.yaml"))

WARNINGS = [code for code in Code if code.severity is Severity.WARNING]
# The errors that a schema cannot express, by their code or the one file, each with the reason.
BEYOND: Final[dict[str, str]] = {
    **dict.fromkeys(WARNINGS, "doubtful, and yet a register"),
    Code.DUPLICATE_ID: "no two values are compared across lists",
    Code.UNKNOWN_REFERENCE: "no value is looked up among others",
    **dict.fromkeys(
        (
            *("contradiction-added-later", "contradiction-added-later-with-recommendation"),
            *("contradiction-verified-open", "contradiction-verified-reopened"),
        ),
        "no day is compared with another",
    ),
    **dict.fromkeys(
        ("bad-id-no-dot", "bad-id-no-more", "bad-id-of-another"),
        "no value is compared with that of the mapping around it",
    ),
    "conflict-marker-indented-in-text": "folded into its text, the marker stands on no line",
    **dict.fromkeys(
        (
            *("control-character-joiner", "control-character-joiner-beside-ascii"),
            *("control-character-joiner-escaped", "control-character-emoji-sign"),
        ),
        "editors' patterns know no letters, and these characters are allowed beside some",
    ),
    "control-character-nel": "a line break to other readers, who fold it into a space",
    "not-utf8-utf16": "other readers know UTF-16 by its mark",
    "unknown-value-flag-case": "other readers take True for true",
    "unquoted-id-word": "YAML 1.2 reads no as a text, with quotes or without",
    **dict.fromkeys(
        ("yaml-feature-anchor", "yaml-feature-anchor-and-alias", "yaml-feature-anchor-key"),
        "what is read no longer has its anchors",
    ),
    **dict.fromkeys(
        (
            *("yaml-feature-tag", "yaml-feature-bare-tag", "yaml-feature-tag-key"),
            "yaml-feature-tag-directive",
        ),
        "what is read no longer has its tags",
    ),
}
# They end check-jsonschema itself, and all that it was asked besides: each is asked alone.
BREAKING = {
    "bad-date-digits": "a number of 5000 digits",
    "yaml-syntax-escape-surrogate": "half a character",
    "yaml-syntax-escape-too-high": "a character past the last",
    "yaml-syntax-tag-in-bytes": "a tag that is no UTF-8, where YAML is read in C",
}

TEXTS = [
    *("no", "yes", "true", "False", "5", "-5", "2020", "1.10", "010", "0o17", "0x1F", "1e3"),
    *("1_000", ".inf", ".nan", "12:30", "2018-03-31", "2018-02-30", "2018-13", "2018-03-31T12:00"),
    *("_", "NO", "on", "Genève “nexus” нексус 协同 😀", "a:b", "a#b"),
    *('"null"', "'~'", '"no"', '"2018"', '"a\\nb\\tc"', '" a "', "|\n      One.\n\n      Two."),
]
DEADLINES = [
    *("2018", "2018-03", "2018-Q1", "2018-03-31", "2020-02-29", "2000-02-29", "0001-01-01"),
    *("9999", "9999-12-31", "2018-12"),
]
PLAIN = """\
  - id: "{n}"
    status: accepted
    title: {text}
    notes:
    - {text}
"""
DATED = """\
  - {{id: "{n}", title: Share, status: accepted, actions: [
    {{id: "{n}.1", text: Meet., responsible: [], due: {due}, ongoing: false, see: ["0"], updates: [
      {{date: 2018-02-28, due: {due}, progress: not-applicable, evidence: []}}]}},
    {{id: '{n}.a_b-C', text: Talk., responsible: [Bureau], ongoing: true, updates: [
      {{date: "2018-02-28", note: It goes on.}}]}},
    {{id: "{n}.2", text: Ask., responsible: [Bureau], discretionary: true,
      after: {{event: All agree, happened: 2018-05-31}}}}]}}
"""
EVALUATION = "evaluation: {id: sharing, title: Sharing, organization: UNECE, responded: 2018}\n"


def as_json(text: str) -> str:
    """A register with this text as JSON, in which the years are numbers."""
    evaluation = {"id": "sharing", "title": text, "organization": "UNECE", "responded": 2018}
    action = {"id": "1.1", "text": text, "responsible": [text], "due": 2018, "ongoing": False}
    recommendation = {"id": "1", "title": text, "status": "partial", "actions": [action]}
    return json.dumps(
        {"evaluation": evaluation, "recommendations": [recommendation]}, ensure_ascii=False
    )


def as_list(template: str, **values: list[str]) -> str:
    """A register with a recommendation for each of the values."""
    ((name, texts),) = values.items()
    made = (template.format(n=n, **{name: text}) for n, text in enumerate(texts))
    return f"{EVALUATION}recommendations:\n{''.join(made)}"


VALID = {
    "empty.yaml": EVALUATION + "recommendations: []\n",
    "register.json": as_json("Genève “nexus” 😀"),
    "texts.yaml": as_list(PLAIN, text=TEXTS),
    "deadlines.yaml": as_list(DATED, due=[*DEADLINES, *(f'"{due}"' for due in DEADLINES)]),
}


def checked(paths: Iterable[Path]) -> tuple[int, str]:
    """The status of check-jsonschema, and its JSON, which names the accepted files too."""
    # Late: every process that shares the tests imports this file, and one asks.
    from check_jsonschema.cli.main_command import main  # type: ignore[import-untyped]
    from click.testing import CliRunner

    options = ["--schemafile", str(COMMITTED), "-o", "json", "-vv"]
    result = CliRunner().invoke(main, [*options, *map(str, paths)])
    return result.exit_code, result.stdout


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files that check-jsonschema accepts, all asked about at once."""
    folder = tmp_path_factory.mktemp("valid")
    for name, text in VALID.items():
        (folder / name).write_text(text, encoding="utf-8")
    asked = [path for path in INVALID if path.stem not in BREAKING]
    _, told = checked([*SHIPPED, *sorted(folder.iterdir()), *asked])
    return {Path(name).name for name in json.loads(told)["successes"]}


def code(path: Path) -> str:
    """The code that a file is an example of."""
    return max((code for code in Code if path.stem.startswith(code)), key=len)


def is_taken(kind: Scalar, text: str) -> bool:
    try:
        PARSERS[kind](text)
    except InvalidValueError:
        return False
    return True


def test_the_committed_schema_is_the_one_that_is_made() -> None:
    mend = "mend it: ecefollow schema > data/recommendations.schema.json"
    assert COMMITTED.read_text(encoding="utf-8") == json_schema.text(json_schema.schema()), mend


@pytest.mark.parametrize("kind", [DAY, DEADLINE], ids=["day", "deadline"])
def test_the_pattern_of_a_date_has_the_whole_calendar(kind: Scalar) -> None:
    years = ("0000", "0004", "1900", "2000", "2019", "2020", "2100")
    days = [f"{month:02}-{day:02}" for month in range(14) for day in range(33)]
    texts = [f"{year}-{day}" for year in years for day in days]
    found = [text for text in texts if re.search(kind.pattern, text)]
    assert found == [text for text in texts if is_taken(kind, text)]


def test_the_pattern_of_a_date_has_every_leap_year() -> None:
    texts = [f"{year:04}-02-29" for year in range(10_000)]
    found = [text for text in texts if re.search(DAY.pattern, text)]
    assert found == [text for text in texts if is_taken(DAY, text)]


@given(st.from_regex("[0-9]{3,5}(-[QqHh]?[0-9]{1,3}){0,2} ?", fullmatch=True) | st.text())
def test_the_pattern_of_a_date_takes_what_the_loader_takes(text: str) -> None:
    for kind in (DAY, DEADLINE):
        assert bool(re.fullmatch(kind.pattern, text)) == is_taken(kind, text)


@pytest.mark.parametrize("name", [*VALID, *(path.name for path in SHIPPED)])
def test_what_the_loader_reads_without_an_error_is_accepted(name: str, accepted: set[str]) -> None:
    assert name not in VALID or parse_anew(VALID[name].encode(), name)
    assert name in accepted


def test_an_error_is_refused_but_for_what_a_schema_cannot_express(accepted: set[str]) -> None:
    excused = {path.name for path in INVALID if path.stem in BEYOND or code(path) in BEYOND}
    assert accepted & {path.name for path in INVALID} == excused


def test_every_excuse_is_of_a_file_that_is_there() -> None:
    examples = {path.stem for path in INVALID} | {code(path) for path in INVALID}
    assert (BEYOND | BREAKING).keys() - set(WARNINGS) <= examples


@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_the_checker_is_not_accepted(name: str) -> None:
    status, _ = checked(path for path in INVALID if path.stem == name)
    assert status
