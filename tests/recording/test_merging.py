"""Several people at one register: what git merges, and what is stopped after it has."""

import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from ecefollow.cli import main
from ecefollow.reading import loader
from ecefollow.register.model import Action, Register

ROOT = Path(__file__).parents[2]
FICTION = ROOT / "examples" / "followed-up.yaml"
SHIPPED = ROOT / "data" / "recommendations.yaml"
FOLDED = "The Office of the Executive Secretary will lead organization-wide"

Git = Callable[..., str]
Edit = Callable[[], None]


class Repository:
    """A register in git, and the branches on which people work at it."""

    def __init__(self, git: Git, file: Path) -> None:
        self.git = git
        self.file = file

    def begin(self, register: Path) -> None:
        """Put *register* on main, as what every branch begins with."""
        shutil.copy(register, self.file)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "The register")

    def branch(self, name: str, edit: Edit) -> None:
        self.git("switch", "--quiet", "--create", name, "main")
        edit()
        self.git("commit", "--quiet", "--all", "--message", name)

    def merge(self, ours: Edit, theirs: Edit, *, style: str = "merge") -> None:
        self.branch("theirs", theirs)
        self.branch("ours", ours)
        self.git("-c", f"merge.conflictStyle={style}", "merge", "--quiet", "--no-edit", "theirs")

    def conflict(self, ours: Edit, theirs: Edit, *, style: str = "merge") -> None:
        """Merge, and leave the conflict in the file."""
        with pytest.raises(subprocess.CalledProcessError):
            self.merge(ours, theirs, style=style)

    @property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def write(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8", newline="\n")

    def replace(self, old: str, new: str) -> Edit:
        """The edit that puts *new* for *old*, which stands there once."""

        def edit() -> None:
            assert self.text.count(old) == 1
            self.write(self.text.replace(old, new))

        return edit

    def record(self, id: str, note: str) -> Edit:
        """What `record` does to the file."""

        def edit() -> None:
            args = ("record", id, "--date", "2021-12-30", "--note", note)
            assert main.run([*args, "--register", str(self.file)]) == 0

        return edit

    def register(self) -> Register:
        register, problems = loader.load(self.file.read_bytes(), str(self.file))
        assert register
        assert not problems
        return register

    def last_note(self, id: str) -> str | None:
        [record] = (record for record in self.register().records if record.id == id)
        return record.updates[-1].note if record.updates else None


@pytest.fixture
def repository(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECEFOLLOW_REGISTER", raising=False)
    file = tmp_path / "data" / "recommendations.yaml"
    file.parent.mkdir()
    return Repository(git, file)


Check = Callable[[], tuple[int, list[str]]]


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Check:
    def check() -> tuple[int, list[str]]:
        """The exit status of `check`, and each error from its line on."""
        capsys.readouterr()
        status = main.run(["check", "--format", "concise"])
        found = capsys.readouterr().out.splitlines()
        place = str(Path("data/recommendations.yaml"))
        return status, [each.removeprefix(place) for each in found if ": error: " in each]

    return check


def new_action(before: str, text: str) -> str:
    """The line *before*, with a new action B.4 above it."""
    return (
        f'      - id: "B.4"\n        text: {text}\n        responsible: [Director]\n'
        f"        due: 2022-06-30\n{before}"
    )


# Different actions


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param("A.1", "C.3", id="far-apart"),
        pytest.param("A.2", "B.1", id="of-different-recommendations"),
        pytest.param("B.1", "B.2", id="one-below-the-other"),
        pytest.param("C.2", "C.3", id="neither-with-an-update-before"),
        pytest.param("B", "B.1", id="an-answer-and-its-first-action"),
        pytest.param("A.2", "B", id="an-action-and-the-next-answer"),
    ],
)
def test_two_branches_that_record_different_things_merge_and_keep_both(
    repository: Repository, check: Check, ours: str, theirs: str
) -> None:
    repository.begin(FICTION)
    repository.merge(
        repository.record(ours, "Ours."),
        repository.record(theirs, "Theirs."),
    )
    assert (repository.last_note(ours), repository.last_note(theirs)) == ("Ours.", "Theirs.")
    assert check()[0] == 0


@pytest.mark.parametrize("register", [FICTION, SHIPPED])
def test_no_two_neighbours_in_the_registers_conflict(
    repository: Repository, register: Path
) -> None:
    repository.begin(register)
    begun = repository.text
    ids = [record.id for record in repository.register().records]
    recorded = {}
    for each in ids:
        repository.write(begun)
        repository.record(each, f"About {each}.")()
        recorded[each] = repository.text
    base, theirs = repository.file.with_name("base"), repository.file.with_name("theirs")
    base.write_text(begun, encoding="utf-8", newline="\n")
    for above, below in pairwise(ids):
        repository.write(recorded[above])
        theirs.write_text(recorded[below], encoding="utf-8", newline="\n")
        repository.git("merge-file", *map(str, (repository.file, base, theirs)))
        assert repository.last_note(above) == f"About {above}."
        assert repository.last_note(below) == f"About {below}."


def test_an_update_and_a_new_action_below_it_merge(repository: Repository) -> None:
    repository.begin(FICTION)
    below = '\n  - id: "C"'
    repository.merge(
        repository.record("B.2", "Ours."),
        repository.replace(below, new_action(below, "The Director will buy buoys.")),
    )
    assert repository.last_note("B.2") == "Ours."
    assert "B.4" in [record.id for record in repository.register().records]


def test_the_same_update_recorded_by_both_is_there_once(repository: Repository) -> None:
    repository.begin(FICTION)
    [before] = actions_with_id(repository, "B.2")
    repository.merge(repository.record("B.2", "Done."), repository.record("B.2", "Done."))
    [after] = actions_with_id(repository, "B.2")
    assert len(after.updates) == len(before.updates) + 1


