"""No pattern takes time that grows with the square of a text which repeats one thing."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from time import process_time

import ecefollow.documents
import ecefollow.importing

REPEATED = (".", " ", "\xa0", "a", "**a ", "-", "0", "(", "[", '"', "a- ", "\t", "e.g. ")
LENGTH = 20_000
# A thousandth of this is usual, and the square takes more; others' work does not count.
SECONDS = 0.25
# What these look at is cut to a length, or a file of our own.
SHORT = {
    "documents.sentences": ("_head", "_last_word", "_abbreviation"),
    "importing.days": ("_between", "_new_and_old", "_remark"),
    "importing.labels": ("_delimiter",),
}


def patterns() -> Iterator[tuple[str, str, re.Pattern[str], str]]:
    """Each pattern of a module, the name that it has there, and what is asked of it."""
    modules = ["analysis.word_stream"]
    for package in (ecefollow.documents, ecefollow.importing):
        name = package.__name__.removeprefix("ecefollow.")
        modules += (f"{name}.{module.name}" for module in iter_modules(package.__path__))
    for module in modules:
        for name, value in vars(import_module(f"ecefollow.{module}")).items():
            pattern = getattr(value, "__self__", value)
            if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                yield module, name, pattern, getattr(value, "__name__", "sub")


def test_no_pattern_takes_the_square_of_a_text() -> None:
    slow = []
    for module, name, pattern, method in patterns():
        asked = method if method in {"match", "fullmatch", "search"} else "findall"
        for unit in () if name in SHORT.get(module, ()) else REPEATED:
            text = f"{unit * (LENGTH // len(unit))}x"
            begin = process_time()
            getattr(pattern, asked)(text)
            if process_time() - begin > SECONDS:
                slow.append(f"{module}.{name}: {unit!r}")
    assert not slow
