"""Valid registers as flat bytes, and back: much faster to read than YAML.

The values of a key stand together, those of all actions of all registers one behind the other, so
that each step of reading takes thousands of values at once. No text of a register has a control
character, and so one of them can stand between the texts. Reading runs nothing but the parsers of
the values.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields
from itertools import accumulate, repeat
from typing import Any, Final

from ecefollow.reading.values import PARSERS, refuse_control_characters
from ecefollow.register.deadlines import Deadline
from ecefollow.register.model import Register
from ecefollow.register.positions import Place, Positions
from ecefollow.register.schema import REGISTER, Kind, Many, Record, Scalar

_BETWEEN: Final = "\0"
_BETWEEN_KEYS: Final = ","
_ABSENT: Final = ""  # no value is empty
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
    return numbers.tobytes() + _BETWEEN.join(writer.texts).encode()


def load(data: bytes | memoryview) -> list[Register]:
    """The registers that `dump` made the bytes of; ValueError for other bytes."""
    numbers = memoryview(data)[: len(data) // _SIZE * _SIZE].cast(_NUMBER)
    end = 1 + numbers[0] if numbers else 1
    if end > len(numbers):
        raise DamagedError
    texts = bytes(data[end * _SIZE :])
    refuse_control_characters(texts.translate(None, _COMMON).decode())
    reader = _Unpacker(numbers[1:end], texts.decode().split(_BETWEEN))
    try:
        registers = reader.read_records(REGISTER, *reader.read_numbers(1))
    except LookupError as error:
        raise DamagedError from error
    if not reader.is_at_end:
        raise DamagedError
    return registers


class _Packer:
    """The numbers and the texts of a register, in the order in which they are read."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.texts: list[str] = []

    def write_records(self, kind: Record, records: Sequence[Any]) -> None:
        for name, value_kind, _ in _columns(kind):
            self.write_all(value_kind, [getattr(record, name) for record in records])
        self.write_positions([record.at for record in records])

    def write_all(self, kind: Kind, values: Sequence[Any]) -> None:
        match kind:
            case Scalar():
                self.texts += map(_written, values)
            case Many():
                # An absent list is not an empty one: lengths are counted from 1.
                self.numbers += [0 if value is None else 1 + len(value) for value in values]
                self.write_all(kind.of, [each for value in values for each in value or ()])
            case Record():
                self.numbers += [int(value is not None) for value in values]
                self.write_records(kind, [value for value in values if value is not None])

    def write_positions(self, positions: Sequence[Positions]) -> None:
        """Which keys each record has, as one of the rows of keys that occur; then their places."""
        rows: dict[tuple[str, ...], int] = {}
        self.numbers += [rows.setdefault(tuple(at), len(rows)) for at in positions]
        self.numbers.append(len(rows))
        self.texts += map(_BETWEEN_KEYS.join, rows)
        for at in positions:
            for place in (at.first, *at.values()):
                self.numbers += place.line, place.column


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
        columns = {
            name: self.read_all(value_kind, count, default)
            for name, value_kind, default in _columns(kind)
        }
        columns["at"] = self.read_positions(kind, count)
        # What `kind.model(...)` does, a column at a time, which takes a third of the time.
        model: Any = kind.model
        records = [object.__new__(model) for _ in range(count)]
        for name, values in columns.items():
            deque(map(getattr(model, name).__set__, records, values), maxlen=0)
        return records

    def read_all(self, kind: Kind, count: int, default: Any = MISSING) -> Sequence[Any]:
        """So many values of the kind; *default* stands for those that are absent."""
        match kind:
            case Scalar():
                return self.read_scalars(kind, count, default)
            case Many():
                return self.read_lists(kind, count, default)
            case Record():
                there = self.read_numbers(count)
                records = iter(self.read_records(kind, sum(map(bool, there))))
                return [next(records) if each else _allowed(default) for each in there]

    def read_scalars(self, kind: Scalar, count: int, default: Any) -> Sequence[Any]:
        texts = self.read_texts(count)
        if kind.prose:  # all that a text is read as is the text
            if default is None:
                return [text or None for text in texts]
            values = {text: _allowed(default) for text in (_ABSENT,) if text in texts}
            return [values[text] for text in texts] if values else texts
        values = {text: PARSERS[kind](text) for text in {*texts} - {_ABSENT}}
        if len(values) < len({*texts}):
            values[_ABSENT] = _allowed(default)
        return [values[text] for text in texts]

    def read_lists(self, kind: Many, count: int, default: Any) -> Sequence[Any]:
        lengths = self.read_numbers(count)
        items = tuple(self.read_all(kind.of, sum(lengths) - sum(map(bool, lengths))))
        if not all(lengths):
            _allowed(default)
        ends = accumulate(max(length - 1, 0) for length in lengths)
        return [
            items[end - length + 1 : end] if length else default
            for length, end in zip(lengths, ends, strict=True)
        ]

    def read_positions(self, kind: Record, count: int) -> Sequence[Positions]:
        chosen = self.read_numbers(count)
        (different,) = self.read_numbers(1)
        rows = [tuple(row.split(_BETWEEN_KEYS)) for row in self.read_texts(different)]
        if not all(set(kind.required) <= set(row) <= kind.kinds.keys() for row in rows):
            raise DamagedError
        begin = self.numbers_read
        *begins, self.numbers_read = accumulate(
            (2 + 2 * len(rows[each]) for each in chosen), initial=begin
        )
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
        if name not in {"first", "places"}:
            raise AttributeError(name)
        end = self._begin + 2 + 2 * len(self._keys)
        numbers = iter(self._numbers[self._begin : end])
        self.first, *places = map(Place, numbers, numbers)
        self.places = dict(zip(self._keys, places, strict=True))
        return getattr(self, name)


def _columns(kind: Record) -> Iterator[tuple[str, Kind, Any]]:
    """The keys of a record in the order of its model, each with its kind and its default."""
    model: Any = kind.model
    for field in fields(model):
        if field.name in kind.kinds:
            yield field.name, kind.kinds[field.name], field.default


def _written(value: Any) -> str:
    match value:
        case None | False:
            return _ABSENT
        case True:
            return "true"
        case Deadline():
            return value.written
        case _:
            return str(value)


def _allowed(default: Any) -> Any:
    if default is MISSING:
        raise DamagedError
    return default
