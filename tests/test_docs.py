"""The documentation says what is so: its commands are run, its tables and links are compared."""

import ast
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import blocks
import command_tables
import field_tables
import import_tables
import make_images
import pytest
import update_blocks
from portfolios import answer
from test_architecture import ORDER, PACKAGE

from ecefollow import api
from ecefollow.analysis.changes import ChangeKind
from ecefollow.cli.app import COMMAND_FILES
from ecefollow.documents.blocks import Paragraph
from ecefollow.importing import profile
from ecefollow.importing.account import Account
from ecefollow.reading import register_file
from ecefollow.reading.diagnostics import Code
from ecefollow.register.standing import Update
from ecefollow.render import output_schema

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


# The README and the numbers in it

KEPT = "## Check that the record is kept"


def test_the_readme_has_at_most_200_lines() -> None:
    assert len(PAGES["README.md"].splitlines()) <= 200


def test_the_numbers_in_the_readme_are_so() -> None:
    told = section("README.md", "## What a spreadsheet or a tracking system does not tell you")
    for day, written in (("2018-03-31", "31 March 2018"), ("2019-01-01", "1 January 2019")):
        overdue = answer("overdue", "--as-of", day, "--format", "json").json
        assert re.search(rf"\b{overdue['shown']} (actions )?on {written}", told)
    codes = re.findall(r"^\| \[`", section("docs/reviewing.md", KEPT), re.MULTILINE)
    assert f" {len(codes)} codes" in told
    for number, unit in (("214", "days overdue"), ("203", "days late")):
        assert re.search(rf"\b{number}\s{unit}", told)
        assert f"{unit} {number}" in PAGES["docs/reviewing.md"]
    words = (ROOT / "data" / "management-response.txt").read_text("utf-8").split()
    assert f" {len(words)} words" in told


def test_the_page_on_reviewing_names_every_check_of_the_record() -> None:
    named = re.findall(r"^\| \[`(.*?)`\]", section("docs/reviewing.md", KEPT), re.MULTILINE)
    record = PAGES["docs/checks.md"].split("\n## The record\n")[1].split("\n## ")[0]
    assert sorted(named) == sorted(re.findall(r"^### `(.*)`$", record, re.MULTILINE))


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
    ("make", "name", "old"),
    [
        (command_tables.updated_readme, "README.md", "| `init` |"),
        (command_tables.updated, "docs/commands.md", "| `--github` |"),
        (field_tables.updated, "docs/file-format.md", "| yes |"),
        (import_tables.updated, "docs/from-a-document.md", "| `accepted` |"),
    ],
)
def test_a_page_has_the_tables_of_the_program_and_updating_writes_them_anew(
    make: Callable[[str], str], name: str, old: str
) -> None:
    assert make(PAGES[name]) == PAGES[name]
    assert make(PAGES[name].replace(old, "| out of date |")) == PAGES[name]


def test_the_example_of_a_profile_has_no_problem() -> None:
    page = PAGES["docs/from-a-document.md"]
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


# What a page tells people to paste

RECIPE = re.compile(r" *<!-- Paste (at the end|in the place) of (.+) in (\S+) -->\n\n")


def pasted(text: str, where: str, what: str, recipe: str) -> str:
    """The register with the recipe in the place of a line, or below the action with that id."""
    line = rf'(?m)^( +- id: "{re.escape(what)}"\n(?: {{8}}.*\n)*)'
    if where == "in the place":
        line = rf"(?m)^{re.escape(what)}\n()"
    above, action, after = re.split(line, text)
    return f"{above}{action}{recipe}{after}"


def updates(text: str) -> dict[str, tuple[Update, ...]]:
    """The updates of each action of a register."""
    register = register_file.parse_valid(text.encode(), "pasted.yaml")
    return {
        action.id: action.updates for each in register.recommendations for action in each.actions
    }


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if RECIPE.search(page)])
def test_what_a_page_tells_to_paste_adds_its_updates_and_nothing_else(name: str) -> None:
    texts: dict[str, str] = {}
    for recipe in RECIPE.finditer(PAGES[name]):
        where, what, path = recipe.groups()
        fence = next(blocks.fences(PAGES[name][recipe.end() :]))
        before = texts.setdefault(path, (ROOT / path).read_text("utf-8"))
        texts[path] = pasted(before, where, what, fence.text)
        old, new = updates(before), updates(texts[path])
        assert {ident: each for ident, each in new.items() if each != old.get(ident)}.keys() == (
            {what} if where == "at the end" else new.keys()
        )
        counted = [sum(map(len, each.values())) for each in (old, new)]
        assert counted[1] - counted[0] == fence.text.count("date: ")


