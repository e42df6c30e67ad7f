"""What a start imports: most of a small tool's time goes there."""

import subprocess
import sys

import pytest
from portfolios import ROOT, SHIPPED
from slow_cases import usually

from ecefollow.cli.app import COMMAND_FILES

REGISTER = ("--register", str(SHIPPED))
# Each costs milliseconds, and a piped listing has no use for it. What Typer itself imports is not
# ours to avoid: subprocess and shutil, at the time of writing.
DEAR = {
    *("rich", "dateutil", "json", "csv", "importlib.metadata", "pydantic", "markdown_it"),
    *("ecefollow.views.page", "ecefollow.render.table", "ecefollow.render.json"),
}
CALL = """
import sys
from ecefollow.cli import main
main.run(sys.argv[1:])
"""
TELL = """
sys.stderr.write("\\n" + " ".join(sys.modules))
"""


def imported(code: str, *args: str) -> set[str]:
    """The modules that are there once the code has run, with its output in a pipe."""
    command = [sys.executable, "-c", code + TELL, *args]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture(scope="module")
def typers_own() -> set[str]:
    return imported("import sys, typer")


@pytest.mark.parametrize(
    "command", usually(1, ["actions --state overdue", "overdue --as-of 2018-03-31"])
)
def test_a_piped_listing_imports_nothing_dear(command: str, typers_own: set[str]) -> None:
    found = imported(CALL, *command.split(), *REGISTER)
    assert "ecefollow.render.plain" in found
    assert (found - typers_own) & DEAR == set()


def test_a_start_imports_the_file_of_its_command_and_dateutil_for_a_spoken_date_alone() -> None:
    found = imported(CALL, "list", *REGISTER, "--as-of", "31 March 2018")
    assert "dateutil" in found  # and so dear where it is not asked for
    files = {f"ecefollow.cli.{name}" for name in COMMAND_FILES}
    assert found & files == {"ecefollow.cli.look"}


def test_typer_imports_neither_rich_nor_pydantic_by_itself(typers_own: set[str]) -> None:
    assert typers_own.isdisjoint({"rich", "pydantic"})
