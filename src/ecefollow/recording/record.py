"""Recording: new updates are checked, added to the register's text, and saved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from ecefollow.analysis import ids
from ecefollow.analysis.changes_in_words import describe_outcome, describe_update
from ecefollow.analysis.values_in_words import words
from ecefollow.reading import checks, sources
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.reading.portfolio import load_all
from ecefollow.reading.quoting import escaped
from ecefollow.recording import atomic_write, new_update, splicing
from ecefollow.recording.atomic_write import Replacement
from ecefollow.recording.new_update import AnyAddition, NewAction, NewUpdate
from ecefollow.recording.splicing import Edited
from ecefollow.recording.temporary_file import alone
from ecefollow.register.model import ChangedAnswer, Recommendation, Register
from ecefollow.register.portfolio import RegisterFile, as_one, qualified, split
from ecefollow.register.standing import Action, Update

if TYPE_CHECKING:  # only a document needs it
    from ecefollow.recording.returned_document import HowReturned, Returned


class Recording(NamedTuple):
    """A register's file as it was, and with the new updates; its evaluation in a portfolio."""

    path: str
    before: bytes
    edited: Edited
    evaluation: str | None = None

    def description(self) -> str:
        """A line for each update that is added: where it stands in the file, and what it means."""
        lines = [
            (event.at["happened"].line + 1, action.id, f"the event happened on {words(day)}")
            for action in self.edited.happened
            if (event := action.after) and (day := event.happened)
        ]
        shown = {record.id: record for record in self.edited.register.by_units.records}
        lines += [
            (
                update.at.line_number,
                record.id,
                describe_update(shown[record.id], update) + _outcome(record, update),
            )
            for record, update in self.edited.added
        ]
        lines += [
            (record.at.line_number, record.id, f"added: {words(_text(record))}")
            for record in self.edited.new
        ]
        return "".join(
            f"{escaped(self.path)}:{number}: {self._called(ident)} {text}\n"
            for number, ident, text in lines
        )

    def warnings(self, *, today: date) -> list[str]:
        """A line for each warning about what is added, and for what changes nothing."""
        events = [action.after for action in self.edited.happened if action.after]
        added = {
            (position.line + 1, position.column + 1)
            for position in (
                *(event.at["happened"] for event in events),
                *(own for _, update in self.edited.added for own in update.at.values()),
            )
        }
        lines = [
            f"{warning.place}: {warning.code.replace('-', ' ')}: {warning.message}"
            for warning in checks.warnings(self.edited.register, self.path, today=today)
            if warning.at in added
        ]
        lines += [
            f"{escaped(self.path)}:{update.at.line_number}: {self._called(action.id)}: {text}"
            for action, update in self.edited.added
            if isinstance(action, Action) and isinstance(update, Update)
            if (text := new_update.correction(action, update))
        ]
        return lines

    def _called(self, ident: str) -> str:
        return qualified(self.evaluation, ident) if self.evaluation else ident


class Prepared(NamedTuple):
    """The files that change; and of a document that came back, what was taken of it."""

    recordings: list[Recording]
    returned: Returned | None = None


