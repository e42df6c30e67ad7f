"""A document, made into a register: read, built, written, and loaded again to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ecefollow.analysis.values_in_words import count
from ecefollow.documents import document_file
from ecefollow.documents.cells import TableError
from ecefollow.documents.table import CellPlace, Table, TableFinding
from ecefollow.importing import own_listing
from ecefollow.importing.headings import HeadingError
from ecefollow.importing.import_options import ImportOptions
from ecefollow.importing.new_register import schema_beside
from ecefollow.importing.register_builder import RegisterBuilder
from ecefollow.importing.rows import RowReader
from ecefollow.importing.yaml_writer import register_text
from ecefollow.reading import register_file
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.register.model import Action, Evaluation, Recommendation, Register


class Imported(NamedTuple):
    """A register that was made of a document, its text, and what was unclear."""

    register: Register
    text: str
    findings: list[TableFinding]

    def files(self, path: str) -> dict[str, str]:
        """What is to be made: the register at *path*, and beside it its schema, if there is none.

        The first line of the register names the schema; one that is there is left as it is.
        """
        beside = schema_beside(path)
        missing = {name: text for name, text in beside.items() if not Path(name).exists()}
        return {path: self.text, **missing}

    def tally(self) -> str:
        """How many of everything there are: "2 recommendations and 5 actions; 1 finding"."""
        recommendations = self.register.recommendations
        actions = sum(len(recommendation.actions) for recommendation in recommendations)
        made = f"{count(len(recommendations), 'recommendation')} and {count(actions, 'action')}"
        return f"{made}; {count(len(self.findings), 'finding')}"


def read(path: str, evaluation: Evaluation, options: ImportOptions) -> Imported:
    """The register in the document at *path*.

    UnreadableError if it cannot be read, RefusedError if no register can be made of it.
    """
    try:
        tables, findings = document_file.read(path)
        recommendations, more = recommendations_in(tables, options)
    except (TableError, HeadingError) as error:
        raise RefusedError(f"{path}: {error}") from None
    if not recommendations:
        raise RefusedError(f"{path}: there is no recommendation in it")
    ids = {record.id for record in Register(evaluation, recommendations).records}
    recommendations, lost = _without_unknown_references(recommendations, ids)
    register = Register(evaluation, recommendations)
    in_order = _in_order([*findings, *more, *lost], tables)
    named = [finding._replace(place=finding.place._replace(path=path)) for finding in in_order]
    return Imported(register, _checked(register, path), named)


def recommendations_in(
    tables: Sequence[Table], options: ImportOptions
) -> tuple[tuple[Recommendation, ...], list[TableFinding]]:
    """The recommendations in the tables, and the findings; HeadingError if there are no columns."""
    if len(tables) == 1 and own_listing.is_own(tables[0]):
        return own_listing.recommendations(tables[0])
    reader = RowReader(options)
    builder = RegisterBuilder(options)
    made = builder.build(reader.read(tables))
    unmet = [
        *(
            TableFinding(CellPlace(), f"{name}={key}", "--column: there is no such heading")
            for name, key in reader.unmet(tables).items()
        ),
        *(
            TableFinding(CellPlace(), word, "--word: no cell is this word")
            for word in options.vocabulary.unmet.values()
        ),
    ]
    return made, [*unmet, *reader.findings, *builder.findings]


def _in_order(findings: Sequence[TableFinding], tables: Sequence[Table]) -> list[TableFinding]:
    """The findings by where they stand, each once."""
    order = {table.name: number for number, table in enumerate(tables)}

    def place(finding: TableFinding) -> tuple[int, int, int]:
        table, row, column, _ = finding.place
        return order.get(table, -1), row or 0, -1 if column is None else column

    return sorted(dict.fromkeys(findings), key=place)


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


def _without_unknown_references(
    recommendations: Sequence[Recommendation], ids: set[str]
) -> tuple[tuple[Recommendation, ...], list[TableFinding]]:
    """The recommendations without what actions see that the document does not have."""
    lost = []

    def kept(action: Action) -> Action:
        unknown = [ident for ident in action.see if ident not in ids]
        for ident in unknown:
            message = f"action {action.id} sees this, which is not in the table; it was left out"
            lost.append(TableFinding(CellPlace(), ident, message))
        see = tuple(ident for ident in action.see if ident in ids)
        return replace(action, see=see) if unknown else action

    made = [
        replace(recommendation, actions=tuple(kept(action) for action in recommendation.actions))
        for recommendation in recommendations
    ]
    return tuple(made), lost
