"""No answer shows whether its registers came from the cache."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import MakePortfolio
from portfolios import FICTION, FORMATS, IN_GIT, SIZES, Answer, Portfolio, answer, answer_in

from ecefollow.reading import loader

NO_CACHE = patch.dict(os.environ, {"ECEFOLLOW_CACHE": "0"})
# What is exported has the warnings too, and what check says is all of them: neither is kept.
KEPT = [name for name in FORMATS if name not in {*IN_GIT, "check", "export"}]


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for the cache, which is on."""
    monkeypatch.delenv("ECEFOLLOW_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "ecefollow"


def parsed_by(portfolio: Portfolio, command: str, path: str = "") -> tuple[object, int]:
    """The answer, in JSON where there is any, and how many registers were parsed for it."""
    form = "json" if "json" in FORMATS[command] else ""
    with patch.object(loader, "read", wraps=loader.read) as read:
        return answer_in(portfolio, command, form, path=path), read.call_count


@pytest.mark.parametrize("command", KEPT)
def test_an_answer_is_the_same_from_the_cache(
    portfolio: Portfolio, cached: Path, command: str
) -> None:
    size = len(portfolio.members)
    with NO_CACHE:
        without = parsed_by(portfolio, command)
    assert without[1] == size
    assert not cached.exists()
    assert parsed_by(portfolio, command) == without
    assert parsed_by(portfolio, command) == (without[0], 0)


def test_what_is_exported_is_the_same_from_the_cache(portfolio: Portfolio, cached: Path) -> None:
    with NO_CACHE:
        without, _ = parsed_by(portfolio, "export")
    parsed_by(portfolio, "export")
    assert cached.exists()
    assert parsed_by(portfolio, "export") == (without, len(portfolio.members))


@pytest.mark.parametrize("command", IN_GIT)
@pytest.mark.parametrize("size", SIZES)
def test_what_git_has_is_the_same_from_the_cache(
    made_histories: MakePortfolio, cached: Path, size: int, command: str
) -> None:
    portfolio = made_histories(size)
    with NO_CACHE:
        without, parsed = parsed_by(portfolio, command)
    assert parsed
    assert parsed_by(portfolio, command)[0] == without
    assert cached.exists()
    assert parsed_by(portfolio, command) == (without, 0)


def test_a_cache_of_some_of_the_registers_gives_the_same_answer(
    portfolio: Portfolio, cached: Path
) -> None:
    with NO_CACHE:
        without = parsed_by(portfolio, "actions")
    parsed_by(portfolio, "actions", path=portfolio.members[-1].path)
    assert len([*cached.iterdir()]) == 1
    # What is asked together is kept together: a register by itself is of no use to it.
    assert parsed_by(portfolio, "actions") == without


def test_what_is_recorded_never_comes_from_the_cache(cached: Path, tmp_path: Path) -> None:
    path = shutil.copy(FICTION, tmp_path / "r.yaml")
    answer("list", "--register", path)
    assert cached.exists()
    with patch.object(loader, "read", wraps=loader.read) as read:
        found = answer("record", "A.1", "--note", "Said.", "--register", path)
    assert (found.status, read.call_count) == (0, 2)  # before and after


def test_a_register_from_the_cache_needs_no_yaml(cached: Path) -> None:
    words = ("list", "--as-of", "2021-12-31", "--register", str(FICTION))
    listed = answer(*words)
    assert cached.exists()
    code = (
        "import sys; from ecefollow.cli import main; main.run(sys.argv[1:]);"
        "sys.exit('yaml' in sys.modules)"
    )
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert Answer(done.returncode, done.stdout, "") == listed._replace(err="")