def actions_with_id(repository: Repository, id: str) -> list[Action]:
    records = repository.register().records
    return [record for record in records if isinstance(record, Action) and record.id == id]


# The same new id


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param('      - id: "B.2"\n', '      - id: "B.3"\n', id="ours-above"),
        pytest.param('      - id: "B.3"\n', '      - id: "B.1"\n', id="theirs-above"),
    ],
)
def test_two_branches_that_give_one_new_id_to_two_actions_merge_and_are_stopped(
    repository: Repository, check: Check, ours: str, theirs: str
) -> None:
    repository.begin(FICTION)
    repository.merge(
        repository.replace(ours, new_action(ours, "The Director will buy buoys.")),
        repository.replace(theirs, new_action(theirs, "The Director will hire a diver.")),
    )
    assert "buy buoys" in repository.text
    assert "hire a diver" in repository.text
    second = repository.text.rindex('"B.4"')
    line = repository.text.count("\n", 0, second) + 1
    status, [problem] = check()
    assert status == 1
    assert problem.startswith(f":{line}:13: error: ")
    assert problem.endswith("[duplicate-id]")


# A conflict left in the file


def assert_stopped(check: Check, repository: Repository) -> None:
    """Assert that `check` names the conflict, at its first marker, and nothing besides."""
    marker = repository.text.index("<<<<<<<")
    line = repository.text.count("\n", 0, marker) + 1
    column = marker - repository.text.rfind("\n", 0, marker)
    status, [problem] = check()
    assert status == 1
    assert problem.startswith(f":{line}:{column}: error: a merge conflict was left here")
    assert problem.endswith("[conflict-marker]")


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_two_branches_that_record_different_things_of_one_action_conflict_and_are_stopped(
    repository: Repository, check: Check, style: str
) -> None:
    repository.begin(FICTION)
    repository.conflict(
        repository.record("B.2", "Ours."), repository.record("B.2", "Theirs."), style=style
    )
    assert_stopped(check, repository)


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_a_conflict_in_the_middle_of_a_folded_text_is_stopped(
    repository: Repository, check: Check, style: str
) -> None:
    repository.begin(SHIPPED)
    repository.conflict(
        repository.replace(FOLDED, FOLDED.replace("lead", "support")),
        repository.replace(FOLDED, FOLDED.replace("lead", "invite to")),
        style=style,
    )
    assert_stopped(check, repository)


def test_a_conflict_at_the_beginning_of_the_file_is_stopped(
    repository: Repository, check: Check
) -> None:
    repository.begin(FICTION)
    first = repository.text.partition("\n")[0]
    repository.conflict(repository.replace(first, "# Ours"), repository.replace(first, "# Theirs"))
    assert repository.text.startswith("<<<<<<<")
    assert_stopped(check, repository)


@pytest.mark.parametrize("end", ["\n", ""], ids=["with-a-last-newline", "without"])
def test_a_conflict_at_the_end_of_the_file_is_stopped(
    repository: Repository, check: Check, end: str
) -> None:
    repository.begin(FICTION)
    last = '        see: ["C"]\n'
    repository.conflict(
        repository.replace(last, f'        see: ["C.1"]{end}'),
        repository.replace(last, f'        see: ["C.2"]{end}'),
    )
    assert repository.text.rstrip("\n").endswith(">>>>>>> theirs")
    assert_stopped(check, repository)


def test_a_register_that_both_branches_began_is_stopped(
    repository: Repository, check: Check
) -> None:
    repository.git("commit", "--quiet", "--allow-empty", "--message", "Nothing yet")

    def begin_with(register: Path) -> Edit:
        def edit() -> None:
            repository.file.parent.mkdir(exist_ok=True)
            shutil.copy(register, repository.file)
            repository.git("add", "--all")

        return edit

    repository.conflict(begin_with(FICTION), begin_with(SHIPPED))
    status, problems = check()
    assert status == 1
    assert len(problems) == repository.text.count("<<<<<<<")
    assert all(problem.endswith("[conflict-marker]") for problem in problems)


def test_a_conflict_that_an_editor_has_indented_is_stopped_at_its_marker(
    repository: Repository, check: Check
) -> None:
    repository.begin(FICTION)
    repository.conflict(repository.record("B.2", "Ours."), repository.record("B.2", "Theirs."))
    for marker in ("<<<<<<<", "=======", ">>>>>>>"):
        repository.replace(f"\n{marker}", f"\n          {marker}")()
    assert_stopped(check, repository)


def test_a_conflict_of_a_rebase_is_stopped(repository: Repository, check: Check) -> None:
    repository.begin(FICTION)
    repository.branch("theirs", repository.record("B.2", "Theirs."))
    repository.branch("ours", repository.record("B.2", "Ours."))
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("rebase", "--quiet", "theirs")
    assert_stopped(check, repository)


def test_one_line_actions_on_neighbouring_lines_conflict_and_lose_nothing(
    repository: Repository, check: Check
) -> None:
    repository.write("""\
evaluation: {id: x, title: t, organization: o}
recommendations:
  - id: "1"
    title: t
    status: accepted
    actions:
      - {id: "1.1", text: t, responsible: [a], due: 2022}
      - {id: "1.2", text: t, responsible: [a], due: 2022}
""")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "The register")
    repository.conflict(repository.record("1.1", "Ours."), repository.record("1.2", "Theirs."))
    assert "Ours." in repository.text
    assert "Theirs." in repository.text
    assert_stopped(check, repository)