@pytest.mark.parametrize("name", PAGES)
def test_every_update_that_a_page_shows_in_yaml_is_one_to_paste(name: str) -> None:
    shown = [
        fence
        for fence in blocks.fences(PAGES[name])
        if fence.language == "yaml" and "date: " in fence.text and "evaluation:" not in fence.text
    ]
    places = [where for where, _, _ in RECIPE.findall(PAGES[name])]
    assert len(shown) == places.count("at the end")


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


# From programs


PROGRAMS = "docs/for-programs.md"
EXAMPLES = [*blocks.fences(section(PROGRAMS, "## From Python"))]


@pytest.mark.parametrize(("program", "output"), [*zip(EXAMPLES[::2], EXAMPLES[1::2], strict=True)])
def test_a_program_that_the_page_shows_prints_what_stands_below_it(
    program: blocks.Fence, output: blocks.Fence, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (program.language, output.language) == ("python", "text")
    exec(program.text, {})  # noqa: S102 - the page is our own
    assert capsys.readouterr().out == output.text


def test_the_page_for_programs_names_everything_in_the_library() -> None:
    named = {name.partition("(")[0] for name in first_cells(section(PROGRAMS, "## From Python"))}
    assert named == {*api.__all__}


Fields = dict[str, Any]


def fields(command: str, name: str = "", *, alternative: int = 0) -> Fields:
    """The fields of what a command tells a program of one register, or of each row under a name."""
    found = output_schema.schema(command)
    found = found["anyOf"][alternative] if "anyOf" in found else found
    found = found["properties"][name] if name else found
    found = found.get("items", found)["properties"]
    several = {"registers", "skipped", "evaluation", "evaluations", "organizations"}
    return {field: found[field] for field in found if field not in several}


CHANGE = fields("diff", "changes")
ENTRY = fields("log", "log")
# What stands under each heading, and nothing else.
TABLES: dict[str, Fields] = {
    "### Listings": fields("actions"),
    "### An action": fields("actions", "actions"),
    "### A recommendation": fields("list", "recommendations"),
    "### `summary`": fields("summary"),
    "### `timeline`": fields("timeline"),
    "### A change": CHANGE | {kind: {} for kind in ChangeKind},
    "### Two answers": fields("diff", "answers", alternative=1),
    "### A log entry": {name: ENTRY[name] for name in ENTRY if name not in CHANGE},
    "### A verification": fields("log", alternative=1),
    "### A problem": fields("check"),
    "### A finding": fields("import"),
}


def in_words(schema: Fields) -> str:
    """A type as the page says it."""
    match schema:
        case {"anyOf": [only, {"type": "null"}]}:
            return f"{in_words(only)} or null"
        case {"format": str(word)}:
            return word
        case {"enum": [*_]}:
            return "string"
        case {"type": "array", "items": {"type": "string"}}:
            return "list of strings"
        case {"type": "array"}:
            return "list"
        case {"type": str(word)}:
            return "number" if word == "integer" else word
    return "any"


@pytest.mark.parametrize("heading", TABLES)
def test_the_page_for_programs_names_every_field_with_its_type(heading: str) -> None:
    text = section(PROGRAMS, heading)
    assert sorted(first_cells(text)) == sorted(TABLES[heading])
    for cell, kind in re.findall(r"^\| (`.*?) \| ([a-z ]+) \| ", text, re.MULTILINE):
        for name in re.findall("`(.*?)`", cell):
            assert kind == in_words(TABLES[heading][name]), name


def test_the_page_for_programs_names_the_field_that_upcoming_adds() -> None:
    added = fields("upcoming", "actions").keys() - fields("actions", "actions").keys()
    assert added == {"days_left"}
    assert "`upcoming` adds `days_left`" in section(PROGRAMS, "### An action")


# The picture


def test_the_picture_is_what_the_script_draws(tmp_path: Path) -> None:
    make_images.main(tmp_path)
    drawn = (tmp_path / "terminal.svg").read_bytes()
    assert drawn == (DOCS / "images" / "terminal.svg").read_bytes()


def test_the_picture_loads_nothing_from_elsewhere() -> None:
    picture = (DOCS / "images" / "terminal.svg").read_text("utf-8")
    assert re.findall(r"url\((?!#)|href|@import|https?:(?!//www\.w3\.org/2000/svg)", picture) == []
