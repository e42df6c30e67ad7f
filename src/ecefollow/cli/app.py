"""The application: which commands there are, and how one of them comes to be called."""

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from ecefollow import __version__
from ecefollow.cli import output, usage
from ecefollow.cli.option_groups import with_options

# The file that has each command, in the order of --help.
COMMAND_FILES: Final = {
    "begin": ("init", "import"),
    "look": ("list", "actions", "evaluations", "show"),
    "follow_up": ("overdue", "upcoming", "summary", "timeline", "record"),
    "review": ("check", "diff", "log"),
    "publish": ("report", "calendar", "export", "schema"),
}
_FILES: Final = {name: file for file, names in COMMAND_FILES.items() for name in names}
_HELP_OPTIONS: Final = {"help_option_names": ["-h", "--help"]}
_commands: Final[dict[str, typer.Typer]] = {}  # those whose files have been imported


def command(name: str, *, example: str) -> Callable[[Callable[..., Any]], None]:
    """What makes a function a command, with the options of the groups that its signature names.

    In --help it stands among the commands of its file.
    """

    def add(function: Callable[..., Any]) -> None:
        _commands[name] = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        _commands[name].command(
            name,
            cls=Command,
            epilog=example,
            rich_help_panel=_FILES[name].replace("_", " ").capitalize(),
            context_settings={**_HELP_OPTIONS, "allow_extra_args": True},  # Command refuses them
        )(with_options(function))

    return add


# In both classes `ctx` is Click's Context, of which Typer exports only a subclass.


class Command(TyperCommand):
    """A command that shows its example, which comes as the epilog, under the usage line."""

    def __init__(self, *args: Any, epilog: str, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._example = epilog

    def get_usage(self, ctx: Any) -> str:
        """The usage line and the example."""
        usage_line = re.sub("[{}]", "", super().get_usage(ctx))  # "{ID...}" is only Typer's
        return f"{usage_line}\n\nExample: {self._example}"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is left of the arguments, which may be nothing."""
        # Typer knows no option that may stand without its value. Ours have a metavar in brackets.
        params: list[Any] = [each for each in self.params if each.param_type_name == "option"]
        alone = {name for each in params if f"{each.metavar}"[:1] == "[" for name in each.opts}
        options = {n: not (each.is_flag or n in alone) for each in params for n in each.opts}
        end = args.index("--") if "--" in args else len(args)
        pairs = [*pairwise([*args[:end], "--"])]
        if not ctx.resilient_parsing and (message := usage.slip(pairs, options)):
            raise typer.BadParameter(message, ctx)
        bare = [f"{a}=" if a in alone and after[:1] == "-" != after else a for a, after in pairs]
        args = [*bare, *args[end:]]
        try:
            rest = super().parse_args(ctx, args)
        except typer.TyperException as error:
            error.ctx = ctx  # type: ignore[attr-defined] # Click leaves it out of some
            raise
        if rest and not ctx.resilient_parsing:
            raise typer.BadParameter(usage.too_many(rest, self.name), ctx)
        return rest


@cache  # a program that runs a command again has it
def _built(name: str) -> Any:
    """The command of that name, with its parameters."""
    import_module(f"ecefollow.cli.{_FILES[name]}")
    return get_command(_commands[name])


class Commands(TyperGroup):
    """All commands. Each is imported and built when it is called: all are a tenth of a start."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Click's signature
        """The names of the commands, in the order of --help."""
        return [*_FILES]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - likewise
        """The command of that name; None if there is none."""
        return _built(cmd_name) if cmd_name in _FILES else None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is left of the arguments once the application's own options are read."""
        option = args[0].partition("=")[0] if args else ""
        is_alien = option.startswith("-") and option not in usage.options_of(ctx)
        if is_alien and not ctx.resilient_parsing:
            raise typer.BadParameter(usage.option_before_command(args, _FILES), ctx)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments begin with, and the rest of them."""
        name, *rest = args
        if name == "help":
            # `help COMMAND` is `COMMAND --help`.
            name, *rest = [*(word for word in rest[:1] if word != "help"), "--help"]
        if name == "--help":
            self.parse_args(ctx, [name])  # shows the help, and ends
        if name not in _FILES and not ctx.resilient_parsing:
            raise typer.BadParameter(usage.no_such_command(name, [*_FILES]), ctx)
        return name, self.get_command(ctx, name), rest


app: Final = typer.Typer(
    name="ecefollow",
    cls=Commands,
    help="Follow up on a management response: what is there, and what is overdue as of any day.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings=_HELP_OPTIONS,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        output.write(f"ecefollow {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            help="Show the version and exit.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    pass
