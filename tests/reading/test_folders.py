"""What paths stand for: which files, each once, and what cannot be one."""

import os
import sys
from pathlib import Path

import pytest

from ecefollow.reading import folders

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture
def registers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two registers, one of them in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "registers"
    (folder / "ports").mkdir(parents=True)
    for name in ("water.yaml", "ports/harbour.yml", "notes.txt", ".hidden.yaml"):
        (folder / name).touch()
    return folder


def names(*paths: str) -> list[str]:
    found = folders.find(paths)
    assert found.failures == []
    return [Path(path).as_posix() for path in found.paths]


def problem(*paths: str) -> str:
    (error,) = folders.find(paths).failures
    return str(error)


BOTH = ["registers/ports/harbour.yml", "registers/water.yaml"]


@pytest.mark.usefixtures("registers")
def test_a_folder_stands_for_the_registers_below_it_in_order() -> None:
    assert names("registers") == BOTH


@posix
@pytest.mark.parametrize("to", ["water.yaml", "../other.yaml", "ports", "..", "../other"])
def test_a_link_is_not_followed_inside_the_folder_or_out_of_it(registers: Path, to: str) -> None:
    (registers.parent / "other").mkdir()
    (registers.parent / "other.yaml").touch()
    (registers / "link.yaml").symlink_to(to)
    assert names("registers") == BOTH


@posix
@pytest.mark.parametrize("to", ["nowhere.yaml", "link.yaml", "water.yaml/in"])
def test_a_link_that_leads_to_no_file_is_told(registers: Path, to: str) -> None:
    (registers / "link.yaml").symlink_to(to)
    link = Path("registers", "link.yaml")
    assert problem("registers").startswith(f"{link}: it is a link that leads to no file: ")


@posix
def test_a_link_of_another_kind_may_lead_nowhere(registers: Path) -> None:
    (registers / "notes.md").symlink_to("nowhere")
    (registers / ".#water.yaml").symlink_to("an editor's lock")
    assert names("registers") == BOTH


@posix
def test_what_is_not_a_regular_file_is_told_and_not_opened(registers: Path) -> None:
    os.mkfifo(registers / "pipe.yaml")
    assert problem("registers") == f"{Path('registers', 'pipe.yaml')}: it is not a regular file"


def test_a_folder_without_a_register_is_a_failure_among_others(registers: Path) -> None:
    (registers / "empty").mkdir()
    empty = str(Path("registers", "empty"))
    found = folders.find([empty, "registers"])
    assert [Path(path).as_posix() for path in found.paths] == BOTH
    assert [error.path for error in found.failures] == [empty]


OTHERS = ("repos:\n  - repo: x\n", "- hosts: all\n", "actions: from-recommendations\n")
# Each may have been a register, or become one.
REGISTERS = (
    "",
    "[",
    "evaluation:\n",
    '{"recommendations": []}',
    "a: \\x65\n",
    "<<<<<<< HEAD\n",
    "a\0:",
)


@pytest.mark.parametrize("text", OTHERS)
def test_yaml_of_another_kind_is_left_out_of_a_folder_and_named(registers: Path, text: str) -> None:
    (registers / "other.yaml").write_text(text, encoding="utf-8")
    assert names("registers") == BOTH
    (note,) = folders.find(["registers"]).notes
    assert note.startswith(f"Left out: {Path('registers', 'other.yaml')}; ")
    assert folders.find([str(registers / "other.yaml")]).notes == []  # it is asked for by name


@pytest.mark.parametrize("text", REGISTERS)
def test_what_may_be_a_register_is_never_left_out(registers: Path, text: str) -> None:
    (registers / "other.yaml").write_text(text, encoding="utf-8")
    assert "registers/other.yaml" in names("registers")


def test_a_folder_with_nothing_but_other_yaml_has_no_register(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.yaml").write_text("a: b\n", encoding="utf-8")
    found = folders.find([str(tmp_path)])
    assert " and 2 more; " in found.notes[0]
    assert [each.reason for each in found.failures] == [
        "there is no register (.yaml or .yml) in this folder"
    ]


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_folder_that_cannot_be_read_hides_no_other(registers: Path) -> None:
    (registers / "ports").chmod(0)
    try:
        found = folders.find(["registers"])
    finally:
        (registers / "ports").chmod(0o700)
    assert found.paths == ["registers/water.yaml"]
    assert [str(each) for each in found.failures] == [
        "registers/ports: it cannot be read: Permission denied"
    ]


@pytest.mark.parametrize(
    "again", ["registers/water.yaml", "registers/../registers", "{here}/registers/water.yaml", "."]
)
def test_a_file_that_is_named_again_keeps_its_first_name(registers: Path, again: str) -> None:
    assert names("registers", again.format(here=registers.parent)) == BOTH


@posix
def test_a_link_that_is_named_is_the_file_that_it_leads_to(registers: Path) -> None:
    (registers.parent / "latest.yaml").symlink_to(registers / "water.yaml")
    assert names("latest.yaml", "registers") == ["latest.yaml", BOTH[0]]
