"""A document, made into a register: read, built, written, and loaded again to compare."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count as counted_from
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

from ecefollow.analysis.values_in_words import count
from ecefollow.analysis.word_stream import folded
from ecefollow.documents import document_file
from ecefollow.documents.blocks import Block, Finding, Paragraph, Place, Table
from ecefollow.documents.cells import TableError, column_letters
from ecefollow.documents.sentences import sentences
from ecefollow.importing import document_rows
from ecefollow.importing.columns import Head, HeadingError
from ecefollow.importing.new_register import schema_beside
from ecefollow.importing.profile import KEYS, Profile
from ecefollow.importing.recommendations import Clash, RecommendationBuilder
from ecefollow.importing.rows import SENTENCE, DocumentRow, HowRead
from ecefollow.importing.yaml_writer import register_text
from ecefollow.reading import register_file
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.quoting import did_you_mean, quoted
from ecefollow.register.model import Evaluation, Register

# What is said of each recommendation or action by itself, and tells no evaluations apart.
_OF_ONE: Final = frozenset(KEYS) - {"left-out", "tags", "notes"}
_ALIKE: Final = "number other recommendations alike, as several evaluations do"
_NOT_ITS_TITLE: Final = "Given when the document was imported, which does not have it."
_not_in_names: Final = re.compile(r"[^a-z0-9]+")
_last_number: Final = re.compile(r"[0-9]+(?=[^0-9]*$)")


class Imported(NamedTuple):
    """The registers that were made of a document, with their texts; and where everything went.

    There is one, unless a column says of which evaluation each row is.
    """

    registers: list[Register]
    texts: list[str]
    findings: list[Finding]
    how: HowRead  # with the account

    def files(self, path: str) -> dict[str, str]:
        """What is to be made: the register at *path*, and beside it its schema, if there is none.

        Of several registers, *path* is the folder.
        """
        paths = [path]
        if len(self.registers) > 1:
            paths = [
                str(Path(path) / f"{register.evaluation.id}.yaml") for register in self.registers
            ]
        beside = schema_beside(paths[0])
        texts = dict(zip(paths, self.texts, strict=True))
        missing = {name: text for name, text in beside.items() if not Path(name).exists()}
        return texts | missing | texts  # in this order; a register called like its schema stays

    def tally(self) -> tuple[str, str]:
        """How much there is, "2 recommendations and 5 actions; 1 finding", and the account."""
        recommendations = [r for register in self.registers for r in register.recommendations]
        actions = sum(len(recommendation.actions) for recommendation in recommendations)
        made = f"{count(len(recommendations), 'recommendation')} and {count(actions, 'action')}"
        return f"{made}; {count(len(self.findings), 'finding')}", self.how.account.tally()


def read(
    path: str, evaluation: Evaluation, own: Profile, *, options: Collection[str] = ()
) -> Imported:
    """The register in the document at *path*, read as the profile *own* says.

    *options* are the headings and words of it that must be in this document.
    UnreadableError if it cannot be read, RefusedError if no register can be made of it.
    """
    try:
        document = document_file.read(path, own.encoding)
        blocks, rows, how = document_rows.read(document, own)
        _require_split(own.split_by, how.heads)
        tables = [block for block in blocks if isinstance(block, Table)]
        registers = _registers(rows, how, evaluation, tables)
    except (TableError, HeadingError) as error:
        raise RefusedError(f"{path}: {error}") from None
    registers = [_with_note(register, blocks) for register in registers]
    how.findings += _unmet(how, options)
    findings = in_order(how.account.close(document.findings, how.findings), blocks, path)
    texts = [_checked(register, path) for register in registers]
    return Imported(registers, texts, findings, how)


def _require_split(wanted: str | None, heads: Sequence[Head]) -> None:
    """Raise HeadingError if no column is called what is to tell the evaluations apart."""
    if wanted and not any(head.has("evaluation") for head in heads):
        headings = [column.heading for head in heads for column in head.columns.values()]
        raise HeadingError(f"no column is called {quoted(wanted)}{did_you_mean(wanted, headings)}")


def _registers(
    rows: Sequence[DocumentRow], how: HowRead, evaluation: Evaluation, tables: Sequence[Table]
) -> list[Register]:
    """A register of each evaluation; HeadingError if nothing tells several apart."""
    registers: list[Register] = []
    for value, part in _by_evaluation(rows).items():
        builder = RecommendationBuilder(how)
        recommendations = builder.build(part)
        _require_one_sheet(builder)
        _require_one_evaluation(builder.clashes, tables, how.heads)
        taken = {register.evaluation.id for register in registers}
        registers.append(Register(_evaluation_of(evaluation, value, taken), recommendations))
    if not any(register.recommendations for register in registers):
        raise HeadingError("there is no recommendation in it")
    return registers


def _by_evaluation(rows: Sequence[DocumentRow]) -> dict[str, list[DocumentRow]]:
    """The rows of each evaluation; of "" if no column tells them apart."""
    parts: dict[str, list[DocumentRow]] = {}
    evaluation = ""
    for row in rows:
        evaluation = row.evaluation or evaluation  # a blank cell is as the one above it
        parts.setdefault(evaluation, []).append(row)
    return parts


def _require_one_sheet(builder: RecommendationBuilder) -> None:
    """Raise HeadingError if sheets number other recommendations alike, and name them."""
    last = [(draft.said.place, _last_number.search(draft.id)) for draft in builder.drafts]
    marks = [(place, match[0]) for place, match in last if match]
    # The number that two have, which only the first keeps.
    marks += [(place, f"{clash[0]}") for clash in builder.clashes for place in clash]
    sheets: dict[str, set[str]] = {}
    for place, mark in marks:
        if place.block.startswith("sheet "):
            sheets.setdefault(place.block.removeprefix("sheet "), set()).add(mark)
    for own in sheets.values():
        alike = [name for name, others in sheets.items() if others & own]
        if len(alike) > 1:
            raise HeadingError(
                f"the sheets {' and '.join(f'“{name}”' for name in alike)} {_ALIKE}; "
                f'--sheet "{alike[0]}" takes one of them'
            )


def _require_one_evaluation(
    clashes: Sequence[Clash], tables: Sequence[Table], heads: Sequence[Head]
) -> None:
    """Raise HeadingError if a column tells recommendations of one number apart, and name it."""
    columns = {n: column for head in heads for n, column in head.columns.items()}
    by_block: dict[str, list[tuple[int, int]]] = {}
    for first, second in clashes:
        if first.block == second.block and first.row and second.row:
            by_block.setdefault(first.block, []).append((first.row - 1, second.row - 1))
    for table, (n, column) in product(tables, columns.items()):
        rows = by_block.get(table.name, ())
        pairs = [(table.cell(one, n), table.cell(two, n)) for one, two in rows]
        values = dict.fromkeys(value for pair in pairs for value in pair)
        tells_apart = all(one and two and one != two for one, two in pairs)
        is_few = 0 < len(values) <= len(pairs) + 1
        if column.key not in _OF_ONE and tells_apart and is_few:
            told = " and ".join(f"“{value}”" for value in values)
            raise HeadingError(
                f"{told} in the column “{column.heading}” {_ALIKE}; "
                f'--split-by "{column.heading}" makes a register of each'
            )


def _unmet(how: HowRead, options: Collection[str]) -> Iterator[Finding]:
    """A finding for each option that meets nothing in the document."""
    letters = {column_letters(n) for head in how.heads for n in head.columns}
    for heading in how.vocabulary.unmet_headings.values():
        if heading in options and heading.upper() not in letters:
            yield Finding(Place(), heading, "--column: no table has this heading")
    for word in how.vocabulary.unmet.values():
        if word in options:
            yield Finding(Place(), word, "--word: no cell is this word")


def _evaluation_of(evaluation: Evaluation, value: str, taken: Container[str]) -> Evaluation:
    """The evaluation with this value in the column that tells them apart, by an id of its own."""
    if not value:
        return evaluation
    name = f"{evaluation.id}-{_not_in_names.sub('-', value.casefold())}".strip("-")
    if name in taken:
        name = next(other for n in counted_from(2) if (other := f"{name}-{n}") not in taken)
    return replace(evaluation, id=name, title=f"{evaluation.title}: {value}")


def _with_note(register: Register, blocks: Sequence[Block]) -> Register:
    """The register, which says so where its title is not the document's."""
    evaluation = register.evaluation
    texts = (block.text for block in blocks if isinstance(block, Paragraph))
    cells = (
        cell for block in blocks if isinstance(block, Table) for row in block.rows for cell in row
    )
    whole = {folded(part) for text in (*texts, *cells) for part in (text, *sentences(text))}
    if folded(evaluation.title) in whole:
        return register
    return replace(register, evaluation=replace(evaluation, title_note=_NOT_ITS_TITLE))


def in_order(findings: Iterable[Finding], blocks: Sequence[Block], path: str) -> list[Finding]:
    """The findings in the document at *path* by where they stand, each once."""
    order = {block.name: number for number, block in enumerate(blocks)}

    def place(finding: Finding) -> tuple[int, int, int]:
        block, row, column, _ = finding.place
        block, _, sentence = block.partition(SENTENCE)
        at = row or (int(sentence) if sentence.isdecimal() else 0)
        return order.get(block, -1), at, -1 if column is None else column

    return [
        finding._replace(place=finding.place._replace(path=path))
        for finding in sorted(dict.fromkeys(findings), key=place)
    ]


def _checked(register: Register, path: str) -> str:
    """The register's text, if it is loaded as the same register and without an error."""
    text = register_text(register)
    try:
        again = register_file.parse_valid(text.encode(), path)
    except register_file.InvalidRegisterError as error:
        problems = [f"{problem.message} [{problem.code}]" for problem in error.errors]
        message = f"{path}: what would come of it is no valid register; nothing was written"
        raise RefusedError(message, *problems) from None
    if again != register:
        raise RefusedError(f"{path}: its register cannot be written as YAML; nothing was written")
    return text
