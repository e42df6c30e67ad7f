"""What a shell offers while a command is typed: ids, names, tags and words."""

import os
import re
from collections.abc import Callable, Iterable
from enum import StrEnum

import typer

from ecefollow.analysis.ids import ever_responsible
from ecefollow.reading import loader, sources
from ecefollow.register.model import Register


def ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The ids that begin so, each with its title or text."""
    found = []
    for recommendation in _register(ctx).recommendations:
        found.append((recommendation.id, recommendation.title))
        found += [(action.id, action.text) for action in recommendation.actions]
    return _beginning_ids(incomplete, found)


def recommendation_ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The ids of recommendations that begin so, each with its title."""
    found = [(each.id, each.title) for each in _register(ctx).recommendations]
    return _beginning_ids(incomplete, found)


def responsible(ctx: typer.Context, incomplete: str) -> list[str]:
    """The responsible names that begin so."""
    each = (action for r in _register(ctx).recommendations for action in r.actions)
    return _typed(incomplete, (name for action in each for name in ever_responsible(action)))


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """The tags that begin so."""
    return _typed(incomplete, (tag for r in _register(ctx).recommendations for tag in r.tags))


def words_of(vocabulary: type[StrEnum]) -> Callable[[str], list[str]]:
    """What completes a word of the vocabulary."""

    def words(incomplete: str) -> list[str]:
        return _beginning(incomplete, (word.value for word in vocabulary))

    return words


def _beginning_ids(incomplete: str, found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    # Both may be None where the register has an error.
    return [(ident, text or "") for ident, text in found if ident and ident.startswith(incomplete)]


def _typed(incomplete: str, names: Iterable[str]) -> list[str]:
    """The names that begin so, as they are typed: of all shells bash alone does not see to that."""
    found = _beginning(incomplete, names)
    in_quotes = os.environ.get("COMP_WORDS", "").count('"') % 2
    if os.environ.get("_ECEFOLLOW_COMPLETE") != "complete_bash" or in_quotes:
        return found
    return [re.sub(r"[^\w@%+=:,./-]", r"\\\g<0>", name) for name in found]


def _beginning(incomplete: str, names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if name.startswith(incomplete)})


def _register(ctx: typer.Context) -> Register:
    """What can be read of the register; a shell is no place to say what is wrong."""
    path = ctx.params.get("register") or sources.nearest_register() or sources.installed_register()
    try:
        return loader.load(sources.read(path), path)[0]
    except sources.UnreadableError:
        return loader.load(b"", path)[0]
