"""No answer of a portfolio shows whether its registers came from the cache."""

import os
import shutil
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from conftest import MakePortfolio
from portfolios import EVERY_FORMAT, FORMATS, IN_GIT, SIZES, Portfolio, answer_in

from ecefollow.reading import loader

NO_CACHE = patch.dict(os.environ, {"ECEFOLLOW_CACHE": "0"})
HERE = [each for each in EVERY_FORMAT if each[0] not in {*IN_GIT, "check"}]


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for the cache, which is on."""
    monkeypatch.delenv("ECEFOLLOW_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "ecefollow"


def parsed_by(portfolio: Portfolio, command: str, format: str) -> tuple[object, int]:
    """The answer, and how many registers were parsed for it."""
    with patch.object(loader, "read", wraps=loader.read) as read:
        return answer_in(portfolio, command, format), read.call_count


@pytest.mark.parametrize(("command", "format"), HERE)
def test_an_answer_is_the_same_from_the_cache(
    portfolio: Portfolio, cached: Path, command: str, format: str
) -> None:
    size = len(portfolio.members)
    # What is exported has the warnings too, for which every file is checked anew.
    anew = size if command == "export" else 0
    with NO_CACHE:
        without = parsed_by(portfolio, command, format)
    assert without[1] == size + anew
    assert not cached.exists()
    assert parsed_by(portfolio, command, format) == (without[0], size + anew)
    assert parsed_by(portfolio, command, format) == (without[0], anew)


@pytest.mark.parametrize("command", IN_GIT)
@pytest.mark.parametrize("size", SIZES)
def test_what_git_has_is_the_same_from_the_cache(
    made_histories: MakePortfolio, cached: Path, size: int, command: str
) -> None:
    portfolio = made_histories(size)
    for each in FORMATS[command] if size < 3 else ("json",):
        with NO_CACHE:
            without, parsed = parsed_by(portfolio, command, each)
        assert parsed
        shutil.rmtree(cached, ignore_errors=True)
        assert parsed_by(portfolio, command, each)[0] == without
        assert parsed_by(portfolio, command, each) == (without, 0)


@pytest.mark.parametrize("portfolio", SIZES[1:], indirect=True)
def test_a_cache_of_some_of_the_registers_gives_the_same_answer(
    portfolio: Portfolio, cached: Path
) -> None:
    with NO_CACHE:
        without, size = parsed_by(portfolio, "actions", "json")
    answer_in(portfolio, "actions", "json", path=portfolio.members[-1].path)
    assert len([*cached.iterdir()]) == 1
    # What is asked together is kept together: a register by itself is of no use to it.
    assert parsed_by(portfolio, "actions", "json") == (without, size)
