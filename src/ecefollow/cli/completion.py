"""Shell completion of ids, names, tags and words."""

import os
import re
from collections.abc import Callable, Iterable
from enum import StrEnum

import typer

from ecefollow.analysis.ids import ever_responsible
from ecefollow.reading import folders, sources
from ecefollow.register.model import Register
from ecefollow.register.portfolio import RegisterFile, as_one


def ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The ids that begin with *incomplete*, each with its title or text."""
    found = []
    for recommendation in _register(ctx).recommendations:
        found.append((recommendation.id, recommendation.title))
        found += [(action.id, action.text) for action in recommendation.actions]
    return _complete_ids(incomplete, found)


def recommendation_ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The ids of recommendations that begin with *incomplete*, each with its title."""
    found = [(each.id, each.title) for each in _register(ctx).recommendations]
    return _complete_ids(incomplete, found)


def responsible(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of responsible units that begin with *incomplete*."""
    actions = (action for r in _register(ctx).recommendations for action in r.actions)
    return _complete_names(
        incomplete, (name for action in actions for name in ever_responsible(action))
    )


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """The tags that begin with *incomplete*."""
    return _complete_names(
        incomplete, (tag for r in _register(ctx).recommendations for tag in r.tags)
    )


def words_of(vocabulary: type[StrEnum]) -> Callable[[str], list[str]]:
    """A function that completes the words of the vocabulary."""

    def words(incomplete: str) -> list[str]:
        return _complete(incomplete, (word.value for word in vocabulary))

    return words


def _complete_ids(incomplete: str, found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    begin = _before_colon()
    typed = begin + incomplete
    # Both may be None if the register has an error.
    return [
        (ident.removeprefix(begin), text or "")
        for ident, text in found
        if ident and ident.startswith(typed)
    ]


def _before_colon() -> str:
    """The beginning of an id up to its colon, which is a word of its own for bash; else empty."""
    if os.environ.get("_ECEFOLLOW_COMPLETE") != "complete_bash":
        return ""
    words = os.environ.get("COMP_WORDS", "").split()
    before = words[: int(os.environ.get("COMP_CWORD") or 0)]
    return f"{before[-2]}:" if before[1:] and before[-1] == ":" else ""


def _complete_names(incomplete: str, names: Iterable[str]) -> list[str]:
    """The names that begin with *incomplete*, escaped for bash, which does not do this itself."""
    found = _complete(incomplete, names)
    in_quotes = os.environ.get("COMP_WORDS", "").count('"') % 2
    if os.environ.get("_ECEFOLLOW_COMPLETE") != "complete_bash" or in_quotes:
        return found
    return [re.sub(r"[^\w@%+=:,./-]", r"\\\g<0>", name) for name in found]


def _complete(incomplete: str, names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if name.startswith(incomplete)})


def _register(ctx: typer.Context) -> Register:
    """The registers as far as they can be read; completion must not print their problems."""
    # Late: every start imports this module, and only completion needs PyYAML.
    from ecefollow.reading import loader

    named = ctx.params.get("register") or os.environ.get("ECEFOLLOW_REGISTER", "").split(os.pathsep)
    nearest = sources.nearest_register() or sources.nearest_folder()
    paths = [path for path in named if path] or [nearest or sources.installed_register()]
    try:
        found = folders.find(paths).paths
        files = [RegisterFile(path, loader.load(sources.read(path), path)[0]) for path in found]
        return as_one(files, is_portfolio=len(files) > 1)
    # There may be no register, or one without an id.
    except (sources.UnreadableError, LookupError, AttributeError, TypeError):
        return loader.load(b"", "")[0]
