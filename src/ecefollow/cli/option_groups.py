"""Options that belong together are declared once, and reach a command as one value."""

import inspect
from collections.abc import Callable
from typing import Any

from ecefollow.cli.options import GROUPS


def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give *command* the options of each group that its signature asks for.

    A command with a parameter `filters: Filters` gets --status, --progress and the other filters,
    and is called with all of them as one Filters.
    """
    own = inspect.signature(command).parameters.values()
    groups = {each.name: each.annotation for each in own if each.annotation in GROUPS}
    single = [each for each in own if each.name not in groups]
    spread = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)
        for group in groups.values()
        for name, option in GROUPS[group].options.items()
    ]

    def called(**given: Any) -> Any:
        for name, group in groups.items():
            values = {option: given.pop(option) for option in GROUPS[group].options}
            # A list becomes a tuple: what is asked or recorded must not change on the way.
            values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if v}
            given[name] = GROUPS[group].make(**values)
        return command(**given)

    called.__doc__, called.__name__ = command.__doc__, command.__name__
    called.__signature__ = inspect.Signature(  # type: ignore[attr-defined] # Typer reads this
        sorted([*single, *spread], key=lambda parameter: parameter.kind)
    )
    return called
