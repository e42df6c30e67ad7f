"""The documentation says what is so: its commands are run, its tables and links are compared."""

import ast
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import blocks
import field_tables
import import_tables
import make_images
import pytest
import update_blocks
from portfolios import answer
from test_architecture import ORDER, PACKAGE

from ecefollow.analysis.changes import ChangeKind
from ecefollow.cli.app import COMMAND_FILES
from ecefollow.documents.blocks import Finding, Paragraph, Place
from ecefollow.importing import profile
from ecefollow.importing.account import Account
from ecefollow.reading.diagnostics import Code
from ecefollow.render import dispatch
from ecefollow.render.formats import FindingFormat

ROOT = blocks.ROOT
DOCS = ROOT / "docs"
PAGES = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in blocks.pages()}
COMMANDS = {name for names in COMMAND_FILES.values() for name in names}
Run = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A function that gives what each command of a page prints, in a new copy of the data."""
    if os.name != "posix":
        pytest.skip("the pages show the paths of POSIX")
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    return lambda page: blocks.run(page, tmp_path_factory.mktemp("page") / "clone")


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next one."""
    return PAGES[page].split(f"\n{heading}\n", 1)[1].split("\n#", 1)[0]


def first_cells(text: str) -> list[str]:
    """The names in the first column of the tables in a text, without the heads."""
    cells = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]*)`", cell)]


# Commands


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if blocks.commands(page)])
def test_a_command_prints_what_the_page_shows(name: str, run: Run) -> None:
    for fence, printed in zip(blocks.commands(PAGES[name]), run(PAGES[name]), strict=True):
        command = str(fence.command)
        assert blocks.lasting(command, printed) == blocks.lasting(command, fence.output), command


def test_every_command_is_shown_with_what_it_prints() -> None:
    shown = {
        str(fence.command).split()[1] for page in PAGES.values() for fence in blocks.commands(page)
    }
    assert shown == COMMANDS - {"schema"}  # whose output is longer than any page


def test_updating_a_page_replaces_output_that_is_out_of_date(run: Run) -> None:
    page = "1. Check:\n\n   ```console\n   $ ecefollow check nowhere.yaml\n   Out of date\n   ```\n"
    new = update_blocks.updated(page)
    (fence,) = blocks.commands(new)
    assert [fence.output] == run(page)
    assert new.startswith("1. Check:\n\n   ```console\n   $ ecefollow check nowhere.yaml\n   no")
    assert new.endswith("\n   ```\n")


@pytest.mark.usefixtures("run")  # which skips where nothing can be run
def test_updating_a_page_leaves_output_that_differs_only_in_the_date() -> None:
    page = "```console\n$ ecefollow list 1\n```\n"
    earlier = re.sub(r"as of \d+ \w+ \d+", "as of 1 Jan 2020", update_blocks.updated(page))
    assert "as of 1 Jan 2020" in earlier
    assert update_blocks.updated(earlier) == earlier


def test_an_edit_that_a_page_shows_is_made_before_the_next_command(run: Run) -> None:
    edit = (
        "--- a/examples/followed-up.yaml\n+++ b/examples/followed-up.yaml\n@@ -19,3 +19,3 @@\n"
        "         responsible: [Data Office]\n"
        "-        due: 2021-06-30\n+        due: 2021-06-31\n"
        "         updates: # finished before its time\n"
    )
    check = "```console\n$ ecefollow check examples/followed-up.yaml\n```\n"
    before, after = run(f"{check}```diff\n{edit}```\n{check}")
    assert "bad-date" not in before
    assert "bad-date" in after


# The README


def test_the_readme_has_at_most_200_lines() -> None:
    assert len(PAGES["README.md"].splitlines()) <= 200


def test_the_table_in_the_readme_names_every_command_and_no_other() -> None:
    named = first_cells(section("README.md", "## Commands"))
    assert len(named) == len(COMMANDS)
    assert {name.removeprefix("ecefollow ") for name in named} == COMMANDS


# CONTRIBUTING


CONTRIBUTING = PAGES["CONTRIBUTING.md"]


def named_in_the_tree() -> list[str]:
    """The paths in the tree of CONTRIBUTING, in its order; an indented name is in a folder."""
    tree = next(fence for fence in blocks.fences(CONTRIBUTING) if fence.language == "text")
    found = []
    folders: list[str] = []
    for line in tree.lines[1:]:
        name, _ = line.split(maxsplit=1)  # and what is there
        depth = (len(line) - len(line.lstrip())) // 2 - 1
        folders = [*folders[:depth], name.rstrip("/")]
        if not name.endswith("/"):
            found.append("/".join(folders))
    return found


