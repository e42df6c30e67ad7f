"""The JSON Schema of an output: every output of every command is as it says, and nothing more."""

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from conftest import MakePortfolio
from hypothesis import given
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from portfolios import FICTION, FORMATS, IN_GIT, ROOT, Portfolio, answer, answer_in
from registers import DAYS, registers

import ecefollow
from ecefollow.cli.app import COMMAND_FILES
from ecefollow.history.verification import VerifiedRecord
from ecefollow.importing import yaml_writer
from ecefollow.register.model import Register
from ecefollow.render import output_schema
from ecefollow.views import verification
from ecefollow.views.json_types import schema_of

INVALID: Final = sorted((ROOT / "tests" / "data" / "invalid").glob("*.yaml"))
HERE: Final = [name for name in output_schema.OUTPUTS if name in FORMATS and name not in IN_GIT]
DAY: Final = "2021-03-31"


def closed(schema: Any) -> Any:
    """The schema without room for fields that it does not name."""
    match schema:
        case {"properties": dict()}:
            inner = {name: closed(value) for name, value in schema.items()}
            return inner | {"additionalProperties": False}
        case dict():
            return {name: closed(value) for name, value in schema.items()}
        case list():
            return [closed(value) for value in schema]
        case _:
            return schema


@cache
def validator(command: str) -> Draft202012Validator:
    schema = output_schema.schema(command)
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator.FORMAT_CHECKER  # a day is one of the calendar
    return Draft202012Validator(closed(schema), format_checker=checker)


def problems(command: str, output: object) -> list[str]:
    """What the schema finds wrong with what a command tells a program, which is something."""
    assert output
    return [
        f"{error.json_path}: {error.message}" for error in validator(command).iter_errors(output)
    ]


def test_every_command_with_json_has_a_schema() -> None:
    commands = [name for names in COMMAND_FILES.values() for name in names]
    has_json = {"import", *(name for name, formats in FORMATS.items() if "json" in formats)}
    assert [*output_schema.OUTPUTS] == [name for name in commands if name in has_json]


@pytest.mark.parametrize("command", HERE)
def test_of_several_registers_an_answer_is_as_its_schema_says(
    command: str, portfolio: Portfolio
) -> None:
    found, _ = answer_in(portfolio, command, "json")
    assert problems(command, found.json) == []


@pytest.mark.parametrize(
    "asked",
    [
        *("overdue --against original", "upcoming --within 20m", "summary --since 2020-12-01"),
        *("list --status partial --search quay", "show A.1"),
    ],
)
def test_of_one_register_an_answer_is_as_its_schema_says(asked: str) -> None:
    command, *options = asked.split()
    found = answer(command, *options, f"--register={FICTION}", "--as-of", DAY, "--format", "json")
    assert problems(command, found.json) == []


@pytest.mark.parametrize("asked", ["list", "evaluations", "summary --since 2020-01-01"])
def test_what_was_skipped_is_in_the_schema(
    asked: str, portfolio: Portfolio, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("evaluation: 5\n", encoding="utf-8")
    named = (f"--register={portfolio.folder}", f"--register={broken}", "--skip-invalid")
    command, *options = asked.split()
    found = answer(command, *options, *named, "--format", "json").json
    assert [each["path"] for each in found["skipped"]] == [str(broken)]
    assert problems(command, found) == []


@pytest.mark.parametrize(
    "asked",
    [
        *("diff first", "diff first HEAD", "diff first --as-of 2021-02-28"),
        *("log", "log --rewritten", "log --verify first"),
    ],
)
@pytest.mark.parametrize("of", ["one", "several"])
def test_what_git_tells_is_as_its_schema_says(
    asked: str, of: str, made_histories: MakePortfolio
) -> None:
    history = made_histories(2)
    command, *options = asked.split()
    path = history.members[0].path if of == "one" else ""
    found, _ = answer_in(history, command, "json", *options, path=path)
    assert problems(command, found.json) == []


def test_every_problem_is_as_the_schema_says() -> None:
    found = answer("check", *INVALID, "--format", "json").json
    assert problems("check", found) == []


def test_the_findings_of_an_import_are_as_the_schema_says(tmp_path: Path) -> None:
    document = tmp_path / "response.csv"
    text = "No.,Recommendation,Response,Action,Due\n1,Share,Perhaps,Meet,soon\n"
    named = ("--id", "a", "--title", "A", "--organization", "UNECE")
    document.write_text(text, encoding="utf-8")
    told = answer("import", document, *named, "--format", "json")
    findings, _ = json.JSONDecoder().raw_decode(told.err)
    assert problems("import", findings) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda action: action.pop("due"), "'due' is a required property"),
        (lambda action: action.update(due="2021-02-30"), "'2021-02-30' is not "),
        (lambda action: action.update(state="late"), "'late' is not one of "),
        (lambda action: action.update(revisions=None), "None is not of type 'integer'"),
    ],
)
def test_another_answer_is_refused(change: Callable[[Any], object], told: str) -> None:
    found = answer("actions", "--format", "json", "--as-of", DAY).json
    action = next(each for each in found["actions"] if each["after"])
    change(action)
    assert told in " ".join(str(error) for error in _deepest("actions", found))


def test_an_answer_that_leaves_out_a_state_is_refused() -> None:
    found = answer("actions", "--format", "json", "--as-of", DAY).json
    del found["states"]["unknown"]
    assert problems("actions", found) == ["$.states: 'unknown' is a required property"]


def _deepest(command: str, output: object) -> list[Any]:
    found = [*validator(command).iter_errors(output)]
    return [each for error in found for each in (*(error.context or ()), error)]


def test_a_field_that_a_later_version_adds_is_accepted() -> None:
    found = answer("actions", "--format", "json").json
    schema = output_schema.schema("actions")
    assert Draft202012Validator(schema).is_valid(found | {"new": 1})


def test_the_command_writes_the_schema() -> None:
    written = answer("schema", "--output", "overdue")
    assert written.json == output_schema.schema("overdue")
    assert written.out.isascii()


def test_a_command_without_json_has_no_schema() -> None:
    refused = answer("schema", "--output", "report")
    assert refused.status == 2
    assert "--output: 'report' is no command with --format json; those are" in refused.err


def test_the_notation_has_objects_lists_and_alternatives() -> None:
    assert schema_of({"a": [int], "b?": (str, bool)}) == {
        "type": "object",
        "properties": {
            "a": {"type": "array", "items": {"type": "integer"}},
            "b": {"anyOf": [{"type": "string"}, {"type": "boolean"}]},
        },
        "required": ["a"],
    }


def test_a_day_that_no_calendar_has_is_null() -> None:
    recorded = ecefollow.load(FICTION)
    found = VerifiedRecord("a.yaml", "a1b2", date.max, "c3d4", None, recorded, [])
    told = verification.page([found], revision="HEAD~1", is_portfolio=False).as_json
    assert told["day"] is None
    assert problems("log", told) == []


@given(registers(), DAYS)
def test_an_answer_about_any_register_is_as_its_schema_says(register: Register, day: date) -> None:
    ids = [each.id for each in register.recommendations]
    with TemporaryDirectory() as folder:
        path = Path(folder, "register.yaml")
        path.write_bytes(yaml_writer.register_text(register).encode())
        asked = (f"--register={path}", "--as-of", day, "--format", "json", "--")
        for command in ("list", "actions", "evaluations", "overdue", "summary", "timeline"):
            assert problems(command, answer(command, *asked).json) == []
        assert not ids or problems("show", answer("show", *asked, *ids).json) == []
