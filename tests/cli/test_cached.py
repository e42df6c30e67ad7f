"""No answer shows whether a register came from the cache."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from written_registers import registers

from ecefollow.cli import main
from ecefollow.reading import loader

ROOT = Path(__file__).parents[2]
FICTION = ROOT / "examples" / "followed-up.yaml"
LISTINGS = ("table", "plain", "json", "csv", "markdown")
PAGES = ("table", "plain", "json")
QUESTIONS = [
    *product(("list", "actions", "overdue", "upcoming"), LISTINGS),
    *product(("summary", "timeline"), PAGES),
    ("report", "markdown"),
]

NO_CACHE = patch.dict(os.environ, {"ECEFOLLOW_CACHE": "0"})

Answer = tuple[int, str, str]


def answer(*args: str) -> Answer:
    """The exit status of a command, and what it writes."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        status = main.run(args)
    for stream in streams:
        stream.seek(0)
    return status, streams[0].read(), streams[1].read()


def parsed_by(*args: str) -> tuple[Answer, int]:
    """The answer, and how many registers were parsed for it."""
    with patch.object(loader, "read", wraps=loader.read) as read:
        return answer(*args), read.call_count


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for the cache, which is on."""
    monkeypatch.delenv("ECEFOLLOW_CACHE")
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "ecefollow"


@pytest.mark.parametrize(("command", "format"), QUESTIONS)
def test_an_answer_is_the_same_from_the_cache(cached: Path, command: str, format: str) -> None:
    question = (command, "--register", str(FICTION), "--as-of", "2021-03-31", "--format", format)
    with NO_CACHE:
        without, parsed = parsed_by(*question)
    assert (without[0], parsed) == (0, 1)
    assert not cached.exists()
    assert parsed_by(*question) == (without, 1)
    assert parsed_by(*question) == (without, 0)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(registers())
def test_any_register_gives_the_same_answers_from_the_cache(
    cached: Path, written: tuple[str, list[str]]
) -> None:
    text, ids = written
    with TemporaryDirectory() as folder:
        path = Path(folder, "r.yaml")
        path.write_bytes(text.encode())
        questions: list[tuple[str, ...]] = [("actions", "--format", each) for each in LISTINGS]
        questions += [("list", "--format", "json"), ("show", *ids, "--format", "json")]
        for question in questions:
            asked = (*question, "--register", str(path), "--as-of", "2018-03-31")
            with NO_CACHE:
                without = answer(*asked)
            assert without[0] == 0
            answer(*asked)
            assert parsed_by(*asked) == (without, 0)
    assert cached.exists()


def test_what_is_recorded_never_comes_from_the_cache(cached: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(FICTION.read_bytes())
    answer("list", "--register", str(path))
    assert cached.exists()
    update = ("A.1", "--note", "Said.", "--date", "2030-01-01")
    (status, *_), parsed = parsed_by("record", *update, "--register", str(path))
    assert (status, parsed) == (0, 2)  # before and after


def test_the_log_and_a_diff_read_old_versions_from_the_cache(
    cached: Path, git: Callable[..., str], tmp_path: Path
) -> None:
    path = tmp_path / "r.yaml"
    for number in range(3):
        path.write_bytes(FICTION.read_bytes() + b"# so\n" * number)
        git("add", path.name)
        git("commit", "--quiet", "--message", f"{number}")
    for question in ("log", "--register", str(path)), ("diff", "HEAD~1", "--register", str(path)):
        with NO_CACHE:
            without = answer(*question)
        assert without[0] == 0
        answer(*question)
        assert parsed_by(*question) == (without, 0)
    assert len(list(cached.iterdir())) == 3


def test_a_register_from_the_cache_needs_no_yaml(cached: Path) -> None:
    code = (
        "import sys; from ecefollow.cli import main; main.run(sys.argv[1:]);"
        "sys.exit('yaml' in sys.modules)"
    )
    command = [sys.executable, "-c", code, "list", "--register", str(FICTION)]
    for needed in (1, 0):
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == needed, done.stderr
    assert cached.exists()
