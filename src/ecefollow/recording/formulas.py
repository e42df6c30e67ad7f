"""Texts that a spreadsheet would take for formulas: guarded on the way out, and back again."""

import re
from typing import Final

# What a spreadsheet takes for a formula (OWASP, "CSV Injection"). Apostrophes in front count too,
# so that taking one off again always gives back what was there.
_is_formula: Final = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]").match


def guarded(text: str) -> str:
    """The text, behind an apostrophe if it would be a formula."""
    return f"'{text}" if _is_formula(text) else text


def unguarded(cell: str) -> str:
    """The text that was guarded so."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell
