"""How it gets to others: the version, what is published, the action and the workflows."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
import yaml
from portfolios import FICTION, ROOT, answer
from repositories import Git
from workflows import holds, run_step

import ecefollow
from ecefollow.importing import repository_files

ACTION: Final = ROOT / "action.yml"
WORKFLOWS: Final = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
VERSION_FILE: Final = "src/ecefollow/__init__.py"
TEXT: Final = FICTION.read_text(encoding="utf-8")
MOVED: Final = TEXT.replace("due: 2021-03-30", "due: 2021-06-30")
MISTAKEN: Final = TEXT.replace("status: pending", "status: pendign")
REGISTER: Final = "data/recommendations.yaml"

pytestmark = pytest.mark.skipif(
    not ACTION.is_file(), reason="there are no workflows here, as in what is packed for PyPI"
)
needs_bash = pytest.mark.skipif(
    sys.platform == "win32" or not shutil.which("bash"), reason="there is no bash"
)

Yaml = dict[Any, Any]


@cache
def read(path: Path) -> Yaml:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def jobs(path: Path) -> Yaml:
    return dict(read(path)["jobs"])


def steps(path: Path) -> Iterator[Yaml]:
    if path == ACTION:
        yield from read(path)["runs"]["steps"]
    else:
        for job in jobs(path).values():
            yield from job["steps"]


def workflow(name: str) -> Path:
    return ROOT / ".github" / "workflows" / name


def step(name: str) -> Yaml:
    """The step of the action that has this name."""
    [found] = [each for each in steps(ACTION) if each.get("name") == name]
    return found


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def project() -> dict[str, Any]:
    return dict(pyproject()["project"])


def matches(pattern: str) -> list[tuple[str, re.Match[str]]]:
    """Where the pattern matches in what is not a test: the names of the files, and the matches."""
    shown = ("src/**/*.py", "*.toml", "*.yml", "README.md", "CONTRIBUTING.md", "docs/**/*.md")
    hidden = (".ci/*", ".github/**/*.yml", ".pre-commit-*.yaml")
    files = [file for part in shown + hidden for file in ROOT.glob(part) if file.is_file()]
    return [
        (file.relative_to(ROOT).as_posix(), match)
        for file in files
        for match in re.finditer(pattern, file.read_text(encoding="utf-8"))
    ]


# The version


def test_the_version_stands_once_and_is_read_from_there() -> None:
    # A tag in an example is v1.2.3, and a bound on another package has a sign before it.
    version = rf"(?<![\w.=<>]){re.escape(ecefollow.__version__)}(?!\.?\w)"
    assert [file for file, _ in matches(version)] == [VERSION_FILE]
    assert "version" not in project()
    assert project()["dynamic"] == ["version"]
    assert pyproject()["tool"]["hatch"]["version"] == {"path": VERSION_FILE}


@needs_bash
def test_a_tag_that_is_not_the_version_stops_the_release_before_it_builds() -> None:
    check = ROOT / ".ci" / "check-dist"
    done = subprocess.run([check, "v0.0.0"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f".ci/check-dist: the tag is v0.0.0, but {VERSION_FILE} says {ecefollow.__version__}:"
        f" the tag must be v{ecefollow.__version__}\n"
    )


# What is said of it, and how it is installed


def test_every_page_and_workflow_names_the_repository_that_the_metadata_names() -> None:
    [owner] = {
        re.sub(r"https://github\.com/(.+?)/ecefollow.*", r"\1", url)
        for url in project()["urls"].values()
    }
    others = matches(r"(?:github\.com/|uses: |--repo )([\w.-]+)/ecefollow\b")
    assert [(file, match[0]) for file, match in others if match[1] != owner] == []
    assert owner == repository_files.OWNER


# Until it is published under this name, whoever takes the name is installed, and run in workflows.
BY_NAME: Final = (
    r"(?:\bpip\s+install|\bpipx\s+(?:install|run)|\btool\s+(?:install|run)|\buvx)"
    r"(?:\s+-\S+)*\s+['\"]?ecefollow\b(?:\[[\w,]*\])?+(?! @ git\+https://)"
)


def test_nothing_installs_it_by_its_name_alone() -> None:
    assert [(file, match[0]) for file, match in matches(BY_NAME)] == []


@pytest.mark.parametrize(
    ("command", "is_by_name"),
    [
        ("pip install ecefollow", True),
        ("python -I -m pip install --quiet ecefollow==1.2.3", True),
        ("pip\ninstall 'ecefollow[xlsx]'", True),
        ('uv tool install "ecefollow[all]"', True),
        ("pipx install 'ecefollow[all] @ git+https://github.com/THE_OWNER/ecefollow'", False),
        ("pip install .", False),
    ],
)
def test_a_command_that_installs_it_by_its_name_alone_is_known(
    command: str, *, is_by_name: bool
) -> None:
    assert bool(re.search(BY_NAME, command)) is is_by_name


def test_it_is_said_to_run_where_it_is_tried() -> None:
    matrix = jobs(workflow("ci.yml"))["tests"]["strategy"]["matrix"]
    systems = {"macos": "MacOS", "ubuntu": "POSIX :: Linux", "windows": "Microsoft :: Windows"}
    tried = {f"Programming Language :: Python :: {version}" for version in matrix["python"]} | {
        f"Operating System :: {systems[runner.removesuffix('-latest')]}"
        for runner in matrix["system"]
    }
    said = re.compile(r"Operating System|.* :: 3\.").match
    assert {classifier for classifier in project()["classifiers"] if said(classifier)} == tried


def test_the_extra_all_has_every_extra_that_a_command_needs() -> None:
    extras = project()["optional-dependencies"]
    for_users = sorted(extras.keys() - {"all", "dev", "integration", "release"})
    assert extras["all"] == [f"ecefollow[{','.join(for_users)}]"]


def test_pre_commit_runs_the_ruff_that_the_tests_run() -> None:
    config = read(ROOT / ".pre-commit-config.yaml")
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    ruffs = {tuple(hook.get("additional_dependencies", ())) for hook in hooks} - {()}
    [ruff] = [name for name in project()["optional-dependencies"]["dev"] if name[:4] == "ruff"]
    assert ruffs == {(ruff,)}


def test_the_oldest_dependencies_that_are_tried_are_the_oldest_allowed() -> None:
    allowed = {re.sub(r">=([^,]+).*", r"==\1", each) for each in project()["dependencies"]}
    assert allowed == set(re.findall(r"\S+==\S+", workflow("ci.yml").read_text("utf-8")))


def test_what_is_no_code_in_the_package_is_published_with_it() -> None:
    wheel = pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["src/ecefollow"]
    assert {"exclude", "only-include", "artifacts"}.isdisjoint(wheel)
    # Hatch takes all but what git ignores.
    data = [str(path) for path in (ROOT / "src").rglob("*.y*ml")]
    ignored = subprocess.run(
        ["git", "check-ignore", *data],  # noqa: S607 - found as everywhere
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert data
    assert ignored.stdout == b""


# Workflows


@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=lambda path: path.stem)
def test_nothing_from_outside_is_pasted_into_a_script(path: Path) -> None:
    assert [each["run"] for each in steps(path) if "${{" in each.get("run", "")] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_nothing_but_what_a_job_asks_for_and_says_why(path: Path) -> None:
    assert read(path)["permissions"] == {}
    assert all(job["permissions"] for job in jobs(path).values())
    lines = path.read_text(encoding="utf-8").splitlines()
    granted = [line for line in lines if re.match(r"\s+[\w-]+: (read|write)\b", line)]
    assert len(granted) == sum(len(job["permissions"]) for job in jobs(path).values())
    assert [line for line in granted if not re.search(r" # to \w+", line)] == []


def test_only_what_publishes_may_write() -> None:
    writing = [
        (path.name, name)
        for path in WORKFLOWS
        for name, job in jobs(path).items()
        if "write" in job["permissions"].values()
    ]
    assert writing == [("release.yml", "publish")]


def test_what_publishes_runs_nothing_of_ours_and_waits_for_the_checks() -> None:
    release = jobs(workflow("release.yml"))
    publish = release["publish"]
    assert publish["needs"] == "build"
    assert publish["environment"]["name"] == "pypi"
    assert publish["permissions"] == {"id-token": "write", "attestations": "write"}
    used = [each["uses"].partition("@")[0] for each in publish["steps"]]
    assert used == [
        "actions/download-artifact",
        "actions/attest-build-provenance",
        "pypa/gh-action-pypi-publish",
    ]
    assert [each["run"] for each in release["build"]["steps"] if "run" in each] == [
        '.ci/check-dist "$GITHUB_REF_NAME"'
    ]


def test_a_release_is_made_of_a_tag_alone() -> None:
    # YAML 1.1 reads the key "on" as true.
    assert read(workflow("release.yml"))[True] == {"push": {"tags": ["v*"]}}


# The action


def test_the_action_installs_itself_apart_from_the_job() -> None:
    python = next(steps(ACTION))
    assert python["with"]["update-environment"] is False
    install = str(step("Install ecefollow")["run"])
    assert '"$GITHUB_ACTION_PATH"' in install
    # Isolated, a module of the repository that is checked is never imported.
    assert len(re.findall(r"-m (?:venv|pip)", install)) == len(re.findall(r"-I -m ", install)) == 2


def test_a_change_is_summed_up_where_the_check_has_failed_too() -> None:
    condition = step("Sum up")["if"]
    assert "!cancelled()" in condition
    assert "steps.base.outputs.base" in condition
    assert "continue-on-error" not in step("Check")


class Acted(NamedTuple):
    """What the action did: whether its check failed, and why, and all that is in the summary."""

    status: int
    said: str
    summary: str


class PullRequest:
    """The action's own scripts, run on a branch that was made from main of a clone."""

    def __init__(self, git: Git, machine: Path) -> None:
        self.git = git
        self.machine = machine
        self.commit(TEXT)
        git("update-ref", "refs/remotes/origin/main", "HEAD")
        git("switch", "--quiet", "--create", "change")

    def commit(self, text: str, name: str = REGISTER) -> None:
        register = self.git.folder / name
        register.parent.mkdir(exist_ok=True)
        register.write_text(text, encoding="utf-8")
        self.git.commit()

    def act(self, *, branch: str = "main", **inputs: str) -> Acted:
        """Run the steps that find what to compare with, check, and sum up, where they are due."""
        given = {name: each["default"] for name, each in read(ACTION)["inputs"].items()}
        ecefollow = str(Path(sys.executable).with_name("ecefollow"))
        context = {
            "inputs": given | inputs,
            "github": {"base_ref": branch},
            "steps": {"install": {"outputs": {"ecefollow": ecefollow}, "outcome": "success"}},
        }
        env = {name: value for name, value in os.environ.items() if name[:10] != "ECEFOLLOW_"}
        env["ECEFOLLOW_CACHE"] = "0"
        found = [
            run_step(each, context, env, folder=self.git.folder, home=self.machine)
            for each in [*steps(ACTION)][2:]
            if holds(each.get("if", "true"), context)
        ]
        (check, _) = found[1]
        return Acted(check.returncode, check.stdout, "".join(summary for _, summary in found))


