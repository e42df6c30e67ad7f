"""Deadlines as people write them in four languages."""

from __future__ import annotations

import re
from random import Random
from typing import Final, NamedTuple

from ecefollow.register.deadlines import parse_deadline


class _Words(NamedTuple):
    """What a language says of months and the parts of a year."""

    months: str
    ordinals: str
    quarter: str
    half: str
    day: str = "{} {} {}"
    month: str = "{} {}"


_WORDS: Final = {
    "en": _Words(
        "January February March April May June July August September October November December",
        "first second third fourth",
        "{} quarter of {}",
        "{} half of {}",
    ),
    "fr": _Words(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "1er 2e 3e 4e",
        "{} trimestre {}",
        "{} semestre {}",
    ),
    "es": _Words(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "primer segundo tercer cuarto",
        "{} trimestre de {}",
        "{} semestre de {}",
        "{} de {} de {}",
        "{} de {}",
    ),
    "ru": _Words(
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "I II III IV",
        "{} квартал {} года",
        "{} полугодие {} года",
        "{} {} {} года",
    ),
}
LANGUAGES: Final = tuple(_WORDS)


def in_words(chance: Random, language: str, due: str) -> str:
    """A deadline such as 2018-03-31, 2018-Q1 or 2018 in one of the ways that the language has."""
    year, _, part = due.partition("-")
    words = _WORDS[language]
    if not part:
        return year
    if found := re.fullmatch("([QH])([1-4])", part):
        ordinal = words.ordinals.split()[int(found[2]) - 1]
        form = words.quarter if found[1] == "Q" else words.half
        return chance.choice([due, f"{part} {year}", form.format(ordinal, year)])
    day = parse_deadline(due).last
    month = words.months.split()[day.month - 1]
    if len(part) == len("03"):
        return chance.choice([due, words.month.format(month, year)])
    number = "1er" if (day.day, language) == (1, "fr") else f"{day.day}"
    forms = [due, words.day.format(number, month, year)]
    if day.day > 12:  # else nobody knows which is the month
        forms += [f"{day:%d.%m.%Y}", f"{day:%d/%m/%Y}"]
    return chance.choice(forms)
