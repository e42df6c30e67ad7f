"""Usage errors in words: what is wrong with the command line, and what to write instead."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import typer

from ecefollow.reading.quoting import quoted
from ecefollow.register.vocabulary import Progress, match_word

# What people type who know other tools, and what does that here.
_OTHER_COMMANDS: Final = {
    "to say that an action is done: ecefollow record ID --progress completed": (
        "close complete completed done finish resolve"
    ),
    "to move a deadline: ecefollow record ID --due DATE --note WHY": (
        "defer delay extend move postpone reschedule"
    ),
    "to hand an action over: ecefollow record ID --responsible NAME": (
        "assign delegate handover reassign"
    ),
    "to record what happened: ecefollow record ID": "comment note progress reopen set start update",
    "to add a recommendation or an action, edit the file; ecefollow check says if it is right": (
        "add append insert new"
    ),
    "the register is a text file: edit it, and ecefollow check says if it is right": (
        "change delete edit modify remove rename rm"
    ),
    "the register is a file in git: git restore FILE undoes what is not committed": (
        "reset restore revert rollback undo"
    ),
    "to find a text: ecefollow actions --search TEXT": "filter find grep search",
    "to see the version: ecefollow --version": "version",
    "leave the second one out": "ecefollow",
    "to complete words with TAB: ecefollow --install-completion": "autocomplete completion",
    "did you mean 'init'?": "begin create",
    "did you mean 'import'?": "convert load",
    "did you mean 'list'?": "ls recommendation recommendations",
    "did you mean 'actions'?": "action tasks",
    "did you mean 'evaluations'?": "portfolio registers",
    "did you mean 'show'?": "cat display get open print view",
    "did you mean 'overdue'?": "delayed late missed",
    "did you mean 'upcoming'?": "agenda due next soon todo",
    "did you mean 'summary'?": "count dashboard info overview stats status",
    "did you mean 'timeline'?": "gantt plan",
    "did you mean 'check'?": "lint test validate verify",
    "did you mean 'diff'?": "changes compare",
    "did you mean 'log'?": "audit blame history",
    "did you mean 'report'?": "html letter page publish",
    "did you mean 'calendar'?": "ical ics reminders",
    "did you mean 'export'?": "database dump sql sqlite",
}
_OTHER_OPTIONS: Final = {
    "--format json": "--json -j",
    "--format csv": "--csv",
    "--format markdown": "--markdown --md",
    "--format html": "--html",
    "--format plain": "--plain --text --no-table",
    "--format table": "--table",
    "--as-of DATE": "--date --day --on --at --asof",
    "--register PATH": "--file -f -r --input --path",
    "--responsible NAME": "--assignee --owner --unit --who",
    "--due-by DATE": "--before --until --to",
    "--due-from DATE": "--after --from",
    "--search TEXT": "--grep --filter --query --text -s",
    "--within SPAN": "--days --next",
    "--strict": "--fail-on-warnings --werror --error-on-warning",
    "--exit-code": "--fail --check",
    "--dry-run": "-n --preview --diff",
    "--progress completed": "--close --closed --complete --completed --done",
    "--note TEXT": "-m --message --comment --reason",
}
_OTHER_VARIABLES: Final = {
    "set ECEFOLLOW_DEBUG=1 to see which files are read": "--debug --verbose -v",
    "set NO_COLOR=1 to do without colour": "--no-color --no-colour",
    "set FORCE_COLOR=1 to have colour": "--color --colour",
}


def message(error: Any) -> str:
    """What is wrong, in one wording for whatever Typer or a command refuses."""
    # Of Click's errors Typer exports BadParameter alone; the names of the others are documented.
    match type(error).__name__:
        case "NoSuchOption":
            return _no_such_option(error.option_name, error.ctx)
        case "BadOptionUsage" if "does not take" in error.message:
            return f"{error.option_name} takes no value"
        case "BadOptionUsage":
            return f"{error.option_name} needs a value"
        case "MissingParameter":
            return f"{_name(error)} is missing"
        case "BadParameter":
            name = _name(error)
            is_named = not name.startswith("-") or name in error.message
            return str(error.message) if is_named else f"{name}: {error.message}"
        case _:
            return str(error.format_message())


def no_such_command(name: str, names: Sequence[str]) -> str:
    """That there is no such command, and what to call or to do instead."""
    hint = _instead(name.casefold(), _OTHER_COMMANDS)
    hint = f"; {hint}" if hint else _did_you_mean(name, names)
    every = f"; the commands are {', '.join(names)}"
    return f"there is no command {quoted(name)}{hint or every}"


def option_before_command(args: Sequence[str], names: Iterable[str]) -> str:
    """That an option stands before the command, and the same in the right order."""
    command = next((arg for arg in args if arg in names), "COMMAND")
    rest = [arg for arg in args if arg != command]
    return f"options stand after the command: ecefollow {' '.join([command, *rest])}"


def too_many(rest: Sequence[str], command: str | None) -> str:
    """That some arguments are too many, and what may have been meant."""
    progress = next((word for word in rest if match_word(Progress, word)), None)
    hint = ""
    if re.search("[“”„‘]", "".join(rest)):
        hint = '; type straight quotes around a text: "..."'
    elif command == "record" and progress:
        hint = f"; use --progress {progress}"
    elif command == "record":
        hint = "; record one ID after the other, or several with --from; put a text into quotes"
    return f"{', '.join(map(quoted, rest))}: there are too many arguments{hint}"


def slip(pairs: Iterable[tuple[str, str]], options: Mapping[str, bool]) -> str | None:
    """What is wrong with an option, by each argument and the next: its dashes, or no value.

    The *options* say of each name whether it needs a value.
    """
    for arg, after in pairs:
        name = arg.partition("=")[0]
        # Word processors make one long dash of two hyphens.
        right = re.sub("^[-\u2010-\u2015\u2212]+", "--", name)
        if name != right in options:
            return f"{quoted(name)}: an option begins with two hyphens: {right}"
        if options.get(arg) and after in options:
            return f"{arg} needs a value; {after} is an option"
    return None


def options_of(context: typer.Context) -> list[str]:
    """The names of the options of the command."""
    return [name for param in context.command.get_params(context) for name in param.opts]


def _no_such_option(option: str, context: typer.Context) -> str:
    params: list[Any] = context.command.get_params(context)
    helps = {name: param.help or "" for param in params for name in param.opts}
    hint = _instead(option, _OTHER_VARIABLES)
    name, _, value = (_instead(option, _OTHER_OPTIONS) or "").partition(" ")
    # The help of --format names the formats that the command has.
    if name in helps and (name != "--format" or value in helps[name]):
        hint = f"use {name} {value}".rstrip()
    long = [each for each in helps if each.startswith("--")]
    hint = f"; {hint}" if hint else _did_you_mean(option, long)
    return f"there is no option {quoted(option)}{hint}"


def _instead(word: str, others: Mapping[str, str]) -> str | None:
    return next((instead for instead, words in others.items() if word in words.split()), None)


def _did_you_mean(word: str, right: Iterable[str]) -> str:
    """The end of a message that suggests what the word is a slip of; empty if it is of none."""
    meant = next((each for each in right if _is_slip(word.casefold(), each)), None)
    return f"; did you mean '{meant}'?" if meant else ""


def _is_slip(word: str, right: str) -> bool:
    """Whether one letter is wrong, missing or too much, or two are exchanged.

    What is merely spelt alike is seldom meant: "dialog" is no slip of "log".
    """
    pairs = enumerate(zip(word, right, strict=False))
    begin = next((n for n, (a, b) in pairs if a != b), min(len(word), len(right)))
    rest, meant = word[begin:], right[begin:]
    exchanged = rest[1::-1] + rest[2:]
    return rest[1:] in {meant, meant[1:]} or rest == meant[1:] or exchanged == meant


def _name(error: Any) -> str:
    """The name of the option or argument, as the help shows it; empty if there is none."""
    param = getattr(error, "param", None)
    if param is None:
        return ""
    long = [name for name in param.opts if name.startswith("--")]
    return str(long[0] if long else param.human_readable_name)
