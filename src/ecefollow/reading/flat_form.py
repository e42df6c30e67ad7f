"""Valid registers as flat bytes, and back: much faster to read than YAML.

The values of a key stand together, those of all actions of all registers one behind the other, so
that each step of reading takes thousands of values at once. No text of a register has a control
character, and so one of them can stand behind each text. Reading runs nothing but the parsers of
the values.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import accumulate, repeat
from typing import Any, Final

from ecefollow.reading.values import PARSERS, refuse_control_characters
from ecefollow.register.characters import SUSPECT
from ecefollow.register.model import Register
from ecefollow.register.positions import LineColumn, Positions
from ecefollow.register.schema import REGISTER, ByName, Kind, Many, Record, Scalar, written

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

    writer = _Packer()
    writer.numbers.append(len(registers))
    writer.write_records(REGISTER, registers)
    numbers = array(_NUMBER, [len(writer.numbers), *writer.numbers])
    return numbers.tobytes() + "".join(f"{text}{_END}" for text in writer.texts).encode()


def load(data: bytes | memoryview) -> list[Register]:
    """The registers that `dump` made the bytes of; ValueError for other bytes."""
    numbers = memoryview(data)[: len(data) // _SIZE * _SIZE].cast(_NUMBER)
    end = 1 + numbers[0] if numbers else 1
    if end > len(numbers):
        raise DamagedError
    text = bytes(data[end * _SIZE :])
    unusual = text.translate(None, _COMMON).decode()
    if SUSPECT.search(unusual) or "\r" in unusual:
        refuse_control_characters(text.decode().replace(_END, "\n"))
    texts = text.decode().split(_END)
    if texts.pop():
        raise DamagedError
    reader = _Unpacker(numbers[1:end], texts)
    try:
        registers = reader.read_records(REGISTER, *reader.read_numbers(1))
    except LookupError as error:
        raise DamagedError from error
    if not reader.is_at_end or not all(map(_has_unique_ids, registers)):
        raise DamagedError
    return registers


def _has_unique_ids(register: Register) -> bool:
    ids = [record.id for record in register.records]
    return len({*ids}) == len(ids)


class _Packer:
    """The numbers and the texts of a register, in the order in which they are read."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.texts: list[str] = []

    def write_records(self, kind: Record, records: Sequence[Any]) -> None:
        """Which keys each record has, as one of the rows of keys that occur; values; positions."""
        rows: dict[tuple[str, ...], int] = {}
        self.numbers += [rows.setdefault(tuple(record.at), len(rows)) for record in records]
        self.numbers.append(len(rows))
        self.texts += map(_BETWEEN_KEYS.join, rows)
        for name, value_kind in kind.kinds.items():
            if present := [getattr(record, name) for record in records if name in record.at]:
                self.write_all(value_kind, present)
        for record in records:
            for position in (record.at.first, *record.at.values()):
                self.numbers += position.line, position.column

    def write_all(self, kind: Kind, values: Sequence[Any]) -> None:
        match kind:
            case Scalar():
                self.texts += map(written, values)
            case Many():
                self.numbers += map(len, values)
                self.write_all(kind.of, [item for value in values for item in value])
            case Record():
                self.write_records(kind, values)


class _Unpacker:
    """Reads what `_Packer` wrote, step by step in the same order."""

    def __init__(self, numbers: memoryview, texts: list[str]) -> None:
        self.numbers = numbers
        self.texts = texts
        self.numbers_read = 0
        self.texts_read = 0

    @property
    def is_at_end(self) -> bool:
        return (self.numbers_read, self.texts_read) == (len(self.numbers), len(self.texts))

    def read_records(self, kind: Record, count: int) -> list[Any]:
        model: Any = kind.model
        chosen = self.read_numbers(count)
        rows = self.read_rows(kind)
        default = {field.name: field.default for field in fields(model)}
        columns: dict[str, Iterable[Any]] = {name: repeat(default[name]) for name in default}
        columns |= {
            name: self.read_column(inner, chosen, [name in row for row in rows], default[name])
            for name, inner in kind.kinds.items()
        }
        columns["at"] = self.read_positions(chosen, rows)
        # What `kind.model(...)` does, a column at a time, which takes a third of the time.
        records = [object.__new__(model) for _ in range(count)]
        for name, values in columns.items():
            deque(map(getattr(model, name).__set__, records, values), maxlen=0)
        return records

    def read_rows(self, kind: Record) -> list[tuple[str, ...]]:
        """The rows of keys that the records have one of each."""
        (count,) = self.read_numbers(1)
        rows = [tuple(row.split(_BETWEEN_KEYS)) for row in self.read_texts(count)]
        if not all(set(kind.required) <= set(row) <= kind.kinds.keys() for row in rows):
            raise DamagedError
        return rows

    def read_column(
        self, kind: Kind, chosen: Sequence[int], rows: Sequence[bool], default: Any
    ) -> Iterable[Any]:
        """A value for each record: the *default* for one that has chosen a row without the key."""
        if not any(rows):
            return repeat(default, len(chosen))
        if all(rows):
            return self.read_all(kind, len(chosen))
        present = [rows[row] for row in chosen]
        values = iter(self.read_all(kind, sum(present)))
        return [next(values) if is_present else default for is_present in present]

    def read_all(self, kind: Kind, count: int) -> Sequence[Any]:
        """So many values of the kind."""
        match kind:
            case Scalar():
                return self.read_scalars(kind, count)
            case Many():
                return self.read_lists(kind, count)
            case Record():
                return self.read_records(kind, count)
            case ByName():
                raise DamagedError  # a register has none

    def read_scalars(self, kind: Scalar, count: int) -> Sequence[Any]:
        texts = self.read_texts(count)
        if kind.prose:  # all that a text is read as is the text
            return texts
        values = {text: PARSERS[kind](text) for text in {*texts}}
        return [values[text] for text in texts]

    def read_lists(self, kind: Many, count: int) -> Sequence[Any]:
        lengths = self.read_numbers(count)
        items = tuple(self.read_all(kind.of, sum(lengths)))
        ends = accumulate(lengths)
        return [items[end - length : end] for length, end in zip(lengths, ends, strict=True)]

    def read_positions(
        self, chosen: Sequence[int], rows: Sequence[tuple[str, ...]]
    ) -> Sequence[Positions]:
        """The positions of records, each with the row of keys that it has chosen."""
        sizes = [2 + 2 * len(row) for row in rows]
        ends = accumulate(map(sizes.__getitem__, chosen), initial=self.numbers_read)
        *begins, self.numbers_read = ends
        if self.numbers_read > len(self.numbers):
            raise DamagedError
        keys = map(rows.__getitem__, chosen)
        return list(map(_StoredPositions, repeat(self.numbers), begins, keys))

    def read_numbers(self, count: int) -> list[int]:
        begin, self.numbers_read = self.numbers_read, self.numbers_read + count
        if self.numbers_read > len(self.numbers):
            raise DamagedError
        return self.numbers[begin : self.numbers_read].tolist()

    def read_texts(self, count: int) -> list[str]:
        begin, self.texts_read = self.texts_read, self.texts_read + count
        if self.texts_read > len(self.texts):
            raise DamagedError
        return self.texts[begin : self.texts_read]


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
