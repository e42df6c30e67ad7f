"""Shell completion of ids, names, tags and words."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from ecefollow.analysis.ids import ever_responsible
from ecefollow.reading import folders, sources
from ecefollow.register.portfolio import qualified

if TYPE_CHECKING:
    from ecefollow.reading.incomplete import IncompleteRecommendation
    from ecefollow.register.model import Recommendation


def ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The ids that begin with *incomplete*, each with its title or text."""
    texts = []
    for evaluation, recommendation in _recommendations(ctx):
        texts.append((evaluation, recommendation.id, recommendation.title))
        texts += [(evaluation, action.id, action.text) for action in recommendation.actions]
    return _complete_ids(incomplete, texts)


def recommendation_ids(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The ids of recommendations that begin with *incomplete*, each with its title."""
    titles = ((evaluation, r.id, r.title) for evaluation, r in _recommendations(ctx))
    return _complete_ids(incomplete, titles)


def responsible(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of responsible units that begin with *incomplete*."""
    actions = (action for _, r in _recommendations(ctx) for action in r.actions)
    return _complete_names(
        incomplete, (name for action in actions for name in ever_responsible(action))
    )


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """The tags that begin with *incomplete*."""
    return _complete_names(incomplete, (tag for _, r in _recommendations(ctx) for tag in r.tags))


def words_of(vocabulary: type[StrEnum]) -> Callable[[str], list[str]]:
    """A function that completes the words of the vocabulary."""

    def words(incomplete: str) -> list[str]:
        return _complete(incomplete, (word.value for word in vocabulary))

    return words


def _complete_ids(
    incomplete: str, texts: Iterable[tuple[str, str | None, str | None]]
) -> list[tuple[str, str]]:
    begin = _before_colon()
    typed = begin + incomplete
    named = (
        (qualified(evaluation, ident) if evaluation else ident, text or "")
        for evaluation, ident, text in texts
        if ident
    )
    return [(ident.removeprefix(begin), text) for ident, text in named if ident.startswith(typed)]


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


def _recommendations(
    ctx: typer.Context,
) -> "Iterator[tuple[str, Recommendation | IncompleteRecommendation]]":
    """What can be read of each recommendation; of several registers, behind its evaluation's id.

    Completion must not print the problems of a register.
    """
    # Late: every start imports this module, and only completion needs PyYAML.
    from ecefollow.reading import loader

    named = ctx.params.get("register") or os.environ.get("ECEFOLLOW_REGISTER", "").split(os.pathsep)
    nearest = sources.nearest_register() or sources.nearest_folder()
    try:
        paths = [path for path in named if path] or [nearest or sources.installed_register()]
        paths = folders.find(paths).paths
        registers = [loader.read(sources.read(path), path)[0] for path in paths]
    except sources.UnreadableError:  # there may be no register
        return
    for register in registers:
        evaluation = register.evaluation.id if register.evaluation else None
        if len(registers) == 1 or evaluation:
            prefix = evaluation if evaluation and len(registers) > 1 else ""
            for recommendation in register.recommendations:
                yield prefix, recommendation
