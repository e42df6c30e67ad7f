"""Which language and which form a document is in, told by its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from typing import Final

from ecefollow.documents.blocks import Block, Table
from ecefollow.importing import profile
from ecefollow.importing.meanings import Vocabulary
from ecefollow.importing.profile import Profile

_LOOKED_AT: Final = 60  # rows of a table, among which its headings are
_LONGEST: Final = 200  # of a heading
_FEWEST: Final = 3  # headings by which a form is told
_MOST_OF_THEM: Final = 0.6
_number_at_end: Final = re.compile(r"(?<=\w)\W+[0-9.]+[A-Za-z]?\W*$").sub  # "Recommendation 1"


def profiles_for(blocks: Sequence[Block], own: Profile) -> list[Profile]:
    """The profiles by which the document is read, the one that decides first.

    These are the reader's own, that of a form if the headings are of one, that of the language in
    which the most headings are, and English, from which many tables have a few.
    """
    languages = profile.languages()
    rows = list(_short_texts(blocks))
    texts = {text for row in rows for text in row}
    tag = own.language or max(languages, key=lambda name: (_known(texts, name), name == "en"))
    likeness = {name: _likeness(rows, name, _words(tag, "en")) for name in profile.forms()}
    best = max(likeness, key=lambda name: likeness[name])
    found = [profile.forms()[best]] if likeness[best] else []
    first = dict.fromkeys((tag, "en"))
    # In whatever language they are, a date has one meaning, a total is no record, and an office is
    # called by its name.
    others = (
        Profile(
            date_words=p.date_words,
            no_record=p.no_record,
            sentences={"office": p.sentences["office"]},
        )
        for name, p in languages.items()
        if name not in first
    )
    return [own, *found, *(languages[name] for name in first), *others]


def _short_texts(blocks: Iterable[Block]) -> Iterable[list[str]]:
    """The texts of each row that may be headings, and those of paragraphs up to a colon."""
    for block in blocks:
        if isinstance(block, Table):
            for row in islice(block.rows, _LOOKED_AT):
                yield [text for text in row if text.strip() and len(text) <= _LONGEST]
        else:
            yield [_number_at_end("", block.text.partition(":")[0])]


@cache
def _words(*names: str) -> Vocabulary:
    """The words of built-in profiles, of which only the headings are asked for."""
    return Vocabulary([profile.read(name) for name in names])


def _known(texts: Iterable[str], language: str) -> int:
    return sum(_words(language).key(text) is not None for text in texts)


def _likeness(rows: Iterable[Sequence[str]], name: str, language: Vocabulary) -> int:
    """How many headings of one row are the form's; 0 if these are few, or usual anywhere."""
    vocabulary, form = _words(name), profile.forms()[name]
    best = 0
    for row in rows:
        keys = {text: key for text in row if (key := vocabulary.key(text)) is not None}
        enough = max(_FEWEST, _MOST_OF_THEM * min(len(row), len(form.columns)))
        usual = {text: language.key(text) for text in keys}
        # Beside the progress another outcome is no usual one: both would be the progress.
        is_odd = {"progress", "outcome"} <= {*usual.values()}
        is_its_own = None in usual.values() or (len(keys) == len(row) and (is_odd or usual == keys))
        if len(keys) >= enough and is_its_own:
            best = max(best, len(keys))
    return best
