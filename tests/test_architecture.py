"""The rules of the house: who may import whom, and who may do what, read from the source itself."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

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


@cache
def nodes(module: str) -> list[ast.AST]:
    return list(ast.walk(tree(module)))


@cache
def calls(module: str) -> list[tuple[str, ast.Call]]:
    """What a module calls, as it is written, and each call."""
    found = [node for node in nodes(module) if isinstance(node, ast.Call)]
    return [(ast.unparse(node.func), node) for node in found]


def callers(pattern: str) -> list[str]:
    """The modules that call something, once for each time."""
    called = re.compile(pattern).fullmatch
    return [module for module in modules() for name, _ in calls(module) if called(name)]


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
    return set(imported(nodes(module)))


def of_the_project(module: str) -> set[str]:
    return {inner for name in every_import(module) if (inner := own(name)) is not None}


def from_elsewhere(*modules: str) -> set[str]:
    """What these modules import from elsewhere."""
    names = {name for module in modules for name in every_import(module) if own(name) is None}
    return {package(name) for name in names}


def importers(wanted: str) -> set[str]:
    return {module for module in modules() if wanted in from_elsewhere(module)}


def called_by(*packages: str) -> set[str]:
    """The last names of what the modules of these packages call."""
    return {name.rpartition(".")[2] for module in within(*packages) for name, _ in calls(module)}


# Who imports whom


def test_every_module_is_in_one_of_the_ten_packages_or_the_library() -> None:
    assert {package(module) for module in modules()} == {*ORDER, "", "__main__", "api"}


def test_imports_go_down_the_list_of_packages_and_never_up() -> None:
    for module in within(*ORDER):
        below = {*ORDER[ORDER.index(package(module)) :], ""}
        assert {package(each) for each in of_the_project(module)} <= below, module


def test_within_a_package_no_import_goes_round() -> None:
    for name in ORDER:
        graph = {
            module: {each for each in of_the_project(module) if package(each) == name != each}
            for module in within(name)
        }
        list(TopologicalSorter(graph).static_order())  # CycleError names the circle


def test_a_package_runs_nothing_of_its_own_when_it_is_imported() -> None:
    for name in ORDER:
        (docstring,) = tree(name).body
        assert isinstance(docstring, ast.Expr)


def test_the_register_knows_neither_yaml_nor_the_command_line() -> None:
    assert from_elsewhere(*within("register")) <= {*sys.stdlib_module_names, "dateutil"}


def test_answers_and_what_is_shown_need_the_standard_library_alone() -> None:
    assert from_elsewhere(*within("analysis", "views")) <= sys.stdlib_module_names


def test_the_pure_packages_open_nothing() -> None:
    doors = {"io", "os", "sys", "pathlib", "shutil", "subprocess", "socket", "tempfile"}
    assert from_elsewhere(*within("register", "analysis", "views")).isdisjoint(doors)
    assert "open" not in called_by("register", "analysis", "views")


def test_a_renderer_neither_sorts_nor_asks_the_model() -> None:
    assert called_by("render").isdisjoint({"sorted", "sort", "on"})
    known = {package(each) for module in within("render") for each in of_the_project(module)}
    assert known.isdisjoint({"history", "recording"})


def test_a_library_is_imported_by_the_modules_that_need_it_alone() -> None:
    known_to = {
        "yaml": {"reading.loader", "reading.yaml_events"},
        "rich": {f"render.{name}" for name in ("axis", "canvas", "grid", "page", "table")},
        "subprocess": {"history.git", "documents.sandbox"},
        "dateutil": {"register.date_parser", "register.deadlines"},
    }
    assert {library: importers(library) for library in known_to} == known_to
    assert {package(module) for module in importers("typer")} == {"cli"}


def test_what_is_slow_to_import_is_imported_where_it_is_used() -> None:
    slow = {"dateutil", "json", "subprocess", "difflib", "rich", "csv", "importlib.metadata"}
    for module in modules():
        # What is itself imported where it is used may import what it needs.
        if module != "history.git" and package(module) != "render":
            at_start = set(imported(runs(tree(module))))
            assert not {name for name in at_start if {name, package(name)} & slow}, module


# Who does what


def test_today_is_asked_for_once_on_the_command_line() -> None:
    clocks = r".*(datetime|date)\.(today|now|utcnow)|.*time\.(time|localtime|gmtime)"
    assert callers(clocks) == ["cli.session"]


def test_one_module_writes_to_stdout() -> None:
    speaks = r"print|pprint|(\w+\.)*(echo|secho)|sys\.__?stdout__\..*|os\.write"
    assert {*callers(speaks)} <= {"cli.output"}
    named = {
        module
        for module in modules()
        for node in nodes(module)
        if isinstance(node, ast.Attribute) and node.attr == "stdout"
    }
    # The command line asks whether there is one at all; what git wrote is read elsewhere, and so
    # is what a reader in a process of its own did.
    elsewhere = {"cli.main", "cli.output", "documents.sandbox"}
    assert {each for each in named if package(each) != "history"} <= elsewhere
    assert not [module for module in modules() if "sys.stdout" in every_import(module)]


def test_two_modules_write_what_people_keep_and_one_the_cache() -> None:
    # They share nothing: the cache may lose a file or find it torn, and fails without a word.
    keepers = {f"recording.{name}" for name in ("atomic_write", "temporary_file")}
    writers = keepers | {"reading.cache"}
    writes = r".*\.(write_bytes|write_text|unlink|mkstemp|touch|mkdir|rmdir)"
    assert {*callers(writes)} == writers
    opened = {
        module
        for module in modules()
        for name, call in calls(module)
        if name.rpartition(".")[2] == "open" and "'rb'" not in ast.unparse(call)
    }
    # A part of a zip file can only be read by opening it.
    assert opened <= writers | {"documents.office_package", "documents.xlsx_file"}


def test_nothing_that_can_run_code_reads_the_cache() -> None:
    runs_code = {"pickle", "marshal", "shelve", "importlib", "yaml", "eval", "exec", "compile"}
    for module in ("reading.cache", "reading.flat_form"):
        assert from_elsewhere(module).isdisjoint(runs_code)
        assert {name for name, _ in calls(module)}.isdisjoint(runs_code)


def test_only_the_entry_and_the_command_line_exit() -> None:
    found = callers(r".*(sys\.exit|os\._exit|SystemExit|typer\.Exit)|exit|quit")
    assert {package(module) for module in found} <= {"__main__", "cli"}


def test_every_module_is_named_for_its_role() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "core"}
    assert vague.isdisjoint(part for module in modules() for part in module.split("."))


def test_no_two_classes_have_the_same_name() -> None:
    names = [
        node.name
        for module in modules()
        for node in nodes(module)
        if isinstance(node, ast.ClassDef)
    ]
    assert len(names) == len(set(names))


def test_every_module_begins_by_saying_what_it_is() -> None:
    for module in modules():
        first = (ast.get_docstring(tree(module)) or "").partition("\n")[0]
        assert first.endswith("."), module


def test_the_modules_are_really_read() -> None:
    assert {"", "__main__", "cli.main", "register.model", "render.plain"} <= set(modules())
    assert "typer" in from_elsewhere("cli.main")
    assert {"analysis.ids", "cli.errors"} <= of_the_project("cli.session")
