"""A new register: valid, with an example that is a register too, and what checks it."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from ecefollow.importing import new_register, repository_files
from ecefollow.reading import checks, register_file
from ecefollow.reading.register_file import parse_anew
from ecefollow.register import json_schema, schema
from ecefollow.register.model import Evaluation, Register
from ecefollow.register.schema import Record

ROOT = Path(__file__).parents[2]
EVALUATION = Evaluation("harbour", "Evaluation: the harbour", "Port Authority")
COMMENTED = re.compile(r"^# (?=[ #])", re.MULTILINE)


def worked_out(text: str) -> str:
    """The register with its example, as the text itself tells how to get there."""
    begin = text.index("#   - id:")
    return text[:begin].replace(": []", ":") + COMMENTED.sub("", text[begin:])


def test_a_new_register_has_its_evaluation_and_no_recommendation() -> None:
    text = new_register.text(EVALUATION)
    assert register_file.parse_valid(text.encode(), "new.yaml") == Register(EVALUATION, ())


def test_its_example_is_a_register_about_which_nothing_is_doubtful() -> None:
    data = worked_out(new_register.text(EVALUATION)).encode()
    register = parse_anew(data, "new.yaml")
    assert checks.warnings(register, "new.yaml", today=date(2022, 1, 1)) == []
    assert len(register.recommendations[0].actions[0].updates) == 1


def test_what_else_can_be_said_of_the_evaluation_is_valid_when_it_is_no_comment() -> None:
    text = new_register.text(EVALUATION)
    begin, end = text.index("#   title_note"), text.index("recommendations:")
    evaluation = parse_anew(
        f"{text[:begin]}{COMMENTED.sub('', text[begin:end])}{text[end:]}".encode(), "new.yaml"
    ).evaluation
    assert all(getattr(evaluation, name) for name in schema.EVALUATION.kinds)


RECORDS = [schema.EVALUATION, *schema.RECOMMENDATION.records()]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_every_key_that_may_be_added_is_explained(record: Record) -> None:
    text = new_register.text(EVALUATION)
    for key in record.keys:
        shown = rf"^# .*\b{key.name}:.* # {re.escape(key.help.partition(';')[0])}$"
        is_stated = record is schema.EVALUATION and key.required
        assert is_stated or re.search(shown, text, re.MULTILINE), key.name


def test_the_schema_is_made_beside_the_register(tmp_path: Path) -> None:
    path = tmp_path / "data" / "recommendations.yaml"
    begun = new_register.begin(str(path), EVALUATION, github=False, pre_commit=False)
    beside = path.parent / "recommendations.schema.json"
    assert list(begun.files) == [str(path), str(beside)]
    assert begun.files[str(beside)] == json_schema.text(json_schema.schema())


def test_what_checks_the_register_is_made_at_the_root_of_its_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "team").mkdir()
    monkeypatch.chdir(tmp_path / "team")
    begun = new_register.begin("reg's.yaml", EVALUATION, github=True, pre_commit=True)
    made = {Path(path).resolve(): text for path, text in begun.files.items()}
    workflow = yaml.safe_load(made[tmp_path / ".github" / "workflows" / "registers.yml"])
    assert workflow["env"] == {"ECEFOLLOW_REGISTER": "team/reg's.yaml"}
    hooks = yaml.safe_load(made[tmp_path / repository_files.HOOKS])
    assert hooks["repos"][0]["hooks"][0]["args"][-1] == "team/reg's.yaml"
