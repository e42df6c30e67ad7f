"""What holds for every document that is read: nothing is lost in silence, and nothing invented."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from documents_of_registers import Written, facts_of, written
from forms import EXTRAS, expectations, profile_of
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from portfolios import ROOT
from table_files import KINDS

from ecefollow.documents import document_file
from ecefollow.documents.blocks import Detail, Document, Paragraph, Place, Table
from ecefollow.importing import import_document
from ecefollow.importing.import_document import Imported
from ecefollow.importing.profile import Profile
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.register.deadlines import parse_deadline
from ecefollow.register.model import Evaluation

EVALUATION: Final = Evaluation("e", "T", "O")
TEXTS: Final = {
    *("id", "response", "reservation", "notes", "tags"),
    *("responsible", "accountable", "note", "evidence"),
}
DOCUMENTS: Final = [
    *(
        pytest.param(path, Profile(), id=path.name)
        for path in sorted((ROOT / "examples").iterdir())
        if path.suffix[1:] in {*KINDS, "pdf"}
    ),
    *(
        pytest.param(path, profile_of(expected.get("options", {})), id=f"{path.name}-{number}")
        for path, number, expected in expectations()
        if "refused" not in expected
    ),
]


def imported(path: Path, own: Profile) -> tuple[Document, Imported]:
    """The document at a path, without the sheets that are not read, and what is made of it."""
    if extra := EXTRAS.get(path.suffix):
        pytest.importorskip(extra, reason="an extra is not installed")
    made = import_document.read(str(path), EVALUATION, own)
    blocks, findings = document_file.read(str(path))
    chosen = [block for block in blocks if own.sheet is None or block.name == f"sheet {own.sheet}"]
    return Document(chosen, findings), made


# Every document of the suite


@pytest.mark.parametrize(
    ("document", "own"),
    [
        pytest.param(*each.values, id=each.id, marks=() if number % 3 == 0 else pytest.mark.slow)
        for number, each in enumerate(DOCUMENTS)
    ],
)
def test_every_cell_stands_once_in_the_account_and_no_word_is_invented(
    document: Path, own: Profile
) -> None:
    read, made = imported(document, own)
    found = [*unaccounted(read, made), *invented(read, made), *misfiled(made)]
    found = [text for text in found if f"days: {own.as_of}" not in text]
    assert not found, "\n".join(found)


def unaccounted(document: Document, made: Imported) -> Iterator[str]:
    """The cells and paragraphs that stand nowhere in the account, or more than once.

    Paragraphs stand there sentence by sentence, their lines joined: nothing of them is missing.
    """
    tables = {table.name for table in document.tables}
    besides = {detail for _, _, details in cells_of(document) for detail in details}
    texts = [block for block in document.blocks if isinstance(block, Paragraph)]
    besides |= {words(block.text) for block in texts if block.is_of_page}
    entries: Counter[tuple[Place, str]] = Counter()
    paragraphs = ""
    for entry in made.how.account.entries():
        if entry.place.block in tables:
            entries[entry.place._replace(path=""), words(entry.text)] += 1
        elif entry.place.block and words(entry.text) not in besides:
            paragraphs += letters(entry.text)
    whole = "".join(letters(block.text) for block in texts if not block.is_of_page)
    if paragraphs != whole:
        yield f"the paragraphs are {whole}, not {paragraphs}"
    for place, text, details in cells_of(document):
        if text and place.block in tables:
            times = entries.pop((place, text), 0)
            if times != 1:
                yield f"{place}: {text}: {times} times"
        for detail in details:
            entries.pop((place, detail), 0)
    yield from (f"{place}: {text}: nowhere in the document" for place, text in entries)


def cells_of(document: Document) -> Iterator[tuple[Place, str, list[str]]]:
    """Every cell and paragraph: its place, its words, and what is beside, struck out or hidden."""
    for block in document.blocks:
        if not isinstance(block, Table):
            yield Place(block.name), words(block.text), beside(block.detail)
            continue
        for row, texts in enumerate(block.rows):
            for column, text in enumerate(texts):
                yield block.place(row, column), words(text), beside(block.detail(row, column))


def beside(detail: Detail) -> list[str]:
    parts = (detail.struck, detail.hidden, detail.comment, detail.link, detail.fill)
    return [words(part) for part in parts if part]


def invented(document: Document, made: Imported) -> Iterator[str]:
    """The words, names and years of the registers that do not stand in the document."""
    parts = [part for _, text, details in cells_of(document) for part in (text, *details)]
    said = letters(" ".join(parts))
    for (record, key), value in facts_of(*made.registers).items():
        texts = [record] if key == "id" else [value] if isinstance(value, str) else value
        for text in texts if key in TEXTS else ():
            # A text that several cells make has a line or a sentence of each.
            lines = [text] if letters(text) in said else re.split(r"\n|(?<=[.!?:;])\s", text)
            yield from (f"{record} {key}: {line}" for line in lines if letters(line) not in said)
        days = [parse_deadline(value).last] if key == "due" else []
        days += [day for day, _ in value] if key == "days" else []
        yield from (f"{record} {key}: {day}" for day in days if f"{day.year % 100:02}" not in said)


def misfiled(made: Imported) -> Iterator[str]:
    """The cells of which nothing stands in the record where they went by the account."""
    records: dict[str, str] = {}
    for record in (record for register in made.registers for record in register.records):
        records[record.id] = records.get(record.id, "") + repr(record).casefold()
    for entry in made.how.account.entries():
        for ident, _, key in (place.rpartition(".") for place in entry.to.split()):
            if key in {*TEXTS, "title", "text"} and ident in records:
                said = re.findall(r"[^\W\d_]{3,}", entry.text.casefold())
                if said and not any(word in records[ident] for word in said):
                    yield f"{entry.place}: {entry.text}: not in {ident}"


def words(text: str) -> str:
    return " ".join(text.split())


def letters(text: str) -> str:
    """The text without its blanks and hyphens, which the end of a line may have made."""
    return re.sub(r"[\s\u2010\xad-]+", "", text)


# Tables in any layout


OFTEN: Final = 500  # in CI
KINDS_AND_EXAMPLES: Final = [
    *(pytest.param(kind, 10, id=kind) for kind in KINDS if f".{kind}" not in EXTRAS),
    *(pytest.param(kind, OFTEN, id=f"{kind}-often", marks=pytest.mark.slow) for kind in KINDS),
]


@pytest.mark.parametrize(("kind", "examples"), KINDS_AND_EXAMPLES)
def test_what_a_table_says_comes_in_and_nothing_else(kind: str, examples: int) -> None:
    if extra := EXTRAS.get(f".{kind}"):
        pytest.importorskip(extra, reason="an extra is not installed")

    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False))
    def the_law(chance: Random) -> None:
        write, merges = KINDS[kind]
        table = written(chance, merges=merges)
        note(f"{table}\nas of {table.option}")
        with TemporaryDirectory() as folder:
            path = Path(folder, f"table.{kind}")
            path.write_bytes(write(chance, table.rows))
            document, made = imported(path, Profile(as_of=table.option))
        note("\n".join(made.texts))
        found = [*unaccounted(document, made), *wrong(table, made, document)]
        assert not found, "\n".join(found)

    the_law()


def wrong(table: Written, made: Imported, document: Document) -> Iterator[str]:
    """The facts that came in without being said, and those that are missing without a word."""
    merged = {  # by the place of each cell in a merged one: the row in which that begins, from 1
        (below + 1, column): row + 1
        for block in document.tables
        for (row, column), detail in block.details.items()
        for below in range(row, row + detail.rows)
    }
    facts = facts_of(*made.registers)
    counted = {record: key for record, key in facts if key == "id"}
    for (record, key), value in facts.items():
        fact = table.facts.get((record, key))
        if not fact and record in counted and key == "id":
            continue
        if not fact and key == "days" and {day for day, _ in value} == {table.as_of}:
            continue
        if not fact or fact.value != value:
            yield f"{record} {key}: {value!r}, not {fact and fact.value!r}"
    doubts = {
        (entry.place.row, entry.place.column) for entry in made.how.account.entries() if entry.why
    } | {(finding.place.row, finding.place.column) for finding in made.findings}
    for (record, key), fact in table.facts.items():
        if (record, key) not in facts and not any(
            (row, fact.column) in doubts for row in (fact.row, merged.get((fact.row, fact.column)))
        ):
            yield f"{record} {key}: {fact.value!r} is missing"


# Prose in any order


LINES: Final = st.sampled_from(
    [
        *("Follow-up actions:", "Actions and responsibilities: HR will act."),
        *("Action 1.1: Act",),
        *("Deadline: May 2019", "Responsible: HR", "Status: Done"),
        *("Recommendation implemented",),
        *("The Office will act by 31 May 2019.", "Following talks, HR may act"),
        *("after approval.",),
    ]
) | st.text(st.characters(exclude_categories=["C", "Z"]), max_size=5)


@pytest.mark.parametrize(
    "examples", [pytest.param(10), pytest.param(OFTEN, marks=pytest.mark.slow)]
)
def test_every_word_of_prose_is_filed_once_or_the_document_is_refused(examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.lists(LINES, min_size=1, max_size=4), max_size=12))
    def the_law(paragraphs: list[list[str]]) -> None:
        text = "\n\n".join(map("\n".join, [["Recommendation 1: A long enough text."], *paragraphs]))
        note(text)
        with TemporaryDirectory() as folder:
            path = Path(folder, "prose.txt")
            path.write_text(text + "\n\nIt ends.\n" * 9, encoding="utf-8")
            try:
                document, made = imported(path, Profile())
            except RefusedError:
                return
        assert not list(unaccounted(document, made))

    the_law()
