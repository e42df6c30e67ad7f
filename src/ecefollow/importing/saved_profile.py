"""The profile of a document that was read: what was recognised, and in comments what was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ecefollow.documents.cells import column_letters
from ecefollow.importing.columns import Head
from ecefollow.importing.meanings import choices
from ecefollow.importing.phrases import folded
from ecefollow.importing.rows import HowRead
from ecefollow.importing.yaml_writer import quoted
from ecefollow.reading.quoting import escaped
from ecefollow.register.vocabulary import Progress, Status

_LISTS: Final = (
    *("names_parted_by", "recommendation", "action", "qualifiers", "nothing", "no_record"),
)
_CHOICES: Final = {"status": choices(Status), "progress": choices(Progress)}


def text(how: HowRead, path: str) -> str:
    """The text of the profile by which the next document of the kind at *path* is read."""
    own = how.profiles[0]
    language = next((p.language for p in how.profiles if p.language), None)
    values = {
        "language": language,
        "sheet": own.sheet,
        "encoding": own.encoding,
        "dates": how.order,
        "actions": how.actions,
        "split-by": own.split_by,
    }
    lines = [f"# How {escaped(path)} was read. `import --profile` reads the next one like it."]
    lines += [f"{key}: {quoted(str(value))}" for key, value in values.items() if value]
    for name in _LISTS:
        if texts := getattr(own, name):
            lines.append(f"{name.replace('_', '-')}: [{', '.join(map(quoted, texts))}]")
    columns = {**_columns(how.heads), **own.columns}
    lines += _section("columns", columns, "what it holds, or left-out", "")
    for name in ("answers", "date_words"):
        lines += _section(name.replace("_", "-"), getattr(own, name), "", "")
    lines += ["sentences:"] if own.sentences else []
    for name, words in own.sentences.items():
        lines.append(f"  {name}: [{', '.join(map(quoted, words))}]")
    lines += _words(own.words, how.vocabulary.met)
    return "".join(f"{line}\n" for line in lines)


def _columns(heads: Iterable[Head]) -> dict[str, str]:
    """What each column holds, by its heading; by its letter where two have the same heading."""
    every = dict.fromkeys(item for head in heads for item in head.columns.items())
    columns = [(n, column) for n, column in every if column.key != "evaluation"]
    keys: dict[int | str, set[str]] = {}
    for n, column in columns:
        for place in (n, folded(column.heading)):
            keys.setdefault(place, set()).add(column.key)
    named: dict[str, str] = {}
    for n, column in columns:
        if column.day:
            continue  # a heading with a day is another one in the next document
        if column.heading and len(keys[folded(column.heading)]) == 1 == _most(
            heads, column.heading
        ):
            named[column.heading] = column.key
        elif len(keys[n]) == 1:
            named[column_letters(n)] = column.key
    return named


def _most(heads: Iterable[Head], heading: str) -> int:
    """How many columns of one head have this heading, at most."""
    name = folded(heading)
    return max(sum(folded(c.heading) == name for c in head.columns.values()) for head in heads)


def _words(own: Mapping[str, Mapping[str, str]], met: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The words of the reader's own profile, and those that stood in cells."""
    by_heading = {folded(word) for key, words in own.items() if key not in met for word in words}
    lines: list[str] = []
    for key in dict.fromkeys((*own, *met)):
        known = by_heading | {folded(word) for word in own.get(key, {})}
        words = {w: meaning for w, meaning in met.get(key, {}).items() if folded(w) not in known}
        lines += _section(key, {**own.get(key, {}), **words}, _CHOICES.get(key, ""), "  ")
    is_empty = all(line.lstrip().startswith("#") for line in lines)
    return [f"{'# ' if is_empty else ''}words:", *lines] if lines else []


def _section(name: str, pairs: Mapping[str, str], choices: str, indent: str) -> Iterator[str]:
    """The pairs that have a value, and in comments those to be filled in."""
    known = {key: value for key, value in pairs.items() if value and key}
    unknown = [key for key, value in pairs.items() if key and not value]
    if not (known or unknown):
        return
    title = name if name.replace("-", "_").isidentifier() else quoted(name)
    yield f"{indent}{title}:" if known else f"{indent}# {title}:"
    yield from (f"{indent}  {quoted(key)}: {value}" for key, value in known.items())
    if unknown:
        where = "" if known else f" here and before “{title}”"
        yield f"{indent}  # Not known. Take away “# ”{where}, and put in the place of … {choices}:"
        yield from (f"{indent}  # {quoted(key)}: …" for key in unknown)