def record(  # noqa: PLR0913 - each is an option
    paths: Sequence[str],
    ident: str | None,
    update: NewUpdate,
    *,
    document: str | None = None,
    taken: HowReturned | None = None,
    today: date,
    dry_run: bool = False,
) -> Prepared:
    """The registers at the paths with the update added to *ident*, or with all of a *document*.

    All files are saved, or none; none in a dry run. Whoever records in the same files meanwhile
    waits, so that each adds to what the others wrote.

    With several registers, ids are those of the portfolio. An update without a day is dated
    *today*; a row of a sheet needs a day of its own, or that of *update*. UnreadableError,
    InvalidRegisterError or RefusedError if nothing can be recorded in a register, IdError if no
    register has the id, InvalidUpdateError if the id cannot take it.
    """
    with nullcontext() if dry_run else alone(*paths):
        files, contents = _read(paths)
        is_portfolio = len(paths) > 1
        register = as_one(files, is_portfolio=is_portfolio)
        additions: Sequence[AnyAddition]
        back: Returned | None = None
        if document and taken:
            # Late: see above.
            from ecefollow.recording import returned_document

            back = returned_document.read(document, register, taken, on=update.date, today=today)
            additions = back.additions
        else:
            additions = [*_additions(register, ident or "", update, today=today)]
        recordings = [
            Recording(
                file.path,
                contents[file.path],
                splicing.add(contents[file.path], file.register, own, path=file.path),
                evaluation=file.register.evaluation.id if is_portfolio else None,
            )
            for file in files
            if (own := _own(file, additions))
        ]
        if not dry_run:
            atomic_write.replace_all(
                [Replacement(r.path, r.edited.data, r.before) for r in recordings]
            )
    return Prepared(recordings, back)


def patch_names(paths: Sequence[str]) -> list[str]:
    """What a patch calls the files at the paths, so that `git apply` finds them.

    The paths as they are, or from the top of the repository if one may lead out of this folder;
    without a repository, from the nearest folder that has this one and all files.
    """
    if not any(os.pardir in PurePath(p).parts or PurePath(p).is_absolute() for p in paths):
        return [*paths]
    files = [os.path.abspath(path) for path in paths]  # noqa: PTH100 - a link must stay one
    try:
        around = Path(os.path.commonpath([os.path.dirname(file) for file in files]))  # noqa: PTH120 - likewise
        tops = (each for each in (around, *around.parents) if (each / ".git").exists())
        top = next(tops, None) or os.path.commonpath([Path.cwd(), *files])
        return [os.path.relpath(file, top) for file in files]
    except ValueError:  # they are on several drives
        return [*paths]


def _read(paths: Sequence[str]) -> tuple[list[RegisterFile], dict[str, bytes]]:
    """The registers at the paths, and the bytes of each; raises what is wrong with the first."""
    contents: dict[str, bytes] = {}

    def read(path: str) -> bytes:
        contents[path] = sources.read(path)
        if sources.is_installed(path):
            message = "this copy is installed with the package; record in a register of your own"
            raise RefusedError(f"{escaped(path)}: {message}")
        return contents[path]

    files, failures = load_all(paths, read, str, anew=True)
    if failures:
        raise failures[0]
    return files, contents


def _own(file: RegisterFile, additions: Iterable[AnyAddition]) -> list[AnyAddition]:
    """The additions that belong to a register, with the ids that it has itself."""
    own: list[AnyAddition] = []
    for addition in additions:
        evaluation, ident = split(addition.id)
        if evaluation not in {"", file.register.evaluation.id}:
            continue
        if isinstance(addition, NewAction):
            action = replace(addition.action, id=split(addition.action.id)[1])
            own.append(NewAction(ident, action))
        else:
            own.append(addition._replace(id=ident))
    return own


def _additions(
    register: Register, ident: str, update: NewUpdate, *, today: date
) -> Iterator[AnyAddition]:
    """What is given for an id: an update, the day of the event that it waited for, or both."""
    (ident,) = ids.require_known(register, [ident])
    record = next(record for record in register.records if record.id == ident)
    if update.happened:
        yield new_update.happened(record, update.happened)
    if not update.happened or not update._replace(happened=None).is_empty:
        added = register.days_added[ident]
        yield new_update.addition(record, update, on=update.date or today, added=added)


def _text(record: Recommendation | Action) -> str:
    return record.text if isinstance(record, Action) else record.title


def _outcome(record: Recommendation | Action, update: Update | ChangedAnswer) -> str:
    """What later updates leave of a late entry; empty if there are none."""
    if all(other.date <= update.date for other in record.updates):
        return ""
    return describe_outcome(record.on(date.max))
