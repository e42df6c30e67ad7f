"""A register that is written: in the house's style, and the same when it is loaded."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from registers import TEXTS, registers

from ecefollow.importing import yaml_writer
from ecefollow.importing.yaml_writer import register_text
from ecefollow.reading import register_file
from ecefollow.register.characters import FORBIDDEN
from ecefollow.register.model import Evaluation, Recommendation, Register
from ecefollow.register.standing import Update
from ecefollow.register.vocabulary import Status

ROOT = Path(__file__).parents[2]


def loaded(text: str) -> Register:
    return register_file.parse_valid(text.encode(), "register.yaml")


def unwritable(text: str) -> bool:
    return bool(re.search(FORBIDDEN, text)) or "\r" in text


def noted(text: str) -> Register:
    recommendation = Recommendation("7", text, Status.ACCEPTED, response=text, notes=(text, text))
    return Register(Evaluation("e", text, "O"), (recommendation,))


@given(registers())
def test_what_is_written_is_loaded_as_the_same_register(register: Register) -> None:
    assert loaded(register_text(register)) == register


@example("é:?")  # between brackets, a colon before a question mark makes a mapping
@given(TEXTS | st.text().filter(lambda text: text.strip() and not unwritable(text)))
def test_every_text_comes_back_wherever_it_stands(text: str) -> None:
    assert loaded(register_text(noted(text))) == noted(text)


def test_a_register_is_written_as_the_shipped_one_is() -> None:
    path = ROOT / "data" / "recommendations.yaml"
    shipped = path.read_text(encoding="utf-8").split("\n")
    said = [line for line in shipped[1:] if not line.lstrip().startswith("#")]
    written = register_text(register_file.parse_valid(path.read_bytes(), path.name)).split("\n")[1:]
    alike = set(written) & set(said)
    assert len(alike) > 0.9 * len(set(said))


def test_an_empty_register_has_an_empty_list() -> None:
    text = register_text(Register(Evaluation("e", "T", "O"), ()))
    assert text == (
        "# yaml-language-server: $schema=recommendations.schema.json\n"
        "evaluation:\n  id: e\n  title: T\n  organization: O\n\nrecommendations: []\n"
    )


def test_a_long_text_is_folded_within_100_columns() -> None:
    text = register_text(noted("word " * 60 + "end"))
    assert "    title: >-\n      word word" in text
    assert "      - >-\n        word word" in text
    assert max(map(len, text.split("\n"))) <= 100


def test_a_text_of_several_lines_keeps_them() -> None:
    assert "    title: |-\n      One:\n\n      Two #2\n" in register_text(noted("One:\n\nTwo #2"))


@pytest.mark.parametrize("text", ["yes", "a: b", "7", "- a", "issue #5", " a", "a ", "“a”: b"])
def test_a_text_that_would_be_something_else_is_in_quotes(text: str) -> None:
    assert f'    title: "{text}"\n' in register_text(noted(text))


@pytest.mark.parametrize("text", ["“a”", "a:b", "a#b", "2018 Action Plan", "É-coute", "(a) b"])
def test_a_text_that_needs_no_quotes_has_none(text: str) -> None:
    assert f"    title: {text}\n" in register_text(noted(text))


@given(TEXTS)
def test_no_line_looks_like_a_conflict_and_no_parser_reads_another_text(text: str) -> None:
    for line in register_text(noted(text)).split("\n"):
        assert not line.lstrip().startswith(("<<<<<<<", "|||||||", "=======", ">>>>>>>"))
    update = Update(date(2018, 3, 5), note=text, evidence=(text,), by=text)
    expected = [{"date": "2018-03-05", "note": text, "evidence": [text], "by": text}]
    lines = "\n".join(yaml_writer.block(update, indent=2, column=2))
    for written in (lines, f"[{yaml_writer.flow(update)}]", f"[{yaml_writer.json(update)}]"):
        for loader in {yaml.BaseLoader, getattr(yaml, "CBaseLoader", yaml.BaseLoader)}:
            assert yaml.load(written, loader) == expected  # noqa: S506 - it makes nothing but texts
