"""What `summary` says of each evaluation and each organization."""

import json
from pathlib import Path

import pytest

from ecefollow.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "portfolio" / "registers"
ASKED = ("summary", "--register", str(EXAMPLE), "--as-of", "2023-12-31")


def test_an_earlier_day_stands_beside_what_has_changed_since(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main.run([*ASKED, "--since", "2023-06-30", "--format", "plain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (fees,) = [line.split() for line in lines if line.startswith("ports-fees ")]
    assert fees == ["ports-fees", "4", "1", "3", "was", "1", "25", "%"]


def test_an_organization_that_is_written_in_two_ways_has_one_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for path in sorted(EXAMPLE.glob("ports/*.yaml"))[:2]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = path.read_text(encoding="utf-8").replace("Ports of Arvenia", "PORTS of Arvenia")
    (tmp_path / path.name).write_text(text, encoding="utf-8")
    assert main.run(["summary", "--register", str(tmp_path), "--format", "json"]) == 0
    organizations = json.loads(capsys.readouterr().out)["organizations"]
    assert [each["organization"] for each in organizations] == ["Ports of Arvenia"]
