"""The rows of an export as the bytes of a SQLite database."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from ecefollow.reading.diagnostics import RefusedError
from ecefollow.render.formats import DATABASE_MARK

MARK: Final = DATABASE_MARK
# What SQLite leaves beside a database that a program has open, or had when it was killed. It would
# be taken for the unsaved changes of the new one.
UNSAVED: Final = ("-wal", "-journal")


def render(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """The database; the same rows give the same bytes, with the same version of SQLite.

    RefusedError if this Python's SQLite cannot give the bytes of a database.
    """
    schema = files("ecefollow.render").joinpath("templates", "export.sql").read_text("utf-8")
    with closing(sqlite3.connect(":memory:")) as database:
        if not hasattr(database, "serialize"):
            message = "this needs SQLite 3.36 or later, and this Python has"
            raise RefusedError(f"{message} {sqlite3.sqlite_version}")
        database.executescript(schema)
        for name, rows in tables.items():
            if rows:
                database.executemany(_insert(name, rows[0]), rows)
        database.commit()
        return database.serialize()


def evaluations(path: Path) -> set[str]:
    """The ids of the evaluations in a database of ours; none if it cannot be read."""
    with suppress(sqlite3.Error):
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            return {ident for (ident,) in database.execute("SELECT id FROM evaluations")}
    return set()


def _insert(table: str, row: Mapping[str, Any]) -> str:
    # The names are the program's own; the values never stand in the statement.
    values = ", ".join(f":{name}" for name in row)
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"  # noqa: S608 - see above
