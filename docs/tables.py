"""Tables of Markdown that the program's own data fill."""

import re
from collections.abc import Iterable, Mapping


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table with a row of headings."""
    heads = tuple(heads)
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(cells)} |" for cells in rows]
    return "".join(f"{line}\n" for line in lines)


def replaced(page: str, tables: Mapping[str, str]) -> str:
    """The page with the first table under each of these headings as it is now."""
    for heading, rows in tables.items():
        pattern = rf"(?<=^{re.escape(heading)})((?:(?!#|\|).*\n)*)(?:\|.*\n)+"
        found = re.search(pattern, page, re.MULTILINE)
        if not found:
            raise SystemExit(f"the page has no table under {heading.strip()!r}")
        page = page[: found.start()] + found[1] + rows + page[found.end() :]
    return page
