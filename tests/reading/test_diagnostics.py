"""What each problem says, and where: a file beside the lines it is answered with."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ecefollow.cli import main
from ecefollow.reading import checks, loader
from ecefollow.reading.diagnostics import Code, Diagnostic
from ecefollow.reading.quoting import escaped, nearest, quoted

INVALID = Path(__file__).parents[1] / "data" / "invalid"
FILES = sorted(INVALID.glob("*.yaml"))
TODAY = date(2018, 12, 31)


@cache
def problems(path: Path) -> list[Diagnostic]:
    register, found = loader.read(path.read_bytes(), path.name)
    found += checks.warnings(register, path.name, today=TODAY)
    return sorted(found)


def code_of(path: Path) -> Code:
    """The code that a file is named after, the longest that fits."""
    fitting = [code for code in Code if f"{path.stem}-".startswith(f"{code}-")]
    return max(fitting, key=len)


def test_every_out_file_belongs_to_a_file() -> None:
    assert [path.stem for path in sorted(INVALID.glob("*.out"))] == [path.stem for path in FILES]


def test_a_file_has_the_problems_in_its_out_file() -> None:
    for path in FILES:
        said = "".join(f"{each}\n" for each in problems(path))
        assert said == path.with_suffix(".out").read_text(encoding="utf-8"), path.name


def test_a_file_shows_the_code_that_it_is_named_after() -> None:
    others = [path.stem for path in FILES if code_of(path) not in {p.code for p in problems(path)}]
    assert others == []


def test_every_message_is_safe_for_any_terminal() -> None:
    messages = [str(problem) for path in FILES for problem in problems(path)]
    assert messages == [escaped(message) for message in messages]


def test_every_code_has_a_file_that_shows_it() -> None:
    # No file can show that there is none; the next test does. What takes something back is seen
    # beside an earlier version only: tests/test_review.py has those.
    elsewhere = {Code.NOT_FOUND, Code.REMOVED, Code.REWORDED}
    elsewhere |= {Code.ORIGINAL_CHANGED, Code.UPDATE_CHANGED, Code.ANSWER_CHANGED}
    elsewhere |= {Code.RESPONSIBLE_CHANGED, Code.NOT_COMPARED, Code.EVENT_CHANGED}
    # Likewise beside its source.
    elsewhere |= {Code.NOT_IN_SOURCE, Code.NOT_TRANSCRIBED, Code.UNSOURCED}
    elsewhere |= {Code.RESTATED, Code.ADDED_WITH_HISTORY, Code.UNDATED_ADDITION}
    assert {code_of(path) for path in FILES} == set(Code) - elsewhere


def test_a_file_that_is_not_there_is_a_finding_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main.run(["check", "absent.yaml", "--format", "concise"]) == 1
    said = "absent.yaml:1:1: error: there is no such file [not-found]\n"
    assert capsys.readouterr().out == said


def test_a_path_is_shown_on_one_line() -> None:
    assert str(Diagnostic("a\nb", 1, 1, Code.BAD_ID, "bad")) == r"a\nb:1:1: error: bad [bad-id]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Genève “nexus” 😀", "Genève “nexus” 😀"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\tb\nc\r", r"a\tb\nc\r"),
        ("\x9b\x85\u2028\u202e\ufeff\ud83d", r"\x9b\x85\u2028\u202e\ufeff\ud83d"),
    ],
)
def test_what_a_terminal_might_obey_is_shown_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_a_quoted_value_is_cut_at_forty_characters() -> None:
    assert quoted("a" * 40) == f"'{'a' * 40}'"
    assert quoted("a" * 41) == f"'{'a' * 39}…'"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("titel", "title"),
        ("Due Text", "due_text"),
        ("duedate", "due"),
        ("updated", "updates"),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_the_nearest_word_is_the_one_that_was_meant(word: str, meant: str | None) -> None:
    assert nearest(word, ("title", "due", "due_text", "updates", "after")) == meant
