import os
import sys
import tracemalloc
from pathlib import Path
from threading import Thread

import pytest

from ecefollow.reading import sources

ROOT = Path(__file__).parents[2]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "recommendations.yaml"
    path.parent.mkdir()
    path.write_bytes(b"evaluation:\n")
    return path


def test_bytes_come_as_they_are(register: Path) -> None:
    assert sources.read(str(register)) == b"evaluation:\n"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nowhere.yaml", "there is no such file"),
        (".", "this is a folder, not a file"),
        ("no\0name.yaml", "it cannot be read: "),
        ("recommendations.yaml/in", "it cannot be read: "),
    ],
)
def test_what_cannot_be_read_says_why(
    register: Path, monkeypatch: pytest.MonkeyPatch, path: str, reason: str
) -> None:
    monkeypatch.chdir(register.parent)
    with pytest.raises(sources.UnreadableError) as refusal:
        sources.read(path)
    assert refusal.value.path == path
    assert refusal.value.reason.startswith(reason)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a right to make links")
def test_a_link_that_leads_nowhere_is_said_to_be_one(register: Path) -> None:
    link = register.with_name("link.yaml")
    link.symlink_to("gone.yaml")
    with pytest.raises(
        sources.UnreadableError, match=r"link\.yaml: it is a link that leads to no file$"
    ):
        sources.read(str(link))


def test_a_file_has_a_largest_size(register: Path) -> None:
    assert len(sources.read(str(register), most=12)) == 12
    with pytest.raises(sources.UnreadableError, match="it is larger than 0 MB"):
        sources.read(str(register), most=11)


def test_a_file_that_is_too_large_is_not_read(register: Path) -> None:
    os.truncate(register, sources.LARGEST + 1)
    tracemalloc.start()
    try:
        with pytest.raises(sources.UnreadableError, match="it is larger than 256 MB"):
            sources.read(str(register))
        assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_device_that_never_ends_is_refused() -> None:
    with pytest.raises(sources.UnreadableError, match="/dev/zero: it is larger than 1 MB"):
        sources.read("/dev/zero", most=1024 * 1024)


@pytest.mark.skipif(sys.platform != "linux", reason="the name of a pipe is that of Linux")
def test_a_pipe_is_read_to_its_end() -> None:
    output, written = os.pipe()

    def write() -> None:
        with os.fdopen(written, "wb") as file:
            for _ in range(3):
                file.write(b"x" * 100_000)

    writer = Thread(target=write)
    writer.start()
    assert len(sources.read(f"/dev/fd/{output}")) == 300_000
    writer.join()
    os.close(output)


def test_the_nearest_register_is_sought_upward(
    register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = register.parents[1]
    (top / "a" / "b" / "data" / "recommendations.yaml").mkdir(parents=True)  # it is no register
    (top / "a" / "registers").mkdir()  # nor is one that is nearer
    for below, steps in ((top / "a" / "b", ("..", "..")), (top, ())):
        monkeypatch.chdir(below)
        assert sources.nearest_register() == str(Path(*steps, "data", "recommendations.yaml"))
    register.unlink()
    monkeypatch.chdir(top / "a" / "b")
    assert sources.nearest_register() == str(Path("..", "registers"))


def test_the_installed_register_is_the_shipped_one() -> None:
    shipped = (ROOT / "data" / "recommendations.yaml").read_bytes()
    assert Path(sources.installed_register()).read_bytes() == shipped
