"""The help of every command and option, as docs/commands.md has it, and the README in short."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import typer
from tables import replaced, table
from typer.main import get_command

from ecefollow.cli.app import COMMAND_FILES, app

PAGE: Final = Path(__file__).with_name("commands.md")
README: Final = Path(__file__).parents[1] / "README.md"
_SHARED: Final = "Options of several commands"
_UNGROUPED: Final = "The day, the register and the output"


class _Option(NamedTuple):
    group: str
    name: str
    metavar: str
    meaning: str


def updated(page: str) -> str:
    """The page with everything below its introduction as the program has it now."""
    introduction, _, _ = page.partition("\n## ")
    return "".join(f"{part.strip()}\n\n" for part in [introduction, *_parts()]).rstrip() + "\n"


def updated_readme(page: str) -> str:
    """The page with a row for every command as it is now: the first sentence of its help."""
    rows = ((f"`{name}`", command.help.split("\n\n")[0]) for name, command in _commands().items())
    return replaced(page, {"## Commands\n": table(("Command", "What it does"), rows)})


def _parts() -> Iterator[str]:
    """The headings, paragraphs and tables, in their order."""
    commands = _commands()
    options = {
        name: [_option(each) for each in command.params] for name, command in commands.items()
    }
    shared = _shared([each for own in options.values() for each in own])
    for file, names in COMMAND_FILES.items():
        yield f"## {file.replace('_', ' ').capitalize()}"
        for name in names:
            yield f"### `{name}`"
            what_for = " ".join(commands[name].help.split())
            usage = commands[name].get_usage(typer.Context(commands[name]))
            yield f"{what_for} Example: `{usage.partition('Example: ')[2]}`"
            if own := [each for each in options[name] if each not in shared]:
                yield _table(own)
            if also := [each for each in options[name] if each in shared]:
                yield f"[Also](#{_anchor(_SHARED)}): {', '.join(_named(also, shared))}."
    yield f"## {_SHARED}"
    for group in dict.fromkeys(each.group for each in shared):
        yield f"### {group}"
        yield _table(each for each in shared if each.group == group)


def _commands() -> dict[str, Any]:
    """Every command by its name, in the order of --help."""
    application: Any = get_command(app)
    return {name: application.get_command(None, name) for name in application.list_commands(None)}


def _shared(options: list[_Option]) -> list[_Option]:
    """The options that several commands have alike: what most of them mean by the name."""
    often = [each for each in Counter(options).most_common() if each[1] > 1 and "-" in each[0].name]
    by_name = {(each.group, each.name): each for each, _ in reversed(often)}
    return [each for each in dict.fromkeys(options) if each in by_name.values()]


def _named(options: list[_Option], shared: list[_Option]) -> Iterator[str]:
    """The options by their names, but a whole group by its own name."""
    for group in dict.fromkeys(each.group for each in options):
        members = [each for each in shared if each.group == group]
        if group != _UNGROUPED and set(members) <= set(options):
            yield f"[{group[0].lower()}{group[1:]}](#{_anchor(group)})"
        else:
            yield from (f"`{each.name}`" for each in options if each.group == group)


def _option(parameter: Any) -> _Option:
    """An argument or an option, as a command declares it."""
    is_option = parameter.param_type_name == "option"
    shown = parameter.default if parameter.show_default else None
    default = f" Default: `{shown}`." if shown else ""
    return _Option(
        parameter.rich_help_panel or _UNGROUPED,
        ", ".join(parameter.opts) if is_option else "",
        parameter.metavar or "",
        parameter.help + default,
    )


def _table(options: Iterable[_Option]) -> str:
    rows = ((f"`{f'{each.name} {each.metavar}'.strip()}`", each.meaning) for each in options)
    cells = ((cell.replace("|", "\\|") for cell in row) for row in rows)
    return table(("Option", "Meaning"), cells)


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-").replace(",", "")
