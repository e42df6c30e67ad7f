"""Where it runs: as a hook of the real pre-commit, and in workflows."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
WORKFLOWS = ROOT / ".github" / "workflows"
FICTION = (ROOT / "examples" / "followed-up.yaml").read_text(encoding="utf-8")
MISTAKEN = FICTION.replace("status: pending", "status: pendign")
# What the hook is built from.
PACKAGE = ("pyproject.toml", "README.md", "LICENSE", "src", "data", MANIFEST.name)

Done = subprocess.CompletedProcess[str]
Command = Callable[..., Done]


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Runs a program away from whatever the machine's git and pre-commit are told."""
    if not MANIFEST.is_file():
        pytest.skip("there is no hook here, as in what is packed for PyPI")
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    if not find_spec("pre_commit"):
        pytest.skip("pre-commit is not installed")
    told = ("GIT_", "PRE_COMMIT", "ECEFOLLOW_")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(told)},
        "ECEFOLLOW_CACHE": "0",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "PIP_NO_COMPILE": "1",  # most of what is installed is never imported here
        **{f"GIT_{role}_NAME": "An Officer" for role in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{role}_EMAIL": "officer@example.org" for role in ("AUTHOR", "COMMITTER")},
    }

    def command(folder: Path, *args: str) -> Done:
        return subprocess.run(
            args,
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )

    return command


@pytest.fixture(scope="module")
def hook(command: Command, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository that holds the project as it is here, committed or not, and its revision."""
    folder = tmp_path_factory.mktemp("project")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in PACKAGE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)
    commit_all(command, begun(command, folder))
    return folder, command(folder, "git", "rev-parse", "HEAD").stdout.strip()


@pytest.fixture(scope="module")
def team(
    command: Command, hook: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Somebody's repository, in which the hook runs at every commit."""
    source, revision = hook
    folder = begun(command, tmp_path_factory.mktemp("team"))
    (folder / ".pre-commit-config.yaml").write_text(
        f"""\
repos:
  - repo: '{source.as_posix()}'
    rev: {revision}
    hooks:
      - id: ecefollow-check
""",
        encoding="utf-8",
    )
    install = (sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    installed = command(folder, *install)
    if installed.returncode and not has_an_index(command, folder):
        pytest.skip("there is no network to install the hook from")
    assert installed.returncode == 0, installed.stdout
    write(folder, FICTION)
    commit_all(command, folder)
    return folder


@pytest.fixture
def repository(command: Command, team: Path) -> Iterator[Path]:
    """The same, put back afterwards to where it was."""
    before = command(team, "git", "rev-parse", "HEAD").stdout.strip()
    yield team
    command(team, "git", "reset", "--quiet", "--hard", before)


def begun(command: Command, folder: Path) -> Path:
    assert command(folder, "git", "init", "--quiet", "--initial-branch", "main").returncode == 0
    return folder


def has_an_index(command: Command, folder: Path) -> bool:
    """Whether pip can fetch what builds the project at all."""
    fetch = ("-m", "pip", "download", "--quiet", "--no-deps", "--dest", "fetched", "hatchling")
    return command(folder, sys.executable, *fetch).returncode == 0


def write(folder: Path, text: str, name: str = "data/recommendations.yaml") -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def commit_all(command: Command, folder: Path) -> None:
    done = commit(command, folder)
    assert done.returncode == 0, done.stderr


def commit(command: Command, folder: Path) -> Done:
    command(folder, "git", "add", "--all")
    return command(folder, "git", "commit", "--message", "A change")


@pytest.mark.integration
@pytest.mark.slow
def test_a_good_register_is_committed(command: Command, repository: Path) -> None:
    write(repository, FICTION.replace("status: pending", "status: partial"))
    done = commit(command, repository)
    assert done.returncode == 0
    assert re.search(r"ecefollow check\.+Passed", done.stderr)


@pytest.mark.integration
@pytest.mark.slow
def test_a_bad_register_is_stopped_at_line_and_column(command: Command, repository: Path) -> None:
    write(repository, MISTAKEN)
    done = commit(command, repository)
    assert done.returncode == 1
    assert re.search(r"ecefollow check\.+Failed", done.stderr)
    assert "\ndata/recommendations.yaml:43:13: error: status: 'pendign' is not one" in done.stderr


@pytest.mark.integration
@pytest.mark.slow
def test_every_register_of_a_commit_is_checked(command: Command, repository: Path) -> None:
    for name in ("recommendations.yaml", "water/recommendations.yml"):
        write(repository, MISTAKEN, name)
    said = commit(command, repository).stderr
    assert "\nrecommendations.yaml:43:13: error:" in said
    assert "\nwater/recommendations.yml:43:13: error:" in said


@pytest.mark.integration
@pytest.mark.slow
def test_another_file_is_nothing_to_the_hook(command: Command, repository: Path) -> None:
    write(repository, "no: [register", "notes.yaml")
    done = commit(command, repository)
    assert done.returncode == 0
    assert re.search(r"ecefollow check\.+\(no files to check\)Skipped", done.stderr)


def test_the_oldest_dependencies_that_are_tried_are_the_oldest_allowed() -> None:
    workflow = WORKFLOWS / "ci.yml"
    if not workflow.is_file():
        pytest.skip("there are no workflows here, as in what is packed for PyPI")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    allowed = {re.sub(r">=([^,]+).*", r"==\1", each) for each in project["dependencies"]}
    assert allowed == set(re.findall(r"\S+==\S+", workflow.read_text(encoding="utf-8")))
