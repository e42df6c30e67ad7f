"""A register beside the document that it transcribes: the words that one has and not the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from operator import itemgetter
from typing import Any, Final, NamedTuple

from ecefollow.analysis.changed_words import changed_words
from ecefollow.analysis.word_stream import Sentence, WordStream, folded, words
from ecefollow.documents.blocks import Place
from ecefollow.documents.sentences import sentences
from ecefollow.reading.diagnostics import Code
from ecefollow.register.model import Register
from ecefollow.register.positions import Position

_Passage = tuple[Place | None, str]  # where it begins, and its words; no place without any
_WITHOUT_TITLE: Final = "; if the document gives no title, a title_note says so"
_BESIDE: Final = 3  # sentences, as far as what is no part of a text may part it
_NEAR: Final = 0.4  # of the words of two texts that they have in common


class _Text(NamedTuple):
    """A text of the register that is the document's; its owner is the recommendation's id."""

    name: str
    text: str
    at: Position
    owner: str
    is_whole: bool = True  # and not a part of a sentence
    is_added: bool = False  # later, so that it is none of the document's

    @property
    def key(self) -> str:
        return self.name.rpartition(": ")[2]


def stream_of(
    document: Iterable[tuple[Place, str]], register: Register, front: Callable[[str], int]
) -> WordStream:
    """The words of the document that the register transcribes.

    *front* counts the characters in front of a sentence that are a label or its number.
    """
    return WordStream(document, front, " ".join(folded(each.text) for each in _texts(register)))


def differences(
    register: Register, stream: WordStream, *, is_value: Callable[[str], bool], called: str
) -> Iterator[tuple[Position, Code, str]]:
    """What the register has otherwise than the document, and what of that it has not.

    The sentences get their owners. *is_value* says whether a text is a date, or a word for how
    something stands.
    """
    every = [*_texts(register)]
    texts = [each for each in every if not each.is_added]
    altered = [*_altered(stream, [each for each in texts if each.is_whole])]
    whose = cache(stream.whose)
    parts = (each for each in texts if not (each.is_whole or each.owner in whose(each.text)))
    altered += ((each, *_nearest_words(stream, each)) for each in parts)
    for text, place, passage in altered:
        marked = changed_words(passage, folded(text.text))
        message = f"this is not word for word in {called}; from {place}: {marked}"
        message = message if place else f"nothing like this is in {called}"
        message += _WITHOUT_TITLE if text.name == "title" else ""
        yield text.at, Code.NOT_IN_SOURCE, f"{text.name}: {message}"
    for text, place, others in _misplaced(stream, [each for each in texts if each.is_whole]):
        message = f"this is in {called}, {place}, but of recommendation {others}"
        yield text.at, Code.NOT_IN_SOURCE, f"{text.name}: {message}"
    at = register.evaluation.at
    names = stream.made_of({*_strings(register)} - {each.text for each in every if each.is_whole})
    for each, cells in _unfiled(stream, lambda n, text: n in names or is_value(text)):
        more = f" and {cells - 1} more in this column" if cells > 1 else ""
        message = f"{called}, {each.place}: this is nowhere in the register: {each.text}{more}"
        yield at.get("source", at.first), Code.NOT_TRANSCRIBED, message


def _texts(register: Register) -> Iterator[_Text]:
    evaluation = register.evaluation
    if not evaluation.title_note:
        yield _Text("title", evaluation.title, evaluation.at["title"], "")
    for each in register.recommendations:
        is_added = each.added is not None
        for key in ("title", "response", "reservation", "notes"):
            value = getattr(each, key) or ()
            for text in (value,) if isinstance(value, str) else value:
                name = f"{each.id}: {key}"
                yield _Text(name, text, each.at[key], each.id, is_added=is_added)
        for action in each.actions:
            is_new = is_added or action.added is not None
            for key, is_whole in (("text", True), ("due_text", False)):
                if text := getattr(action, key):
                    name = f"{action.id}: {key}"
                    yield _Text(name, text, action.at[key], each.id, is_whole, is_new)


def _strings(value: Any) -> Iterator[str]:
    """Every text in a record, its names and ids too."""
    if type(value) is str:
        yield value
    elif is_dataclass(value):
        value = tuple(getattr(value, field.name) for field in fields(value) if field.compare)
    if type(value) is tuple:
        for each in value:
            yield from _strings(each)


def _altered(
    stream: WordStream, texts: Iterable[_Text]
) -> Iterator[tuple[_Text, Place | None, str]]:
    """The texts that no sentences are, once the stream has given all others their owners."""
    near = 0
    left = []
    for each in texts:
        if found := stream.take(each.text, each.owner, near=near):
            near = found.start
        else:
            left.append((each, near))
    for each, parts in [(each, [*_parts(stream, each, near)]) for each, near in left]:
        # Where each of its sentences is there, the document only has others between them.
        if not all(parts):
            yield each, *_nearest(stream, each, [n for part in parts for n in part])


def _parts(stream: WordStream, text: _Text, near: int) -> Iterator[range]:
    """The sentences that are each sentence of the text, in its order; none where it has others.

    They stand where the longest of them does.
    """
    parts = sentences(text.text)
    taken = (stream.take(part, text.owner, near=near) for part in sorted(parts, key=len)[::-1])
    within = stream.around(next(filter(None, taken), range(0)), text.owner)
    for part in parts:
        found = stream.take(part, text.owner, near=within.start, within=within)
        within = range(found.stop if found else within.start, within.stop)
        yield found


def _misplaced(stream: WordStream, texts: Sequence[_Text]) -> Iterator[tuple[_Text, Place, str]]:
    """The texts that only stand below the titles of others, with their place and whose it is.

    The titles tell the parts of a document where most texts of a kind stand below their own, or
    where two texts stand each below the title of the other: actions may stand in one table behind
    the recommendations.
    """
    titles = [(each.text, each.owner) for each in texts if each.key == "title" and each.owner]
    parts = stream.parts(titles)
    known = frozenset().union(*parts)
    right: Counter[str] = Counter()
    wrong: list[tuple[_Text, int, frozenset[str]]] = []
    for each in texts:
        numbers = [found.start for found in stream.places_of(each.text)]
        if each.owner in known and each.key != "title" and all(parts[n] for n in numbers):
            if any(each.owner in parts[n] for n in numbers):
                right[each.key] += 1
            elif numbers:
                wrong.append((each, numbers[0], parts[numbers[0]]))
    total = right + Counter(each.key for each, *_ in wrong)
    crossed = {(each.owner, other) for each, _, others in wrong for other in others}
    for each, n, others in wrong:
        is_crossed = any((other, each.owner) in crossed for other in others)
        if is_crossed or 2 * right[each.key] > total[each.key]:
            yield each, stream.sentences[n].place, " and ".join(sorted(others))


def _nearest(stream: WordStream, text: _Text, taken: Sequence[int]) -> _Passage:
    """The sentences that the text most likely was: those *taken*, and others near."""
    own = Counter(words(folded(text.text)))
    every = range(len(stream.sentences))

    shared = stream.shared(own)

    def likeness(numbers: Sequence[int]) -> float:
        theirs = [stream.sentences[n] for n in numbers]
        both = shared[numbers[0]]
        if len(numbers) > 1:
            both = (own & Counter(word for each in theirs for word in words(each.text))).total()
        return 2 * both / (own.total() + sum(each.end - each.body for each in theirs))

    def is_open(number: int) -> bool:
        return stream.is_free(number) or stream.owners[number] == text.owner

    def grown(numbers: list[int]) -> Iterator[list[int]]:
        beside = every[max(numbers[0] - _BESIDE, 0) : numbers[-1] + _BESIDE + 1]
        return (sorted({*numbers, n}) for n in beside if is_open(n))

    if not every:
        return None, ""
    likely = [n for n in every if is_open(n) and likeness([n]) >= _NEAR] or every
    known = sorted({*taken, *filter(stream.is_free, range(min(taken or [0]), max(taken or [0])))})
    starts = [*([n] for n in likely), *filter(None, [known])]
    best = max(starts, key=lambda start: (likeness(start), all(map(stream.is_free, start))))
    while likeness(more := max(grown(best), key=likeness, default=best)) > likeness(best):
        best = more
    if likeness(best) < _NEAR:
        return None, ""
    for n in filter(stream.is_free, best):
        stream.owners[n] = text.owner
    place = next((stream.sentences[n].place for n in best if n not in taken), None)
    passage = " ".join(stream.sentences[n].text for n in best)
    return place or stream.sentences[best[0]].place, passage


def _nearest_words(stream: WordStream, text: _Text) -> _Passage:
    """The words of its recommendation that a part of a sentence most likely was."""
    own = folded(text.text).split()
    best = (0, 0, "")
    for n in (n for n, owners in enumerate(stream.nearby) if text.owner in owners):
        theirs = stream.sentences[n].text.split()
        for window in (theirs[at : at + len(own)] for at in range(len(theirs))):
            common = (Counter(window) & Counter(own)).total()
            best = max(best, (common, n, " ".join(window)), key=itemgetter(0))
    common, n, passage = best
    place, sentence, *_ = stream.sentences[n] if common else (None, "")
    if common and sentence == passage and stream.is_free(n):
        stream.owners[n] = text.owner
    return place, passage


def _unfiled(
    stream: WordStream, is_filed: Callable[[int, str], bool]
) -> Iterator[tuple[Sentence, int]]:
    """The sentences without an owner; where no cell of a column is anything, its first, and all.

    A cell that repeats the one above it is left out.
    """
    cells = {(each.place, each.text) for each in stream.sentences if each.place.row}
    columns = [each.place._replace(row=None) for each in stream.sentences]
    known = {column for n, column in enumerate(columns) if not stream.is_free(n)}
    found: dict[Place | int, list[Sentence]] = {}
    for n, (sentence, column) in enumerate(zip(stream.sentences, columns, strict=True)):
        text = sentence.text
        is_sentence = stream.is_free(n) and any(map(str.isalpha, text))
        above = column._replace(row=(sentence.place.row or 0) - 1)
        if is_sentence and (above, text) not in cells and not is_filed(n, text):
            key = n if column.column is None or column in known else column
            found.setdefault(key, []).append(sentence)
    return ((every[0], len(every)) for every in found.values())
