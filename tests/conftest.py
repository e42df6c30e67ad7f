"""What holds for every test."""

import gc
import os
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import portfolios
import pytest
from hypothesis import settings
from portfolios import FICTION, ROOT, SHIPPED, Portfolio
from repositories import Git

settings.register_profile(
    "house",
    max_examples=5,
    # A deadline for each example would be a timed test, and machines differ.
    deadline=None,
    # Where a change is judged, the same change is judged alike; chance may search at home.
    derandomize="CI" in os.environ,
)
settings.register_profile("thorough", settings.get_profile("house"), max_examples=500)
settings.load_profile("house")

# No test depends on what another or an earlier version left in the user's cache, or adds to it.
os.environ["ECEFOLLOW_CACHE"] = "0"
# And none on what a hook, a workflow or somebody's terminal tells the programs that run in it.
for told in [name for name in os.environ if name.startswith("GIT_")]:
    del os.environ[told]
for told in ("ECEFOLLOW_REGISTER", "ECEFOLLOW_DEBUG", "FORCE_COLOR", "NO_COLOR", "COLUMNS"):
    os.environ.pop(told, None)
# Each process, and each program that a test runs, would compile the same thousands of lines anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Every command is asked from the top of the project, unless a test goes elsewhere.
os.chdir(ROOT)
# Thousands of tests lie about, and to look through them for garbage again and again takes long.
gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is asked of many registers takes long."""
    for item in items:
        asked = getattr(item, "callspec", None)
        if asked and portfolios.MOST in (asked.params.get("size"), asked.params.get("portfolio")):
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """The tests themselves are no garbage, and are not looked through for any."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish() -> None:
    """Look for garbage once more, and not five times, as pytest does behind the last test."""
    gc.collect()
    gc.freeze()


MakePortfolio = Callable[[int], Portfolio]


@pytest.fixture(scope="session")
def made_portfolios(tmp_path_factory: pytest.TempPathFactory) -> MakePortfolio:
    """Makes a portfolio of some size, once; no test may change it."""
    return cache(lambda size: portfolios.make(tmp_path_factory.mktemp("portfolio"), size))


@pytest.fixture(scope="session")
def made_histories(tmp_path_factory: pytest.TempPathFactory) -> MakePortfolio:
    """Makes a repository with a portfolio of some size, once; no test may change it."""
    return cache(lambda size: portfolios.make_history(tmp_path_factory.mktemp("history"), size))


@pytest.fixture(params=portfolios.SIZES)
def portfolio(request: pytest.FixtureRequest, made_portfolios: MakePortfolio) -> Portfolio:
    """A portfolio of two and of fifty registers, which no test may change."""
    return made_portfolios(request.param)


@pytest.fixture
def registers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three registers, found from here, which the test may change."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "registers"
    (folder / "ports").mkdir(parents=True)
    shutil.copy(SHIPPED, folder / "unece.yaml")
    shutil.copy(FICTION, folder / "ports" / "harbour.yml")
    other = FICTION.read_text(encoding="utf-8").replace("id: harbour", "id: lighthouse")
    (folder / "ports" / "lighthouse.yaml").write_text(other, encoding="utf-8")
    return folder


@pytest.fixture
def committed(git: Git, registers: Path) -> Git:
    """The repository of the three registers, with one commit, which is tagged."""
    assert registers.exists()
    git.commit()
    git("tag", "first")
    return git


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """A repository in the test's own folder."""
    return Git(tmp_path)
