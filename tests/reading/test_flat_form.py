"""The flat form: what goes in comes back, with its positions, and nothing else is read."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_registers import registers

from ecefollow.reading import flat_form
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.model import Register
from ecefollow.register.schema import REGISTER, Many, Record

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "data" / "recommendations.yaml").read_bytes()
FICTION = (ROOT / "examples" / "followed-up.yaml").read_bytes()
# Every key of the format, and lists that are absent, empty and full.
EVERYTHING = b"""\
evaluation:
  {id: e, title: T, title_note: n, organization: O, source: s.txt, report: r.pdf, contact: c,
   language: fr, responded: 2017-Q4,
   units: [{name: U, also: [V, W], mention: "@u", mail: u@example.org}, {name: X, also: []}]}
recommendations:
  - id: "1"
    title: T
    status: partial
    added: 2018-01-01
    reservation: R
    response: |
      One
      \ttwo \xc3\xa9
    notes: [n, o]
    tags: [a, b]
    updates:
      - {date: 2018-01-01, status: accepted, note: n, by: b}
    actions:
      - id: "1.1"
        text: T
        responsible: []
        accountable: A
        added: 2018-01-02
        due: 2018-02
        due_text: d
        reading: r
        after: {event: E, expected: 2018-H1, happened: 2018-01-02}
        ongoing: false
        discretionary: true
        see: ["1", "1.2"]
        updates:
          - {date: 2018-03-01, progress: completed, due: 2018, note: n, evidence: [x, y], by: b}
          - {date: 2018-03-02, responsible: [], evidence: []}
          - {date: 2018-03-02, responsible: [A, B], day_unknown: true}
          - {date: 2018-03-03, verified: confirmed, by: b}
      - {responsible: [A], text: T, id: "1.2", ongoing: true, after: {event: E}, updates: []}
  - {id: "2", title: T, status: pending, notes: [], actions: []}
"""


def read(data: bytes) -> Register:
    return parse_anew(data, "r.yaml")


FLAT = flat_form.dump([read(EVERYTHING)])


def everything(record: Any) -> Any:
    """All that a record says, and where each of it stands, in the order of the file."""
    if isinstance(record, tuple) and not hasattr(record, "_fields"):
        return [everything(each) for each in record]
    if not hasattr(record, "at"):
        return type(record), record
    places = [(key, place.line, place.column) for key, place in record.at.items()]
    values = {name: everything(getattr(record, name)) for name in record.__slots__ if name != "at"}
    return (record.at.first.line, record.at.first.column), record.at.unread, places, values


@pytest.mark.parametrize("files", [[EVERYTHING], [SHIPPED, EVERYTHING, FICTION]])
def test_registers_come_back_with_their_positions(files: list[bytes]) -> None:
    registers = [read(data) for data in files]
    again = flat_form.load(flat_form.dump(registers))
    assert again == registers
    assert everything(tuple(again)) == everything(tuple(registers))


def test_the_example_above_has_every_key_of_the_format() -> None:
    missing = []

    def visit(kind: Record, records: list[Any]) -> None:
        for name, inner in kind.kinds.items():
            missing.extend([name] if not any(name in record.at for record in records) else [])
            if isinstance(inner, Record):
                visit(inner, [v for r in records if (v := getattr(r, name))])
            elif isinstance(inner, Many) and isinstance(inner.of, Record):
                visit(inner.of, [each for record in records for each in getattr(record, name)])

    visit(REGISTER, [read(EVERYTHING)])
    assert missing == []


@given(registers())
def test_any_register_comes_back(written: tuple[str, list[str]]) -> None:
    register = read(written[0].encode())
    (again,) = flat_form.load(flat_form.dump([register]))
    assert everything(again) == everything(register)


@given(st.data())
def test_a_damaged_form_is_refused_or_read_but_never_fails_otherwise(data: st.DataObject) -> None:
    flat = bytearray(FLAT)
    for _ in range(data.draw(st.integers(1, 3))):
        flat[data.draw(st.integers(0, len(flat) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = flat_form.load(bytes(flat))
    except ValueError:
        return
    everything(tuple(found))


@given(st.binary())
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - DamagedError, or what a parser of values raises
        flat_form.load(data)


def test_a_form_that_was_cut_off_is_refused() -> None:
    for end in range(len(FLAT)):
        with pytest.raises(ValueError):  # noqa: PT011 - as above
            flat_form.load(FLAT[:end])


def forged(true: bytes, false: bytes) -> bytes:
    assert FLAT.count(true) == 1
    return FLAT.replace(true, false)


@pytest.mark.parametrize("character", ["\x1b", "\r", "\u202e", "\u200b"])
def test_a_control_character_is_refused(character: str) -> None:
    with pytest.raises(ValueError, match="character"):
        flat_form.load(forged(b"\0s.txt\0", f"\0s{character}t\0".encode()))


def test_a_required_value_that_is_absent_is_refused() -> None:
    keys = b"\0id,title,title_note,organization,"
    with pytest.raises(flat_form.DamagedError):
        flat_form.load(forged(keys, keys.replace(b",title,", b",")))


def test_two_records_with_one_id_are_damage() -> None:
    register = read(FICTION)
    form = flat_form.dump([register])
    doubled = form.replace(b"\0A.2\0", b"\0A.1\0", 1)
    assert doubled != form
    with pytest.raises(flat_form.DamagedError):
        flat_form.load(doubled)