@pytest.fixture
def pull_request(git: Git, tmp_path_factory: pytest.TempPathFactory) -> PullRequest:
    return PullRequest(git, tmp_path_factory.mktemp("machine"))


@pytest.mark.slow
@needs_bash
def test_the_action_fails_where_something_was_taken_back_and_sums_it_up(
    pull_request: PullRequest,
) -> None:
    acted = pull_request.act()
    assert acted.status == 0
    assert acted.summary.startswith("### Check\n\n    0 errors and 0 warnings")
    pull_request.git("tag", "v1.0.0")
    pull_request.commit(MOVED)
    # Nor does a tag or a branch of the same name hide it.
    pull_request.git("tag", "origin/main")
    pull_request.git("branch", "origin/main")
    acted = pull_request.act()
    assert acted.status == 1
    assert f"::error file={REGISTER}," in acted.said
    assert "original-changed" in acted.said
    assert acted.summary.startswith(f"### Check\n\n    {REGISTER}:")
    assert "[original-changed]\n" in acted.summary
    assert "\n### What this changes\n" in acted.summary
    assert "3 changes from refs/remotes/origin/main..." in acted.summary
    assert "30 Jun 2021" in acted.summary
    assert "3 changes from v1.0.0" in pull_request.act(base="v1.0.0").summary


