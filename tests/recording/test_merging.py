"""Several people at one register: what git merges, and what is stopped after it has."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from ecefollow.reading import loader
from ecefollow.recording import splicing
from ecefollow.recording.new_update import Addition
from ecefollow.register.model import ChangedAnswer, Register
from ecefollow.register.standing import Update

ROOT = Path(__file__).parents[2]
FICTION = (ROOT / "examples" / "followed-up.yaml").read_text(encoding="utf-8")
SHIPPED = (ROOT / "data" / "recommendations.yaml").read_text(encoding="utf-8")
FOLDED = "The Office of the Executive Secretary will lead organization-wide"
DAY = date(2021, 12, 30)
GIT = shutil.which("git") or ""

pytestmark = pytest.mark.skipif(not GIT, reason="git is not installed")
Merge = Callable[[str, str, str], str]


@pytest.fixture
def merge(tmp_path: Path) -> Merge:
    def merge(base: str, ours: str, theirs: str) -> str:
        """What git makes of one file in two branches, with its marks where they conflict."""
        texts = {"ours": ours, "base": base, "theirs": theirs}
        for name, text in texts.items():
            tmp_path.joinpath(name).write_text(text, encoding="utf-8", newline="\n")
        command = [GIT, "merge-file", "-p", "-L", "ours", "-L", "base", "-L", "theirs"]
        done = subprocess.run([*command, *texts], cwd=tmp_path, capture_output=True, check=False)
        return done.stdout.decode()

    return merge


def recorded(text: str, ident: str, note: str) -> str:
    """What `record` makes of the register's text."""
    kind = Update if "." in ident else ChangedAnswer
    new = Addition(ident, kind(DAY, note=note))
    return splicing.add(text.encode(), register(text), [new], path="r.yaml").data.decode()


def replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def register(text: str) -> Register:
    register, problems = loader.load(text.encode(), "r.yaml")
    assert register
    assert not problems
    return register


def notes(text: str, ident: str) -> list[str | None]:
    [record] = (record for record in register(text).records if record.id == ident)
    return [update.note for update in record.updates]


def problems(text: str) -> list[tuple[int, int, str]]:
    """The line, the column and the code of each error."""
    found = loader.load(text.encode(), "r.yaml")[1]
    return [(each.line, each.column, each.code) for each in found]


def place(text: str, at: int) -> tuple[int, int]:
    """The line and the column of a place in the text."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


# What merges


@pytest.mark.parametrize("base", [FICTION, SHIPPED], ids=["fiction", "shipped"])
def test_no_two_neighbours_in_the_registers_conflict(merge: Merge, base: str) -> None:
    ids = [record.id for record in register(base).records]
    after = {each: recorded(base, each, f"About {each}.") for each in ids}
    for above, below in pairwise(ids):
        text = merge(base, after[above], after[below])
        assert notes(text, above)[-1] == f"About {above}."
        assert notes(text, below)[-1] == f"About {below}."


def with_new_action(before: str, text: str) -> str:
    """The fictional register with a new action B.4 above this line."""
    added = f'      - id: "B.4"\n        text: {text}\n        responsible: [Director]\n'
    return replaced(FICTION, before, f"{added}        due: 2022-06-30\n{before}")


def test_an_update_and_a_new_action_below_it_merge(merge: Merge) -> None:
    new = with_new_action('\n  - id: "C"', "The Director will buy buoys.")
    text = merge(FICTION, recorded(FICTION, "B.2", "Ours."), new)
    assert notes(text, "B.2")[-1] == "Ours."
    assert notes(text, "B.4") == []


def test_the_same_update_recorded_by_both_is_there_once(merge: Merge) -> None:
    both = recorded(FICTION, "B.2", "Done.")
    assert notes(merge(FICTION, both, both), "B.2") == [*notes(FICTION, "B.2"), "Done."]


# What is stopped


def test_one_new_id_given_to_two_actions_merges_and_is_stopped(merge: Merge) -> None:
    text = merge(
        FICTION,
        with_new_action('      - id: "B.2"\n', "The Director will buy buoys."),
        with_new_action('      - id: "B.3"\n', "The Director will hire a diver."),
    )
    assert problems(text) == [(*place(text, text.rindex('"B.4"')), "duplicate-id")]


FIRST_LINE = FICTION.partition("\n")[0]
LAST_LINE = '        see: ["C"]\n'
CONFLICTS = {
    "after-an-action": (
        FICTION,
        *(recorded(FICTION, "B.2", "Ours."), recorded(FICTION, "B.2", "Theirs.")),
    ),
    "in-the-middle-of-a-folded-text": (
        SHIPPED,
        replaced(SHIPPED, FOLDED, FOLDED.replace("lead", "support")),
        replaced(SHIPPED, FOLDED, FOLDED.replace("lead", "invite to")),
    ),
    "at-the-beginning": (
        FICTION,
        *(replaced(FICTION, FIRST_LINE, f"# {name}") for name in ("Ours", "Theirs")),
    ),
    "at-the-end": (
        FICTION,
        *(replaced(FICTION, LAST_LINE, f'        see: ["{to}"]\n') for to in ("C.1", "C.2")),
    ),
    "at-the-end-without-a-newline": (
        FICTION,
        *(replaced(FICTION, LAST_LINE, f'        see: ["{to}"]') for to in ("C.1", "C.2")),
    ),
}


@pytest.mark.parametrize("texts", CONFLICTS.values(), ids=CONFLICTS)
def test_a_conflict_is_stopped_at_its_first_mark_and_for_nothing_besides(
    merge: Merge, texts: tuple[str, str, str]
) -> None:
    text = merge(*texts)
    assert problems(text) == [(*place(text, text.index("<<<<<<<")), "conflict-marker")]


def test_a_register_that_both_branches_began_is_stopped(merge: Merge) -> None:
    text = merge("", FICTION, SHIPPED)
    codes = [code for *_, code in problems(text)]
    assert codes == ["conflict-marker"] * text.count("<<<<<<<")
