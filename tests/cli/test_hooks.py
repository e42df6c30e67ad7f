"""As a hook of the real pre-commit, built from the project as it is here, committed or not."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from portfolios import FICTION, ROOT
from repositories import Git

from ecefollow.importing import repository_files

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
# What the hook is built from.
PACKAGE = ("pyproject.toml", "README.md", "LICENSE", "src", "data", MANIFEST.name)
GOOD = FICTION.read_text(encoding="utf-8")
MISTAKEN = GOOD.replace("status: pending", "status: pendign")
REGISTER = "data/recommendations.yaml"

pytestmark = [
    pytest.mark.integration,
    pytest.mark.slow,
    pytest.mark.skipif(not MANIFEST.is_file(), reason="what is packed for PyPI has no hook"),
    pytest.mark.skipif(not find_spec("pre_commit"), reason="pre-commit is not installed"),
]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Git]:
    """Somebody's repository without a commit, which asks for the hook as `init` does."""
    project = Git(tmp_path_factory.mktemp("project"))
    for name in PACKAGE:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, project.folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, project.folder)
    project.commit()
    [asked] = yaml.safe_load(repository_files.hooks(REGISTER))["repos"]
    [hook] = asked["hooks"]
    team = Git(tmp_path_factory.mktemp("team"))
    (team.folder / ".pre-commit-config.yaml").write_text(
        f"""\
repos:
  - repo: '{project.folder.as_posix()}'
    rev: {project("rev-parse", "HEAD").strip()}
    hooks:
      - id: {hook["id"]}
        args: {hook["args"]}
""",
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRE_COMMIT_HOME", str(tmp_path_factory.mktemp("pre-commit")))
        patch.setenv("PIP_NO_COMPILE", "1")  # most of what is installed is never imported here
        installed = python(team.folder, "pre_commit", "install-hooks")
        if installed.returncode and not has_an_index(team.folder):
            pytest.skip("there is no network to install the hook from")
        assert installed.returncode == 0, installed.stdout
        yield team


@pytest.fixture
def repository(team: Git, tmp_path: Path) -> Git:
    """The same, which the test may change."""
    return team.copied(tmp_path)


def python(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """What a module of Python does in a folder."""
    return subprocess.run(
        [sys.executable, "-m", *args],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def has_an_index(folder: Path) -> bool:
    """Whether pip can fetch what builds the project at all."""
    fetch = ("pip", "download", "--quiet", "--no-deps", "--dest", "fetched", "hatchling")
    return python(folder, *fetch).returncode == 0


@pytest.mark.parametrize(
    ("names", "text", "said"),
    [
        ([REGISTER], GOOD, ["Passed"]),
        (
            ["recommendations.yaml", "water/recommendations.yml"],
            MISTAKEN,
            [
                "Failed",
                "\nrecommendations.yaml:43:13: error: status: 'pendign' is not one",
                "\nwater/recommendations.yml:43:13: error: status: 'pendign' is not one",
            ],
        ),
        (["notes.yaml"], "no: [register", ["(no files to check)Skipped"]),
    ],
    ids=["a good register", "every register with a mistake", "another file"],
)
def test_the_hook_checks_the_registers_of_a_commit(
    repository: Git, names: list[str], text: str, said: list[str]
) -> None:
    for name in names:
        (repository.folder / name).parent.mkdir(exist_ok=True)
        (repository.folder / name).write_text(text, encoding="utf-8")
    repository("add", "--all")
    ran = python(repository.folder, "pre_commit", "run", "--files", *names)
    assert ran.returncode == int("Failed" in said)
    assert [each for each in said if each not in ran.stdout] == []


def test_the_hook_lets_nothing_that_was_committed_be_rewritten(repository: Git) -> None:
    register = repository.folder / REGISTER
    register.parent.mkdir()
    register.write_text(GOOD, encoding="utf-8")
    repository.commit()
    register.write_text(GOOD.replace("due: 2021-05-31\n", "due: 2021-06-30\n"), encoding="utf-8")
    repository("add", "--all")
    ran = python(repository.folder, "pre_commit", "run")
    assert ran.returncode == 1
    assert "[original-changed]" in ran.stdout
