from pathlib import Path

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


def test_the_nearest_register_is_sought_upward(register: Path) -> None:
    below = register.parents[1] / "a" / "b"
    below.mkdir(parents=True)
    assert sources.nearest_register(below) == str(Path("..", "..", "data", "recommendations.yaml"))


def test_a_nearer_register_wins(register: Path) -> None:
    below = register.parents[1] / "a"
    (below / "data").mkdir(parents=True)
    (below / "data" / "recommendations.yaml").touch()
    assert sources.nearest_register(below) == str(Path("data", "recommendations.yaml"))


def test_a_folder_of_that_name_is_no_register(tmp_path: Path) -> None:
    (tmp_path / "data" / "recommendations.yaml").mkdir(parents=True)
    assert sources.nearest_register(tmp_path) != str(Path("data", "recommendations.yaml"))


def test_the_installed_register_is_the_shipped_one() -> None:
    shipped = (ROOT / "data" / "recommendations.yaml").read_bytes()
    assert Path(sources.installed_register()).read_bytes() == shipped
