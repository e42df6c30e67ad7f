"""How a document is to be read, as the options of a command say it."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import typer

if TYPE_CHECKING:
    from ecefollow.importing.profile import Profile


class DocumentOptions(NamedTuple):
    """What was given of a document; empty where nothing was."""

    profile: str | None = None
    as_of: date | None = None
    columns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    day_first: bool = False
    month_first: bool = False
    sheet: str | None = None
    encoding: str | None = None

    def read(self, *, split_by: str | None = None) -> "Profile":
        """The profile that they make; RefusedError if one that they name cannot be read."""
        # Late: few commands read documents.
        from ecefollow.importing import import_options

        try:
            return import_options.parse(
                self.profile,
                self.columns,
                self.words,
                day_first=self.day_first,
                month_first=self.month_first,
                as_of=self.as_of,
                sheet=self.sheet,
                split_by=split_by,
                encoding=self.encoding,
            )
        except import_options.ImportOptionError as error:
            raise typer.BadParameter(f"{error}") from None