@needs_bash
@pytest.mark.slow
def test_warnings_fail_the_action_where_it_is_strict(pull_request: PullRequest) -> None:
    pull_request.commit((ROOT / REGISTER).read_text(encoding="utf-8"))
    acted = [pull_request.act(branch="", strict=strict) for strict in ("TRUE", "False")]
    assert [each.status for each in acted] == [1, 0]
    assert not any("What this changes" in each.summary for each in acted)


@needs_bash
@pytest.mark.slow
def test_the_action_checks_several_registers_one_a_line(pull_request: PullRequest) -> None:
    second = "data/a second.yaml"
    registers = f"{REGISTER}\n\n{second}\n"
    pull_request.commit(MOVED)
    pull_request.commit(TEXT.replace("id: harbour", "id: lighthouse"), second)
    assert "lighthouse" in pull_request.act(register=registers).summary
    pull_request.commit(MISTAKEN.replace("id: harbour", "id: lighthouse"), second)
    acted = pull_request.act(register=registers)
    assert acted.status == 1
    for name in (REGISTER, second):
        assert f"::error file={name}," in acted.said
        assert f"\n    {name}:" in acted.summary


@needs_bash
def test_the_action_does_not_guess_what_strict_means(pull_request: PullRequest) -> None:
    acted = pull_request.act(strict="yes")
    assert acted.status == 2
    assert acted.said == "::error title=ecefollow::strict is neither true nor false\n"


