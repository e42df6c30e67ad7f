"""The paragraphs under a heading of follow-up: a row of each sentence, or of the item of a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ecefollow.documents.sentences import sentences
from ecefollow.importing.action_sentences import SentenceReader, SentenceReading
from ecefollow.importing.numbering import KINDS, TextPart
from ecefollow.importing.rows import SENTENCE, DocumentRow, HowRead, Said
from ecefollow.importing.splitting import is_bare_mark, item_of

_LEAD_ENDS: Final = ":"


@dataclass(slots=True)
class _List:
    """What announces a list, as its items go on with it, and what tells the next of these."""

    lead: str
    number: str
    kind: int | None = None  # none where bullets mark its items
    items: int = 0

    def takes(self, item: TextPart) -> bool:
        """Whether an item is the next one of this list."""
        kinds = [n for n, value in enumerate(KINDS) if value(item.label)] if item.label else [None]
        for kind in kinds if not self.items else [self.kind] if self.kind in kinds else []:
            if kind is None or KINDS[kind](item.label)[-1] == self.items + 1:
                self.kind, self.items = kind, self.items + 1
                return True
        return False

    def label(self, item: TextPart) -> str:
        """The number of an item, with that of its list: 1.2a, 1.2.1 or 2-1."""
        label = item.label or f"{self.items}"
        mark = ("." if "." in self.number else "-") if label[0].isdigit() else ""
        return f"{self.number}{mark}{label}" if self.number else ""


class FollowUp:
    """Reads such paragraphs one after the other; *above* is the last action, empty without one."""

    def __init__(self, how: HowRead) -> None:
        self.above = ""
        self._how = how
        self._held: list[DocumentRow] = []  # that are about the action below them
        self._is_about_below = False
        self._list: _List | None = None

    def rows(self, said: Said, text: str) -> Iterator[DocumentRow]:
        """The rows of a paragraph.

        *text* is what is said without its label, which the first sentence has in the account.
        """
        item = item_of(text)
        if item and not (is_bare_mark(text) or self._how.vocabulary.is_nothing(item.text)):
            yield self.item(said, text)
            return
        self._list = None
        texts = sentences(text)
        label = said.text[: len(said.text) - len(text)]
        names = (f"{said.place.block}{SENTENCE}{n}" for n in range(2, len(texts) + 1))
        places = [said.place, *(said.place._replace(block=name) for name in names)]
        parts = zip(places, (f"{label}{texts[0]}", *texts[1:]), strict=True)
        self._how.account.part(said.place, parts)
        for place, sentence in zip(places, texts, strict=True):
            part = said._replace(text=sentence, place=place)
            item = item_of(sentence)
            if self._how.vocabulary.is_nothing(item.text if item else sentence):
                self._how.account.leave(place, "this says that there is nothing")
            elif is_bare_mark(sentence):
                self._how.leave(part, "nothing stands behind this mark of a list")
            elif item:
                yield self.item(part, sentence)
            elif sentence.endswith(_LEAD_ENDS):
                yield self._lead(part, TextPart("", sentence), sentence)
            else:
                self._list = None
                yield self._row(part, self._read(sentence), sentence)

    def begin(self) -> list[DocumentRow]:
        """Begin another recommendation; what is held for an action that did not come."""
        self.above, self._list, self._is_about_below = "", None, False
        held, self._held = self._held, []
        for said in (said for row in held for said in row.said.values()):
            self._how.find(said, "no action stands below this; it was read as about that above")
        return held

    def about(self, row: DocumentRow) -> list[DocumentRow]:
        """What a line says of an action: of that below, where such lines stand above the first."""
        self._is_about_below |= not self.above
        if not self._is_about_below:
            return [row]
        self._held.append(row)
        return []

    def labelled(self, said: Said, text: str) -> Iterator[DocumentRow]:
        """The rows of what a label calls an action, which is one if lines about it stand above."""
        yield from [self.item(said, text)] if self._held else self.rows(said, text)

    def item(self, said: Said, text: str) -> DocumentRow:
        """The row of an item, which is one action whatever its words are."""
        item = item_of(text)
        if item and item.text.endswith(_LEAD_ENDS):
            return self._lead(said, item, text if item.label else item.text)
        if item and (part := self._of_list(item)):
            lead = self._list.lead if self._list else ""
            row = self._row(said, self._read(f"{lead} {part.text}", is_item=True), part.text)
            row.action = part
            return row
        reading = self._read(item.text if item else text, is_item=True)
        return self._row(said, reading, item.text if item and not item.label else text)

    def _lead(self, said: Said, item: TextPart, text: str) -> DocumentRow:
        """The row of what announces a list, which its items say the rest of."""
        self._list = _List(item.text.rstrip(_LEAD_ENDS), item.label)
        return DocumentRow(said.place, {"text": said._replace(text=text)}, is_lead=True)

    def _of_list(self, item: TextPart) -> TextPart | None:
        """The item, if it is the next one of the list above, and no sentence of its own."""
        is_own = not item.text[:1].islower() and self._reader.has_duty(item.text)
        if not self._list or is_own or not self._list.takes(item):
            self._list = None
            return None
        return TextPart(self._list.label(item), item.text)

    def _read(self, sentence: str, *, is_item: bool = False) -> SentenceReading:
        return self._reader.read(sentence, self.above, self._how.order, is_item=is_item)

    def _row(self, said: Said, reading: SentenceReading, text: str) -> DocumentRow:
        """The row of what a sentence says, each choice a finding."""
        self._how.find(said, reading.why)
        values = {"text" if reading.is_action else "notes": text, **reading.said}
        if reading.is_action:
            self.above = text
        if reading.reading:
            values["reading"] = reading.reading
        row = DocumentRow(said.place, {k: said._replace(text=v) for k, v in values.items()})
        if reading.is_action:
            held, self._held = self._held, []
            for key in {key for each in held for key in each.said}:
                row.said.pop(key, None)  # a line of its own says it better
            for key, line in ((key, line) for each in held for key, line in each.said.items()):
                row.add(key, line)
        return row

    @cached_property
    def _reader(self) -> SentenceReader:
        """Made where it is needed: tables have no sentences."""
        return SentenceReader(self._how.profiles, self._how.vocabulary)
