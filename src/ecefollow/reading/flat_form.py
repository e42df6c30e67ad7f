"""Valid registers as flat bytes, and back: much faster to read than YAML.

The values of a key stand together, those of all actions of all registers one behind the other, so
that each step of reading takes thousands of values at once. No text of a register has a control
character, and so one of them can stand behind each text. Reading runs nothing but the parsers of
the values.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import accumulate, chain, repeat
from typing import Any, Final

from ecefollow.reading.values import PARSERS, refuse_control_characters
from ecefollow.register.characters import SUSPECT
from ecefollow.register.model import Register
from ecefollow.register.positions import LineColumn, Positions
from ecefollow.register.schema import REGISTER, Kind, Many, Record, Scalar, written

_END: Final = "\0"  # of each text
_BETWEEN_KEYS: Final = ","
_NUMBER: Final = "I"  # of array and memoryview: four bytes, without a sign
_SIZE: Final = 4
_COMMON: Final = bytes([0, *b"\t\n", *range(0x20, 0x7F)])


class DamagedError(ValueError):
    """Bytes that are not a register in its flat form."""


def dump(registers: Sequence[Register]) -> bytes:
    """The flat form of registers without an error."""
    # Late: only what is read for the first time is written.
    from array import array

    form = _Packed()
    form.write_records(REGISTER, registers)
    lengths = len(registers), len(form.numbers), len(form.places)
    numbers = array(_NUMBER, [*lengths, *form.numbers, *form.places])
    return numbers.tobytes() + "".join(f"{text}{_END}" for text in form.texts).encode()


def load(data: bytes | memoryview) -> Sequence[Register]:
    """The registers that `dump` made the bytes of; ValueError for other bytes."""
    everything = memoryview(data)[: len(data) // _SIZE * _SIZE].cast(_NUMBER)
    count, *lengths = everything[:3]
    begin, middle, end = accumulate(lengths, initial=3)
    text = bytes(data[end * _SIZE :])
    unusual = text.translate(None, _COMMON).decode()
    if SUSPECT.search(unusual) or "\r" in unusual:
        refuse_control_characters(text.decode().replace(_END, "\n"))
    *texts, rest = text.decode().split(_END)
    parts = _Queue(everything[begin:middle].tolist()), _Queue(everything[middle:end]), _Queue(texts)
    registers: Sequence[Register] = _Reading(*parts).read_records(REGISTER, count)
    if rest or any(part.left for part in parts) or not all(map(_has_unique_ids, registers)):
        raise DamagedError
    return registers


def _has_unique_ids(register: Register) -> bool:
    ids = [record.id for record in register.records]
    return len({*ids}) == len(ids)


class _Packed:
    """The numbers, the positions and the texts of registers, in the order of their reading."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.places: list[int] = []
        self.texts: list[str] = []

    def write_records(self, kind: Record, records: Sequence[Any]) -> None:
        """Which keys each record has, as one of the rows of keys that occur; positions; values."""
        rows: dict[tuple[str, ...], int] = {}
        self.numbers += [rows.setdefault(tuple(record.at), len(rows)) for record in records]
        self.numbers.append(len(rows))
        self.texts += map(_BETWEEN_KEYS.join, rows)
        for record in records:
            for position in (record.at.first, *record.at.values()):
                self.places += position.line, position.column
        for name, inner in kind.kinds.items():
            self.write_all(inner, [getattr(r, name) for r in records if name in r.at])

    def write_all(self, kind: Kind, values: Sequence[Any]) -> None:
        match kind:
            case Record() if values:
                self.write_records(kind, values)
            case Many() if values:
                self.numbers += map(len, values)
                self.write_all(kind.of, [*chain.from_iterable(values)])
            case _:
                self.texts += map(written, values)


class _Queue:
    """Values that are taken from it in their order, several at once."""

    def __init__(self, values: Any) -> None:
        self.values = values
        self.taken = 0

    @property
    def left(self) -> int:
        return len(self.values) - self.taken

    def take(self, count: int) -> Any:
        if count > self.left:
            raise DamagedError
        begin, self.taken = self.taken, self.taken + count
        return self.values[begin : self.taken]


class _Reading:
    """Reads what `_Packed` has, step by step in the same order."""

    def __init__(self, numbers: _Queue, places: _Queue, texts: _Queue) -> None:
        self.numbers = numbers
        self.places = places
        self.texts = texts

    def read_records(self, kind: Record, count: int) -> Sequence[Any]:
        model: Any = kind.model
        chosen = self.numbers.take(count)
        (row_count,) = self.numbers.take(1)
        rows = [tuple(row.split(_BETWEEN_KEYS)) for row in self.texts.take(row_count)]
        if max(chosen, default=0) >= len(rows) or not all(
            set(kind.required) <= set(row) <= kind.kinds.keys() for row in rows
        ):
            raise DamagedError
        default = {field.name: field.default for field in fields(model)}
        columns: dict[str, Iterable[Any]] = {name: repeat(default[name]) for name in default}
        columns["at"] = self.read_positions(chosen, rows)
        for name, inner in kind.kinds.items():
            has_value = [name in row for row in rows]
            if all(has_value):
                columns[name] = self.read_all(inner, count)
            elif any(has_value):
                present = [has_value[row] for row in chosen]
                values = iter(self.read_all(inner, sum(present)))
                columns[name] = [next(values) if has else default[name] for has in present]
        # What `kind.model(...)` does, a column at a time, which takes a third of the time.
        records = [object.__new__(model) for _ in range(count)]
        for name, column in columns.items():
            deque(map(getattr(model, name).__set__, records, column), maxlen=0)
        return records

    def read_all(self, kind: Kind, count: int) -> Sequence[Any]:
        """So many values of the kind."""
        match kind:
            case Record() if count:
                return self.read_records(kind, count)
            case Many() if count:
                lengths = self.numbers.take(count)
                items = tuple(self.read_all(kind.of, sum(lengths)))
                ends = accumulate(lengths)
                return [items[end - size : end] for size, end in zip(lengths, ends, strict=True)]
            case Scalar() if not kind.prose:
                texts = self.texts.take(count)
                values = {text: PARSERS[kind](text) for text in {*texts}}
                return [values[text] for text in texts]
        return self.texts.take(count)  # type: ignore[no-any-return]  # a text is read as itself

    def read_positions(
        self, chosen: Sequence[int], rows: Sequence[tuple[str, ...]]
    ) -> Iterator[Positions]:
        """The positions of records, each with the row of keys that it has chosen."""
        sizes = [2 + 2 * len(row) for row in rows]
        *begins, end = accumulate(map(sizes.__getitem__, chosen), initial=0)
        keys = map(rows.__getitem__, chosen)
        return map(_StoredPositions, repeat(self.places.take(end)), begins, keys)


class _StoredPositions(Positions):
    """Positions that are made when they are first asked for; most never are."""

    __slots__ = ("_begin", "_keys", "_numbers")

    def __init__(self, numbers: memoryview, begin: int, keys: tuple[str, ...]) -> None:
        self._numbers = numbers
        self._begin = begin
        self._keys = keys
        self.unread = frozenset()

    def __getattr__(self, name: str) -> Any:  # of a slot that is still empty
        if name not in {"first", "by_key"}:
            raise AttributeError(name)
        end = self._begin + 2 + 2 * len(self._keys)
        numbers = iter(self._numbers[self._begin : end])
        self.first, *positions = map(LineColumn, numbers, numbers)
        self.by_key = dict(zip(self._keys, positions, strict=True))
        return getattr(self, name)
