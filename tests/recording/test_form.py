"""One update from a form: lines of keys and values, the body of an issue form, YAML."""

import io
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from portfolios import FICTION, answer

from ecefollow.importing.profile import Profile
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.register_file import parse_anew
from ecefollow.recording import form as one_form
from ecefollow.recording.new_update import NewUpdate
from ecefollow.register.characters import FORBIDDEN
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.standing import Update
from ecefollow.register.vocabulary import Progress, Status

DAY = date(2018, 3, 29)
TODAY = date(2018, 4, 1)
LINES = """\
id: 7.10
Progress: In progress
date: 29 March 2018
New deadline: Jun 2018
note: Later: the review is long. # of 12
  See #5
evidence: https://example.org/a;b\\;c
responsible:
- PMU
- "Unit: 2"
by: PMU
"""
BODY = """\
### Action

7.10

### Progress now

In progress

### Day it happened

2018-03-29

### New deadline

2018-06

### What happened, or why

Later: the review is long. # of 12
  See #5

### Evidence

https://example.org/a
b\\;c

### Responsible from now on

* PMU
* Unit: 2

### Since when is unknown

_No response_

### Reported by

PMU
"""
YAML = """\
---
id: "7.10"
progress: in-progress
date: 2018-03-29
due: 2018-06
note: |
  Later: the review is long. # of 12
    See #5
evidence: [https://example.org/a, 'b;c']
responsible:
  - PMU
  - 'Unit: 2'
by: PMU
"""
UPDATE = NewUpdate(
    date=DAY,
    progress=Progress.IN_PROGRESS,
    due=parse_deadline("2018-06"),
    note="Later: the review is long. # of 12\n  See #5",
    evidence=("https://example.org/a", "b;c"),
    responsible=("PMU", "Unit: 2"),
    by="PMU",
)


def read(text: str | bytes) -> tuple[str, NewUpdate]:
    data = text if isinstance(text, bytes) else text.encode()
    return one_form.read(data, "form", Profile(), today=TODAY)


@pytest.mark.parametrize(
    "text", [LINES, BODY, YAML, BODY.replace("\n", "\r\n"), f"\ufeff{LINES}", f"\n{LINES}\n"]
)
def test_the_same_update_may_be_written_in_any_of_the_forms(text: str) -> None:
    assert read(text) == ("7.10", UPDATE)


@pytest.mark.parametrize(
    ("text", "update"),
    [
        ("progress: Terminé", NewUpdate(progress=Progress.COMPLETED)),
        ("progress: Implemented", NewUpdate(progress=Progress.COMPLETED)),
        ("status: partially accepted", NewUpdate(status=Status.PARTIAL)),
        ("happened: 2018-03-29", NewUpdate(happened=DAY)),
        ("day unknown: - [X] I do not know since when", NewUpdate(day_unknown=True)),
        ("day_unknown: TRUE", NewUpdate(day_unknown=True)),
        ("day_unknown: yes", NewUpdate(day_unknown=True)),
        ("date: le 29 mars 2018", NewUpdate(date=DAY)),
        ("due: end of June 2018", NewUpdate(due=parse_deadline("2018-06-30"))),
        ("progress: \n- [ ] in progress\n- [x] completed", NewUpdate(progress=Progress.COMPLETED)),
        ("day_unknown: - [ ] I do not know", NewUpdate()),
        ("note:", NewUpdate()),
    ],
)
def test_a_value_is_read_as_people_write_it(text: str, update: NewUpdate) -> None:
    assert read(f"action: 7 Light the quays\n{text}") == ("7", update)


@pytest.mark.parametrize(
    "note",
    [
        "=1+1",
        "<script>alert(1)</script>",
        "[/b] {x} *y* &z !t %u @v `w`",
        "[draft]",
        "#5 # not a comment",
        "'one' and \"two\"",
        "~",
        "null",
        "- a: b",
        "|",
        "{{ secrets.TOKEN }} $(id) `id`",
        "نص من اليمين",
    ],
)
@pytest.mark.parametrize("form", ["id: 7\nnote: {}\n", "### Id\n\n7\n\n### Note\n\n{}\n"])
def test_a_text_is_taken_as_it_stands_whatever_it_looks_like(form: str, note: str) -> None:
    assert read(form.replace("{}", note))[1].note == note


