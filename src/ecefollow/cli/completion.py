"""Shell completion of ids, names, tags and words.

A register is data from elsewhere, and shells evaluate what completes a line: zsh at Tab, the others
at Enter. So only what is harmless in every shell is offered, and texts are not shown beside ids.
"""

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import typer

from ecefollow.analysis.ids import ever_responsible
from ecefollow.cli import registers
from ecefollow.reading import folders, sources
from ecefollow.register.portfolio import qualified

if TYPE_CHECKING:
    from ecefollow.reading.incomplete import IncompleteAction, IncompleteRecommendation
    from ecefollow.register.model import Recommendation
    from ecefollow.register.standing import Action

    _Record = Recommendation | Action | IncompleteRecommendation | IncompleteAction

_HARMLESS: Final = " .,:/@+-_"  # besides letters, marks and digits


def ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """The ids that begin with *incomplete*."""
    records = (
        (prefix, record) for prefix, r in _recommendations(ctx) for record in (r, *r.actions)
    )
    return _ids(incomplete, records)


def recommendation_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """The ids of recommendations that begin with *incomplete*."""
    return _ids(incomplete, _recommendations(ctx))


def responsible(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of responsible units that begin with *incomplete*."""
    actions = (action for _, r in _recommendations(ctx) for action in r.actions)
    return _names(incomplete, (name for action in actions for name in ever_responsible(action)))


def accountable(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of those accountable that begin with *incomplete*."""
    actions = (action for _, r in _recommendations(ctx) for action in r.actions)
    return _names(incomplete, (each.accountable for each in actions if each.accountable))


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """The tags that begin with *incomplete*."""
    return _names(incomplete, (tag for _, r in _recommendations(ctx) for tag in r.tags))


def words_of(vocabulary: Iterable[StrEnum]) -> Callable[[str], list[str]]:
    """A function that completes the words."""

    def words(incomplete: str) -> list[str]:
        return [word.value for word in vocabulary if word.value.startswith(incomplete)]

    return words


def _ids(incomplete: str, records: "Iterable[tuple[str, _Record]]") -> list[str]:
    begin = _before_colon()
    ids = (prefix + record.id for prefix, record in records if record.id)
    return [ident.removeprefix(begin) for ident in _offered(begin + incomplete, ids)]


def _before_colon() -> str:
    """The beginning of an id up to its colon, which is a word of its own for bash; else empty."""
    if os.environ.get("_ECEFOLLOW_COMPLETE") != "complete_bash":
        return ""
    words = os.environ.get("COMP_WORDS", "").split()
    before = words[: int(os.environ.get("COMP_CWORD") or 0)]
    return f"{before[-2]}:" if before[1:] and before[-1] == ":" else ""


def _names(incomplete: str, names: Iterable[str]) -> list[str]:
    """The names that begin with *incomplete*, escaped for bash, which does not do this itself."""
    offered = _offered(incomplete, names)
    line = os.environ.get("COMP_WORDS", "")
    in_quotes = line.count('"') % 2 or line.count("'") % 2
    if os.environ.get("_ECEFOLLOW_COMPLETE") != "complete_bash" or in_quotes:
        return offered
    return [name.replace(" ", "\\ ") for name in offered]


def _offered(begin: str, texts: Iterable[str]) -> list[str]:
    """Those that begin so and are harmless in every shell, in order."""
    return sorted({text for text in texts if text and text.startswith(begin) and _harmless(text)})


def _harmless(text: str) -> bool:
    """Whether no shell takes the text for more than a text, or for an option."""
    return text[0].isalnum() and all(
        char.isalnum() or char in _HARMLESS or unicodedata.category(char).startswith("M")
        for char in text
    )


def _recommendations(
    ctx: typer.Context,
) -> "Iterator[tuple[str, Recommendation | IncompleteRecommendation]]":
    """What can be read of each recommendation, behind what its ids have before them in a portfolio.

    Completion must not print the problems of a register.
    """
    # Late: every start imports this module, and only completion needs PyYAML.
    from ecefollow.reading import loader

    try:
        named = registers.named_or_nearest(ctx.params.get("register") or ())
        paths = folders.find(named or [sources.installed_register()]).paths
        read = [loader.read(sources.read(path), path)[0] for path in paths]
    except sources.UnreadableError:  # there may be no register
        return
    for register in read:
        evaluation = register.evaluation.id if register.evaluation else None
        if len(read) == 1 or evaluation:
            prefix = qualified(evaluation, "") if evaluation and len(read) > 1 else ""
            for recommendation in register.recommendations:
                yield prefix, recommendation
