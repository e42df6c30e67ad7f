"""The rules of the house: who may import whom, and who may do what, read from the source itself."""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "ecefollow"
# From the top to the bottom: each may import those after it, and none before it.
ORDER = [
    *("cli", "render", "views", "recording", "importing"),
    *("history", "analysis", "documents", "reading", "register"),
]


@cache
def modules() -> list[str]:
    """Every module by its name inside the project; "" is the project's own package."""
    paths = (path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py"))
    return sorted(".".join(path.parts).removesuffix("__init__").strip(".") for path in paths)


def package(module: str) -> str:
    return module.partition(".")[0]


def within(*packages: str) -> list[str]:
    return [module for module in modules() if package(module) in packages]


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
    """The modules that are imported, by their full names."""
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
    """The name inside the project of one of its modules, None for another's."""
    return name.removeprefix("ecefollow").lstrip(".") if package(name) == "ecefollow" else None


@cache
def every_import(module: str) -> set[str]:
    return set(imported(ast.walk(tree(module))))


def of_the_project(module: str) -> set[str]:
    return {inner for name in every_import(module) if (inner := own(name)) is not None}


def from_elsewhere(module: str) -> set[str]:
    return {package(name) for name in every_import(module) if own(name) is None}


def importers(wanted: str) -> set[str]:
    return {module for module in modules() if wanted in from_elsewhere(module)}


def only_reads(node: ast.AST) -> bool:
    """Whether a call of `open` says that the file is to be read."""
    return any(isinstance(each, ast.Constant) and each.value == "rb" for each in ast.walk(node))


def places(wanted: Callable[[ast.AST], object]) -> list[str]:
    """The modules in which a node is found, once for each time."""
    return [m for m in modules() for node in ast.walk(tree(m)) if wanted(node)]


def called(node: ast.AST) -> str:
    """What is called, as it is written, if it is a call."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


# Who imports whom


def test_every_module_is_in_one_of_the_ten_packages() -> None:
    assert {package(module) for module in modules()} == {*ORDER, "", "__main__"}


@pytest.mark.parametrize("module", within(*ORDER))
def test_imports_go_down_the_list_of_packages_and_never_up(module: str) -> None:
    below = {*ORDER[ORDER.index(package(module)) :], ""}
    assert {package(each) for each in of_the_project(module)} <= below


@pytest.mark.parametrize("name", ORDER)
def test_within_a_package_no_import_goes_round(name: str) -> None:
    graph = {
        module: {each for each in of_the_project(module) if package(each) == name and each != name}
        for module in within(name)
    }
    list(TopologicalSorter(graph).static_order())  # CycleError names the circle


@pytest.mark.parametrize("name", ORDER)
def test_a_package_runs_nothing_of_its_own_when_it_is_imported(name: str) -> None:
    (docstring,) = tree(name).body
    assert isinstance(docstring, ast.Expr)


@pytest.mark.parametrize("module", within("register"))
def test_the_register_knows_neither_yaml_nor_the_command_line(module: str) -> None:
    assert from_elsewhere(module) <= {*sys.stdlib_module_names, "dateutil"}


@pytest.mark.parametrize("module", within("analysis", "views"))
def test_answers_and_what_is_shown_need_the_standard_library_alone(module: str) -> None:
    assert from_elsewhere(module) <= sys.stdlib_module_names


@pytest.mark.parametrize("module", within("register", "analysis", "views"))
def test_the_pure_packages_open_nothing(module: str) -> None:
    doors = {"io", "os", "sys", "pathlib", "shutil", "subprocess", "socket", "tempfile"}
    assert from_elsewhere(module).isdisjoint(doors)
    assert "open" not in {called(node) for node in ast.walk(tree(module))}


@pytest.mark.parametrize("module", within("render"))
def test_a_renderer_neither_sorts_nor_asks_the_model(module: str) -> None:
    calls = {called(node).rpartition(".")[2] for node in ast.walk(tree(module))}
    assert calls.isdisjoint({"sorted", "sort", "on"})
    assert {package(each) for each in of_the_project(module)}.isdisjoint({"history", "recording"})


KNOWN_TO = {
    "yaml": {"reading.loader", "reading.yaml_events"},
    "rich": {f"render.{name}" for name in ("axis", "canvas", "grid", "page", "table")},
    "subprocess": {"history.git"},
    "dateutil": {"register.date_parser", "register.deadlines"},
}


@pytest.mark.parametrize("library", KNOWN_TO)
def test_a_library_is_imported_by_the_modules_that_need_it_alone(library: str) -> None:
    assert importers(library) == KNOWN_TO[library]


def test_only_the_command_line_knows_typer() -> None:
    assert {package(module) for module in importers("typer")} == {"cli"}


def test_what_is_slow_to_import_is_imported_where_it_is_used() -> None:
    slow = {"dateutil", "json", "subprocess", "difflib", "rich", "csv", "importlib.metadata"}
    for module in modules():
        # What is itself imported where it is used may import what it needs.
        if module != "history.git" and package(module) != "render":
            at_start = set(imported(runs(tree(module))))
            assert (module, {name for name in at_start if {name, package(name)} & slow}) == (
                module,
                set(),
            )


# Who does what


def test_today_is_asked_for_once_on_the_command_line() -> None:
    clocks = re.compile(r"(datetime|date)\.(today|now|utcnow)|time\.(time|localtime|gmtime)")
    assert places(lambda node: clocks.search(called(node))) == ["cli.session"]


def test_one_module_writes_to_stdout() -> None:
    speaks = re.compile(r"print|pprint|(\w+\.)*(echo|secho)|sys\.__?stdout__\..*|os\.write")
    assert set(places(lambda node: speaks.fullmatch(called(node)))) <= {"cli.output"}
    named = places(lambda node: isinstance(node, ast.Attribute) and node.attr == "stdout")
    # The command line asks whether there is one at all; what git wrote is read elsewhere.
    assert {each for each in named if package(each) != "history"} <= {"cli.main", "cli.output"}
    assert not [module for module in modules() if "sys.stdout" in every_import(module)]


def test_two_modules_write_what_people_keep_and_one_the_cache() -> None:
    # They share nothing: the cache may lose a file or find it torn, and fails without a word.
    keepers = {f"recording.{name}" for name in ("atomic_write", "temporary_file")}
    writers = keepers | {"reading.cache"}
    writes = re.compile(r".*\.(write_bytes|write_text|unlink|mkstemp|touch|mkdir|rmdir)")
    found = places(lambda node: writes.fullmatch(called(node)))
    assert set(found) == writers
    opened = places(lambda node: called(node).split(".")[-1] == "open" and not only_reads(node))
    # A part of a zip file can only be read by opening it.
    zipped = {"documents.office_package", "documents.xlsx_file"}
    assert set(opened) <= writers | zipped


@pytest.mark.parametrize("module", ["reading.cache", "reading.flat_form"])
def test_nothing_that_can_run_code_reads_the_cache(module: str) -> None:
    assert from_elsewhere(module).isdisjoint({"pickle", "marshal", "shelve", "importlib", "yaml"})
    assert {called(node) for node in ast.walk(tree(module))}.isdisjoint({"eval", "exec", "compile"})


def test_only_the_entry_and_the_command_line_exit() -> None:
    ends = re.compile(r"sys\.exit|exit|quit|os\._exit|SystemExit|typer\.Exit")
    found = {package(module) for module in places(lambda node: ends.fullmatch(called(node)))}
    assert found <= {"__main__", "cli"}


def test_every_module_is_named_for_its_role() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "core"}
    assert vague.isdisjoint(part for module in modules() for part in module.split("."))


def test_no_two_classes_have_the_same_name() -> None:
    names = [
        node.name
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ClassDef)
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("module", modules())
def test_every_module_begins_by_saying_what_it_is(module: str) -> None:
    first = (ast.get_docstring(tree(module)) or "").partition("\n")[0]
    assert first.endswith(".")


def test_the_modules_are_really_read() -> None:
    assert {"", "__main__", "cli.main", "register.model", "render.plain"} <= set(modules())
    assert "typer" in from_elsewhere("cli.main")
    assert {"analysis.ids", "cli.errors"} <= of_the_project("cli.session")
