"""The house rules: who may import whom, and who may speak, read from the source itself."""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "ecefollow"
PAGES = sorted(f"pages.{path.stem}" for path in (PACKAGE / "pages").glob("[!_]*.py"))
RENDERERS = sorted(f"render.{path.stem}" for path in (PACKAGE / "render").glob("[!_]*.py"))


@cache
def modules() -> list[str]:
    """Every module of the package by its name inside it; "" is the package itself."""
    paths = (path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py"))
    return sorted(".".join(path.parts).removesuffix("__init__").strip(".") for path in paths)


@cache
def tree(module: str) -> ast.Module:
    path = PACKAGE.joinpath(*module.split(".")) if module else PACKAGE
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(file.read_text(encoding="utf-8"))


def runs(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is imported: no body of a function, nothing for type checkers."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from runs(child)


def imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The modules that are imported, in full; of the package by their names inside it."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            source = str(node.module)
            inner = [f"{source}.{alias.name}" for alias in node.names]
            submodules = [name for name in inner if own(name) in modules()]
            yield from submodules
            if len(submodules) < len(inner):
                yield source


def own(name: str) -> str | None:
    """The name inside the package of one of its modules."""
    return name.removeprefix("ecefollow").lstrip(".") if is_own(name) else None


def is_own(name: str) -> bool:
    return name.partition(".")[0] == "ecefollow"


@cache
def every_import(module: str) -> set[str]:
    return set(imported(ast.walk(tree(module))))


def of_the_project(module: str) -> set[str]:
    return {str(own(name)) for name in every_import(module) if is_own(name)}


def from_elsewhere(module: str) -> set[str]:
    return {name.partition(".")[0] for name in every_import(module) if not is_own(name)}


def importers(package: str) -> set[str]:
    return {module for module in modules() if package in from_elsewhere(module)}


def places(wanted: Callable[[ast.AST], object]) -> list[str]:
    """The modules in which a node is found, once for each time."""
    return [m for m in modules() for node in ast.walk(tree(m)) if wanted(node)]


def called(node: ast.AST) -> str:
    """What is called, as it is written, if it is a call."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


# Who imports whom


def test_deadlines_know_nothing_of_the_project() -> None:
    assert not of_the_project("deadlines")


def test_the_model_knows_deadlines_alone() -> None:
    assert of_the_project("model") == {"deadlines"}


def test_the_model_knows_nothing_outside_the_standard_library() -> None:
    assert from_elsewhere("model") <= sys.stdlib_module_names


def test_the_schema_leads_to_the_model_and_reads_no_yaml() -> None:
    assert of_the_project("schema") == {"deadlines", "diagnostics", "model"}
    assert from_elsewhere("schema") <= sys.stdlib_module_names


def test_sources_know_the_standard_library_alone() -> None:
    assert not of_the_project("sources")
    assert from_elsewhere("sources") <= sys.stdlib_module_names


def test_what_is_written_to_a_file_is_nobodys_business_but_the_writers() -> None:
    assert of_the_project("saving") == {"diagnostics"}
    assert from_elsewhere("saving") <= sys.stdlib_module_names


def test_an_edit_leads_to_the_loader_and_knows_nothing_of_answers() -> None:
    rooms = {"checks", "decoding", "diagnostics", "entries", "loader", "model", "notation"}
    assert of_the_project("editing") <= rooms | {"parsing"}


PURE = ["changes", "checks", "entries", "figures", "periods", "queries"]


@pytest.mark.parametrize("module", PURE)
def test_rules_and_answers_know_the_model_and_nothing_above_it(module: str) -> None:
    below = {"deadlines", "diagnostics", "model", "queries", "changes"}
    assert of_the_project(module) <= below - {module}
    assert from_elsewhere(module) <= sys.stdlib_module_names


def test_the_loader_knows_nothing_of_the_command_line_or_the_answers() -> None:
    assert of_the_project("loader") <= {"decoding", "diagnostics", "model", "parsing", "schema"}


@pytest.mark.parametrize("module", ["views", "pages", *PAGES])
def test_what_is_shown_knows_nothing_of_formats(module: str) -> None:
    assert not [name for name in of_the_project(module) if name.startswith("render")]
    assert from_elsewhere(module) <= sys.stdlib_module_names


@pytest.mark.parametrize("module", RENDERERS)
def test_a_renderer_reads_no_register_and_asks_no_question(module: str) -> None:
    rooms = {"loader", "schema", "checks", "queries", "changes", "sources", "editing", "decoding"}
    assert of_the_project(module).isdisjoint(rooms | {"cli", "asking", "options", "completion"})


@pytest.mark.parametrize("module", RENDERERS)
def test_a_renderer_neither_sorts_nor_asks_the_model(module: str) -> None:
    calls = {called(node).rpartition(".")[2] for node in ast.walk(tree(module))}
    assert calls.isdisjoint({"sorted", "sort", "on"})


def test_only_what_reads_and_what_writes_yaml_know_it() -> None:
    assert importers("yaml") == {"loader", "parsing", "notation"}


def test_only_the_command_line_knows_typer() -> None:
    assert importers("typer") <= {"cli", "asking", "options", "completion"}


def test_only_what_is_drawn_at_a_terminal_knows_rich() -> None:
    assert importers("rich") <= {
        f"render.{name}" for name in ("axis", "canvas", "grid", "table", "text")
    }


def test_only_what_asks_git_starts_other_programs() -> None:
    assert importers("subprocess") == {"repository"}


def test_only_deadlines_know_dateutil() -> None:
    rooms = {"deadlines", "queries"}  # the friendlier forms, and month arithmetic
    assert importers("dateutil") <= rooms


def test_nobody_imports_the_command_line_but_the_entry() -> None:
    assert {module for module in modules() if "cli" in of_the_project(module)} == {"__main__"}


def test_imports_go_round_in_no_circle() -> None:
    graph = {
        module: {str(own(name)) for name in imported(runs(tree(module))) if is_own(name)}
        for module in modules()
    }
    # To import a module is to import the packages that it is in.
    for module, needed in graph.items():
        inner = {name for name in needed | {module} if "." in name}
        needed.update({name.rpartition(".")[0] for name in inner} - {module})
    list(TopologicalSorter(graph).static_order())  # CycleError names the circle


def test_what_is_slow_to_import_is_imported_where_it_is_used() -> None:
    slow = {"dateutil", "json", "subprocess", "difflib", "rich", "csv", "importlib"}
    for module in modules():
        # What is itself imported where it is used may import what it needs.
        if module != "repository" and not module.startswith("render."):
            at_start = {name.partition(".")[0] for name in imported(runs(tree(module)))}
            assert (module, at_start & slow) == (module, set())


# Who does what


def test_today_is_asked_for_once_on_the_command_line() -> None:
    clocks = re.compile(r"(datetime|date)\.(today|now|utcnow)|time\.(time|localtime|gmtime)")
    assert places(lambda node: clocks.search(called(node))) == ["asking"]


def test_one_room_writes_to_stdout() -> None:
    speaks = re.compile(r"print|pprint|(\w+\.)*(echo|secho)|sys\.__?stdout__\..*|os\.write")
    assert set(places(lambda node: speaks.fullmatch(called(node)))) <= {"streams"}
    named = places(lambda node: isinstance(node, ast.Attribute) and node.attr == "stdout")
    # The command line asks whether there is one at all; what git wrote is read elsewhere.
    assert set(named) - {"repository"} <= {"cli", "streams"}
    assert not [module for module in modules() if "sys.stdout" in every_import(module)]


def test_one_room_writes_to_files() -> None:
    writes = re.compile(r".*\.(write_bytes|write_text|unlink|mkstemp|touch|mkdir|rmdir)")
    assert set(places(lambda node: writes.fullmatch(called(node)))) == {"saving"}
    opened = places(lambda node: called(node) == "open" or called(node).endswith(".open"))
    assert set(opened) <= {"saving"}


def test_only_the_entry_and_the_command_line_exit() -> None:
    ends = re.compile(r"sys\.exit|exit|quit|os\._exit|SystemExit|typer\.Exit")
    assert set(places(lambda node: ends.fullmatch(called(node)))) <= {"__main__", "cli", "asking"}


@pytest.mark.parametrize("module", ["deadlines", "model", *PURE])
def test_the_pure_rooms_open_nothing(module: str) -> None:
    doors = {"io", "os", "sys", "pathlib", "shutil", "subprocess", "socket", "tempfile"}
    assert from_elsewhere(module).isdisjoint(doors)
    assert "open" not in {called(node) for node in ast.walk(tree(module))}


def test_every_module_is_named_for_its_role() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "core"}
    assert vague.isdisjoint(part for module in modules() for part in module.split("."))


@pytest.mark.parametrize("module", modules())
def test_every_module_begins_by_saying_what_it_is(module: str) -> None:
    first = (ast.get_docstring(tree(module)) or "").partition("\n")[0]
    assert first.endswith(".")


def test_the_modules_are_really_read() -> None:
    assert {"", "__main__", "cli", "model", "render", "render.plain"} <= set(modules())
    assert "typer" in from_elsewhere("cli")
    assert {"queries", "render", "asking"} <= of_the_project("cli")