@needs_bash
@pytest.mark.slow
def test_a_shallow_clone_is_told_how_to_get_the_rest(
    pull_request: PullRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    clone = tmp_path_factory.mktemp("clone")
    source = pull_request.git.folder.as_uri()
    pull_request.git("clone", "--quiet", "--depth=1", "--branch=change", source, str(clone))
    pull_request.git = Git(clone)
    acted = pull_request.act()
    assert acted.status == 2
    assert "give actions/checkout fetch-depth: 0\n" in acted.said


# The hook


def test_the_hook_that_init_writes_guards_the_record_from_the_first_commit_on(
    git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    [asked] = yaml.safe_load(repository_files.hooks(REGISTER))["repos"]
    [hook] = asked["hooks"]
    assert (hook["id"], hook["args"]) == ("ecefollow-check", ["--base", "HEAD", REGISTER])
    # Where the register is removed or moved, no name of a file would be passed.
    assert (hook["always_run"], hook["pass_filenames"]) == (True, False)
    monkeypatch.chdir(git.folder)
    register = Path(REGISTER)
    register.parent.mkdir()
    register.write_text(TEXT, encoding="utf-8")
    assert answer("check", *hook["args"]).status == 0
    git.commit()
    register.write_text(MOVED, encoding="utf-8")
    assert answer("check", *hook["args"]).status == 1
    register.unlink()
    assert answer("check", *hook["args"]).status == 1
