"""How the program starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REGISTER = Path(__file__).parents[1] / "data" / "recommendations.yaml"
MODULES = ("yaml", "typer", "rich", "dateutil", "typing", "json", "gettext", "datetime", "shutil")


@pytest.mark.parametrize("safe_path", ["", "1"])
def test_nothing_in_the_current_folder_is_imported(tmp_path: Path, safe_path: str) -> None:
    for name in MODULES:
        (tmp_path / f"{name}.py").write_text("open('PWNED', 'w')", encoding="utf-8")
    args = ["list", "--register", str(REGISTER), "--as-of", "31 March 2018", "--format", "table"]
    ran = subprocess.run(
        [sys.executable, "-m", "ecefollow", *args],
        cwd=tmp_path,
        env=os.environ | {"PYTHONSAFEPATH": safe_path},
        capture_output=True,
        check=False,
    )
    assert not (tmp_path / "PWNED").exists()
    assert (ran.returncode, ran.stderr) == (0, b"")
