"""The cache: it is used, nobody can tell from the answers, and nothing that happens to it hurts."""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Thread
from unittest.mock import patch

import pytest

from ecefollow.reading import cache, flat_form, loader, register_file
from ecefollow.reading.diagnostics import Diagnostic
from ecefollow.reading.incomplete import IncompleteRegister
from ecefollow.reading.register_file import (
    InvalidRegisterError,
    parse_anew,
    parse_several,
    parse_valid,
)
from ecefollow.register.model import Register

DATA = b"""\
evaluation: {id: harbour, title: T, organization: O}
recommendations: [{id: "1", title: T, status: accepted, notes: [completed]}]
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an empty cache, which is on."""
    monkeypatch.delenv("ECEFOLLOW_CACHE")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "ecefollow"


@pytest.fixture
def parsings(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The bytes that were parsed, in their order."""
    calls: list[bytes] = []
    read = loader.read

    def counted(data: bytes, path: str) -> tuple[Register | IncompleteRegister, list[Diagnostic]]:
        calls.append(data)
        return read(data, path)

    monkeypatch.setattr(loader, "read", counted)
    return calls


@pytest.fixture
def parsed(parsings: list[bytes]) -> Callable[[bytes], bool]:
    """Whether these bytes are parsed, and not taken from the cache."""

    def parsed(data: bytes) -> bool:
        parsings.clear()
        found = parse_valid(data, "r.yaml")
        was_parsed = bool(parsings)
        assert found == parse_anew(data, "r.yaml")
        return was_parsed

    return parsed


Parsed = Callable[[bytes], bool]


def kept(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


# What is kept


def test_a_register_with_an_error_is_not_kept(folder: Path) -> None:
    for _ in range(2):
        with pytest.raises(InvalidRegisterError):
            parse_valid(DATA + b"more: x\n", "r.yaml")
    assert kept(folder) == []


@pytest.mark.parametrize(
    ("name", "value"), [("__version__", "99"), ("_FORMAT", 99), ("_made_by", lambda: b"other keys")]
)
def test_another_version_parses_for_itself(
    name: str, value: object, parsed: Parsed, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed(DATA)
    monkeypatch.setattr(cache, name, value)
    if name != "_made_by":
        monkeypatch.setattr(cache, "_made_by", cache._made_by.__wrapped__)  # noqa: SLF001 - it remembers
    assert parsed(DATA)
    assert not parsed(DATA)


def several(number: int) -> dict[str, bytes]:
    """So many files, each with a register."""
    return {f"{each}.yaml": DATA + b"# %d\n" % each for each in range(number)}


def test_registers_that_are_read_together_are_kept_together(
    parsings: list[bytes], folder: Path
) -> None:
    files = several(3)
    found = parse_several(files)
    assert found == {path: parse_anew(data, path) for path, data in files.items()}
    assert len(kept(folder)) == 1
    parsings.clear()
    assert parse_several(files) == found
    assert parsings == []


@pytest.mark.parametrize("change", ["edited", "added", "removed"])
def test_a_change_to_one_of_many_leaves_the_other_groups_in_the_cache(
    parsings: list[bytes], folder: Path, change: str
) -> None:
    files = several(100)
    parse_several(files)
    assert len(kept(folder)) == 2
    parsings.clear()
    match change:
        case "edited":
            files["50.yaml"] += b"# so\n"
        case "added":
            files["more.yaml"] = DATA
        case _:
            del files["50.yaml"]
    assert parse_several(files).keys() == files.keys()
    assert 0 < len(parsings) < 70


def test_of_many_only_those_with_an_error_are_parsed_again(parsings: list[bytes]) -> None:
    files = several(10) | {"bad.yaml": b"x"}
    for _ in range(2):
        parsings.clear()
        found = parse_several(files)
        wrong = [path for path, each in found.items() if isinstance(each, InvalidRegisterError)]
        assert wrong == ["bad.yaml"]
    assert parsings == [b"x"]


# Where it is kept


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, ".cache/ecefollow"),
        ("linux", {"XDG_CACHE_HOME": ""}, ".cache/ecefollow"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, ".cache/ecefollow"),
        ("linux", {"XDG_CACHE_HOME": "{home}/elsewhere"}, "elsewhere/ecefollow"),
        ("darwin", {"XDG_CACHE_HOME": "{home}/elsewhere"}, "Library/Caches/ecefollow"),
        ("win32", {}, "AppData/Local/ecefollow/Cache"),
        ("win32", {"LOCALAPPDATA": "{home}/local"}, "local/ecefollow/Cache"),
    ],
)
def test_it_is_kept_where_the_system_keeps_caches(
    platform: str,
    environment: dict[str, str],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value.format(home=tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    parse_valid(DATA, "r.yaml")
    assert len(kept(tmp_path / expected)) == 1


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert cache.kept_for([DATA]) is None
    assert parse_valid(DATA, "r.yaml")


@posix
def test_nobody_else_may_look_into_the_folder(folder: Path) -> None:
    parse_valid(DATA, "r.yaml")
    assert folder.stat().st_mode & 0o777 == 0o700


# How it is switched off


def test_the_environment_switches_it_off(
    parsed: Parsed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECEFOLLOW_CACHE", "0")
    assert parsed(DATA)
    assert parsed(DATA)
    assert kept(folder) == []


# What may happen to it


OTHER = DATA.replace(b"harbour", b"airport")


def signed(content: bytes, *files: bytes) -> bytes:
    """What an attacker would keep of the files: any content, with a sum that is right."""
    place = cache.kept_for(files)
    assert place
    return cache._sum(content) + place.begin + content  # noqa: SLF001 - see above


def of_the_other(_: bytes) -> bytes:
    parse_valid(OTHER, "other.yaml")
    place = cache.kept_for([OTHER])
    assert place
    return place.path.read_bytes()


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "that of another register": of_the_other,
    "cut off where it begins": lambda whole: whole[:20],
    "a byte too short": lambda whole: whole[:-1],
    "altered": lambda whole: whole.replace(b"completed", b"complated", 1),
    "what pickle would run": lambda _: b"\x80\x04\x95cos\nsystem\n(S'false'\ntR.",
    "what only looks whole": lambda _: signed(b"not a register", DATA),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_parsed_again_and_replaced(
    damage: Callable[[bytes], bytes], parsed: Parsed, folder: Path
) -> None:
    parsed(DATA)
    (path,) = kept(folder)
    path.write_bytes(damage(path.read_bytes()))
    assert parsed(DATA)
    assert not parsed(DATA)


@pytest.mark.parametrize(
    ("which", "registers"),
    [(b"\1\1", 1), (b"\2\0", 2), (b"\1\0", 0), (b"\1\0", 2), (b"\0\0", 1), (b"", 2)],
)
def test_what_does_not_say_which_file_has_which_register_is_not_used(
    which: bytes, registers: int, folder: Path
) -> None:
    files = several(2)
    parse_several(files)
    (path,) = kept(folder)
    forged = which + flat_form.dump([parse_anew(OTHER, "r.yaml")] * registers)
    path.write_bytes(signed(forged, *files.values()))
    assert parse_several(files) == {path: parse_anew(DATA, path) for path in files}


def test_a_file_that_is_far_too_large_is_not_read(parsed: Parsed, folder: Path) -> None:
    parsed(DATA)
    (path,) = kept(folder)
    path.write_bytes(signed(bytes(200_000), DATA))
    with patch.object(Path, "read_bytes", side_effect=AssertionError):
        assert parsed(DATA)


@posix
@pytest.mark.parametrize(
    "mode",
    [0o777, 0o1777, 0o770, None],
    ids=["open to all", "open, but sticky", "open to the group", "of another user"],
)
def test_a_folder_of_others_or_that_they_may_write_to_is_not_used(
    parsed: Parsed, folder: Path, mode: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed(DATA)
    if mode:
        folder.chmod(mode)
    else:
        stranger = folder.stat().st_uid + 1
        monkeypatch.setattr(os, "geteuid", lambda: stranger)
    assert parsed(DATA)
    assert parsed(DATA + b"# so\n")
    assert len(kept(folder)) == 1


@pytest.mark.parametrize("make", [pytest.param("mkfifo", marks=posix), "mkdir"])
def test_what_is_no_file_does_no_harm_and_does_not_make_it_wait(
    parsed: Parsed, folder: Path, make: str
) -> None:
    parsed(DATA)
    (path,) = kept(folder)
    path.unlink()
    getattr(os, make)(path)
    assert parsed(DATA)


def test_a_file_in_the_place_of_the_folder_does_no_harm(parsed: Parsed, folder: Path) -> None:
    folder.write_bytes(b"")
    assert parsed(DATA)


@pytest.mark.parametrize("call", ["open", "replace"])
def test_a_full_disk_leaves_nothing_behind(parsed: Parsed, folder: Path, call: str) -> None:
    with patch.object(Path, call, side_effect=OSError(28, "No space left on device")):
        assert parsed(DATA)
    assert kept(folder) == []


def test_several_at_once_leave_one_file(folder: Path) -> None:
    results: list[Register] = []
    work = [Thread(target=lambda: results.append(parse_valid(DATA, "r.yaml"))) for _ in range(8)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert results == [parse_anew(DATA, "r.yaml")] * 8
    assert len(kept(folder)) == 1


# How it stays small


def test_what_was_used_last_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = [DATA + b"# %d\n" % number for number in range(4)]
    for data in versions:
        parse_valid(data, "r.yaml")
    places = [place for data in versions if (place := cache.kept_for([data]))]
    for age, place in enumerate(places):
        os.utime(place.path, (1000 + age, 1000 + age))
    parse_valid(versions[0], "r.yaml")  # now it was used last
    size = places[0].path.stat().st_size
    monkeypatch.setattr(cache, "_MOST", 4 * size)
    monkeypatch.setattr(cache, "_KEPT", 3 * size)
    monkeypatch.setattr(cache, "_PRUNED_EVERY", 0)  # each time
    parse_valid(DATA, "r.yaml")
    left = [place.path.exists() for place in places]
    assert left == [True, False, False, True]


def test_what_is_not_of_the_cache_is_not_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse_valid(DATA, "r.yaml")
    (folder / "notes.txt").write_bytes(b"x")
    os.utime(folder / "notes.txt", (0, 0))
    for name in ("_KEPT", "_PRUNED_EVERY"):
        monkeypatch.setattr(cache, name, 0)
    monkeypatch.setattr(cache, "_MOST", kept(folder)[0].stat().st_size)
    parse_valid(OTHER, "r.yaml")
    assert kept(folder) == [folder / "notes.txt"]


def test_check_parses_whatever_is_in_the_cache(tmp_path: Path, parsed: Parsed) -> None:
    path = tmp_path / "r.yaml"
    path.write_bytes(DATA)
    parsed(DATA)
    with patch.object(cache, "kept_for", side_effect=AssertionError):
        assert register_file.check_file(str(path), today=date(2030, 1, 1)).register
