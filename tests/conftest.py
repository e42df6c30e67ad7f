"""What holds for every test."""

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import portfolios
import pytest
from hypothesis import settings
from portfolios import FICTION, ROOT, SHIPPED, Portfolio

settings.register_profile(
    "house",
    # A deadline for each example would be a timed test, and machines differ.
    deadline=None,
    # Where a change is judged, the same change is judged alike; chance may search at home.
    derandomize="CI" in os.environ,
)
settings.load_profile("house")

# No test depends on what another or an earlier version left in the user's cache, or adds to it.
os.environ["ECEFOLLOW_CACHE"] = "0"
for name in ("ECEFOLLOW_REGISTER", "ECEFOLLOW_DEBUG", "FORCE_COLOR", "NO_COLOR", "COLUMNS"):
    os.environ.pop(name, None)
# Every command is asked from the top of the project, unless a test goes elsewhere.
os.chdir(ROOT)

Git = Callable[..., str]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is asked of many registers takes long."""
    for item in items:
        asked = getattr(item, "callspec", None)
        if asked and portfolios.MOST in (asked.params.get("size"), asked.params.get("portfolio")):
            item.add_marker("slow")


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
    git("add", registers.name)
    git("commit", "--quiet", "--message", "Begin")
    git("tag", "first")
    return git


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A repository in the test's own folder, away from whatever the machine's git is told."""
    command = shutil.which("git") or pytest.skip("git is not installed")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "An Officer")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "officer@example.org")

    def git(*args: str) -> str:
        done = subprocess.run(
            [command, "-C", str(tmp_path), *args], capture_output=True, text=True, check=True
        )
        return done.stdout

    git("init", "--quiet", "--initial-branch", "main")
    return git