def functions(file: str) -> set[str]:
    """The names of the functions and methods in a file of the program."""
    tree = ast.parse((PACKAGE / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_the_tree_in_contributing_names_every_module_in_the_order_of_imports() -> None:
    named = named_in_the_tree()
    modules = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")]
    expected = [path for path in modules if not path.endswith("__init__.py")]
    assert sorted(named) == sorted(expected)
    packages = [path.partition("/")[0] for path in named if "/" in path]
    assert list(dict.fromkeys(packages)) == ORDER


def test_every_step_of_a_run_in_contributing_is_a_function_of_the_file() -> None:
    steps = re.findall(r"^\| `(\S+\.py)` \| (`.*?`) \|", CONTRIBUTING, re.MULTILINE)
    assert len(steps) > 30
    for file, names in steps:
        assert set(re.findall(r"`(\w+)`", names)) <= functions(file), file


def test_every_file_that_contributing_names_exists() -> None:
    named = re.findall(r"`([\w/.-]+/[\w.-]*)`", without_fences(CONTRIBUTING))
    assert len(named) > 40
    for name in named:
        assert any((root / name).exists() for root in (PACKAGE, ROOT)), name


# Links


def slugs(page: str) -> Iterator[str]:
    """The anchors that GitHub gives to the headings of a page."""
    seen: dict[str, int] = {}
    for heading in re.findall(r"^#{1,6} (.*)$", without_fences(page), re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        seen[slug] = seen.get(slug, -1) + 1
        yield f"{slug}-{seen[slug]}" if seen[slug] else slug


def without_fences(page: str) -> str:
    lines = page.split("\n")
    for fence in blocks.fences(page):
        lines[fence.start : fence.end] = [""] * (fence.end - fence.start)
    return "\n".join(lines)


def links(page: str) -> list[str]:
    prose = re.sub(r"`[^`\n]*`", "code", without_fences(page))
    inline = re.findall(r"\]\(\s*<?([^)\s>]+)", prose)
    return inline + re.findall(r"^\[[^\]]+\]: (\S+)", prose, re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_file_and_a_heading_that_exist(name: str) -> None:
    page = ROOT / name
    for link in links(PAGES[name]):
        if re.match(r"[a-z]+:", link):
            continue  # elsewhere in the world
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), link
        assert target.resolve().is_relative_to(ROOT), link
        if anchor:
            assert anchor in slugs(target.read_text("utf-8")), link


@pytest.mark.parametrize("index", ["README.md", "docs/README.md"])
def test_an_index_links_to_every_page(index: str) -> None:
    linked = {((ROOT / index).parent / link).resolve() for link in links(PAGES[index])}
    assert {path for path in DOCS.glob("*.md") if path.name != "README.md"} <= linked


# Tables


@pytest.mark.parametrize(
    ("name", "tables", "old"),
    [
        ("docs/file-format.md", field_tables, "| yes |"),
        ("docs/bringing-your-response.md", import_tables, "| `accepted` |"),
    ],
)
def test_a_page_has_the_tables_of_the_program_and_updating_writes_them_anew(
    name: str, tables: ModuleType, old: str
) -> None:
    for heading, rows in tables.tables().items():
        assert rows.strip() in section(name, heading.strip())
    page = PAGES[name]
    assert tables.updated(page.replace(old, "| out of date |")) == page


def test_the_example_of_a_profile_has_no_problem() -> None:
    page = PAGES["docs/bringing-your-response.md"]
    (example,) = [fence for fence in blocks.fences(page) if fence.language == "yaml"]
    assert profile.load(example.text.encode(), "profile.yaml")[1] == []


def test_the_page_for_programs_names_every_column_of_the_account() -> None:
    entry = next(Account([Paragraph("paragraph 1", "A")]).entries())
    assert first_cells(section("docs/for-programs.md", "### The account")) == [*entry.record]


def test_the_annotated_example_is_a_register_without_a_problem(tmp_path: Path) -> None:
    example = next(fence for fence in blocks.fences(PAGES["docs/file-format.md"]))
    file = tmp_path / "example.yaml"
    file.write_text(example.text, encoding="utf-8")
    assert answer("check", "--strict", str(file))[:2] == (0, "")


def test_every_check_has_a_section_with_an_example_and_how_to_fix_it() -> None:
    page = PAGES["docs/checks.md"]
    assert sorted(re.findall(r"^### `(.*)`$", page, re.MULTILINE)) == sorted(Code)
    for code in Code:
        text = section("docs/checks.md", f"### `{code}`")
        assert f"{code.severity}: " in text, code
        assert f" [{code}]\n" in text, code
        assert "\nTo fix it, " in text, code


QUERIES = [
    fence.text for fence in blocks.fences(PAGES["docs/export.md"]) if fence.language == "sql"
]


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the databases that the page on them asks."""
    folder = tmp_path_factory.mktemp("databases")
    register = ROOT / "examples" / "followed-up.yaml"
    days = {"response": "2021-12-31", "march": "2021-03-31", "june": "2021-06-30"}
    for name, day in days.items():
        file = str(folder / f"{name}.sqlite")
        assert answer("export", f"--register={register}", "--as-of", day, "-o", file).status == 0
    return folder


@pytest.mark.parametrize("query", [each for each in QUERIES if "ATTACH" not in each])
def test_a_query_that_the_page_shows_finds_something(query: str, databases: Path) -> None:
    with closing(sqlite3.connect(databases / "response.sqlite")) as database:
        assert database.execute(query).fetchall()


@pytest.mark.integration
@pytest.mark.parametrize("script", [each for each in QUERIES if "ATTACH" in each])
def test_a_script_for_duckdb_that_the_page_shows_finds_something(
    script: str, databases: Path
) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    name = "duckdb_extension_sqlite_scanner"
    extension = pytest.importorskip(name, reason="DuckDB's extension is not installed")
    binary = next(Path(extension.__file__).parent.rglob("*.duckdb_extension"))
    with duckdb.connect() as database:
        database.execute(f"LOAD '{binary}'")
        # Installing would download it, and the page's files are in the folder that one is in.
        script = script.removeprefix("INSTALL sqlite;\n")
        answer = database.execute(re.sub(r"'(\w+\.sqlite)'", rf"'{databases}/\1'", script))
        assert answer.fetchall()


def test_the_page_on_the_database_names_every_table_and_view(databases: Path) -> None:
    with closing(sqlite3.connect(databases / "response.sqlite")) as database:
        question = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
        there = {name for (name,) in database.execute(question)}
    named = set(first_cells(section("docs/export.md", "## What is in it")))
    assert named == there


@pytest.fixture(scope="module")
def answers(run: Run) -> dict[str, Any]:
    """What each command tells a program about a register in which something was recorded."""
    names = ("actions", "list", "diff", "log", "summary", "upcoming --as-of 2021-12-01", "check")
    record = "record B.2 --date 2021-12-20 --note Trained. --progress completed"
    of = "--register examples/followed-up.yaml"
    commands = (f"{record} {of}", *(f"{name} --format json {of}" for name in names))
    page = "".join(f"```console\n$ ecefollow {command}\n```\n" for command in commands)
    # What goes to stderr stands behind the answer.
    decoded = (json.JSONDecoder().raw_decode(text)[0] for text in run(page)[1:])
    found = dict(zip((name.split()[0] for name in names), decoded, strict=True))
    finding = Finding(Place("", 1, 0), "Terminé", "unknown")
    return found | {"import": json.loads(dispatch.findings([finding], FindingFormat.JSON))}


@pytest.mark.parametrize(
    ("heading", "find"),
    [
        ("### Listings", lambda answers: answers["actions"]),
        ("### An action", lambda answers: answers["actions"]["actions"][0]),
        ("### A recommendation", lambda answers: answers["list"]["recommendations"][0]),
        ("### `summary`", lambda answers: answers["summary"]),
        ("### A change", lambda answers: [*answers["diff"]["changes"][0], *ChangeKind]),
        (
            "### A log entry",
            lambda answers: answers["log"]["log"][0].keys() - answers["diff"]["changes"][0].keys(),
        ),
        ("### A problem", lambda answers: answers["check"][0]),
        ("### A finding", lambda answers: answers["import"][0]),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_the_page_for_programs_names_every_field(
    heading: str, find: Callable[[Any], Iterable[str]], answers: dict[str, Any]
) -> None:
    named = first_cells(section("docs/for-programs.md", heading))
    assert sorted(named) == sorted(find(answers))


def test_the_page_for_programs_names_the_field_that_upcoming_adds(answers: dict[str, Any]) -> None:
    upcoming, action = answers["upcoming"]["actions"][0], answers["actions"]["actions"][0]
    assert upcoming.keys() - action.keys() == {"days_left"}
    assert "`upcoming` adds `days_left`" in section("docs/for-programs.md", "### An action")


# The picture


def test_the_picture_is_what_the_script_draws(tmp_path: Path) -> None:
    make_images.main(tmp_path)
    drawn = (tmp_path / "terminal.svg").read_bytes()
    assert drawn == (DOCS / "images" / "terminal.svg").read_bytes()


def test_the_picture_loads_nothing_from_elsewhere() -> None:
    picture = (DOCS / "images" / "terminal.svg").read_text("utf-8")
    assert re.findall(r"url\((?!#)|href|@import|https?:(?!//www\.w3\.org/2000/svg)", picture) == []
