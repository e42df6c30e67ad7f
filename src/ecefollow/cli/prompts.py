"""What a command asks a person at a terminal, where an option does not say it."""

from typing import Final

import typer

from ecefollow.cli import output
from ecefollow.cli.errors import COULD_NOT_RUN
from ecefollow.reading.values import InvalidValueError, parse_given
from ecefollow.register.model import Evaluation
from ecefollow.register.schema import EVALUATION, TEXT

_HELP: Final = {key.name: key.help for key in EVALUATION.keys}


def evaluation(*, id: str | None, title: str | None, organization: str | None) -> Evaluation:
    """The evaluation with these values; those that are None are asked for, if somebody is there."""
    given = {"id": id, "title": title, "organization": organization}
    missing = [name for name, value in given.items() if not value]
    if missing and not output.can_ask():
        *most, last = (f"--{name}" for name in missing)
        options = f"{', '.join(most)} and {last}" if most else last
        raise typer.BadParameter(f"the evaluation needs {options} too")
    said = {name: value or _ask(name) for name, value in given.items()}
    return Evaluation(said["id"], said["title"], said["organization"])


def _ask(name: str) -> str:
    """The answer to a question, which is asked until there is one."""
    while True:
        answer = output.ask(f"{name.capitalize()} ({_HELP[name]}): ")
        if answer is None:
            output.note("", "ecefollow: there is no answer; nothing was written")
            raise typer.Exit(COULD_NOT_RUN)
        try:
            return str(parse_given(TEXT, answer.strip()))
        except InvalidValueError as error:
            output.note(f"{error}")