PROBLEMS = {
    "hello\nid: 7": "line 1: 'hello' stands before the first `key: value`",
    "id: 7\nprogres: x": "line 2: an update has no key 'progres'; did you mean 'progress'?",
    "id: 7\nverified: confirmed": "line 2: 'verified' is not for those who report",
    "id: 7\nnote: a\nid: 8": "line 3: id is given a second time",
    "### Id\n7\n### Note\nx\n### Id\n8": "line 5: id is given a second time",
    "### Id\n7\n### By\n_No response_\n### Note\nx\n### By\nPMU": "line 7: by is given a second",
    "### Id\n7\n### Note\nx\n### Why\ny": "line 5: an update has no key 'Why'; the keys are id,",
    "id: 7\nprogress: \n- [x] completed\n- [x] in progress": "line 2: progress: no progress was",
    "### Id\n7\n### Note\nx\n### more\ny": "line 5: an update has no key 'more'; the keys are",
    "id: 7\nprogress: so-so": "line 2: progress: 'so-so' is not one of",
    "id: 7\ndate: 03/04/2018": "line 2: date: no day was read: the day or the month may be first",
    "id: 7\nnote: x\ndate: 2018-04-03": "line 3: date: this day is still to come; write the one on",
    "id: 7\nnote: \x1b[31m": "line 2: note: the control character '\\x1b' (U+001B) is not allowed",
    "id: 7\nnote: \u202eabc": "line 2: note: the control character '\\u202e' (U+202E) is not",
    "id: 7\nevidence: [[a]]": "line 2: evidence: ",
    "id: 7\nnote: 'a' or 'b'": "line 2: note: ",
    "note: x": "the id of an action or a recommendation is missing; the keys are id, date,",
    "": "the id of an action or a recommendation is missing",
}


@pytest.mark.parametrize(("text", "problem"), PROBLEMS.items(), ids=PROBLEMS.values())
def test_what_cannot_be_taken_is_named_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(RefusedError, match="nothing was recorded") as refused:
        read(text)
    (told,) = refused.value.problems
    assert told.startswith(f"form: {problem}")


@example(b"\xff")
@example(b"id: 7\nevidence: [" + b"[" * 100_000 + b"]")
@given(
    st.binary(max_size=200)
    | st.text(st.sampled_from("id:note\n#|>[]\"'- 7.1{}&*!%@`\t")).map(str.encode)
)
def test_whatever_comes_is_taken_or_refused(data: bytes) -> None:
    with suppress(RefusedError):
        assert read(data)[0]


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"))))
def test_a_note_below_a_heading_comes_as_it_was_typed(note: str) -> None:
    if note.strip() and not note.startswith("###") and not re.search(FORBIDDEN, note + "a"):
        body = f"### Id\n\n7\n\n### Note\n\n{note}\n"
        assert read(body)[1].note == note.strip()


def test_what_comes_through_stdin_is_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = tmp_path / "r.yaml"
    register.write_bytes(FICTION.read_bytes())

    def typed(text: str, *more: str) -> tuple[int, str, str]:
        stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
        monkeypatch.setattr("sys.stdin", stdin)
        return answer("record", "--from", "-", "--register", str(register), *more)

    status, out, _ = typed(
        "### Action\n\nB.1\n\n### Note\n\n=1+1 [/b] <i>\n", "--date", "2021-06-01"
    )
    assert (status, out.count("\n")) == (0, 1)
    actions = parse_anew(register.read_bytes(), "r.yaml").recommendations[1].actions
    assert actions[0].updates[-1] == Update(date(2021, 6, 1), note="=1+1 [/b] <i>")
    before = register.read_bytes()
    for text in ("id: B.9\nnote: x", "id: B.1\nprogress: so-so", "id: B.1"):
        assert typed(text)[:2] == (2, "")
    assert typed("id: B.1\nnote: " + "x" * 1024 * 1024)[2].endswith("it is larger than 1 MB\n")
    assert register.read_bytes() == before
