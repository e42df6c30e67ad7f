"""What the words of a document mean: its headings, answers, progress, and those for no deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, takewhile
from typing import Any, Final, Generic, NamedTuple, TypeVar

from ecefollow.documents.sentences import sentences
from ecefollow.importing.phrases import Phrases, composed, folded, parts_of, translator
from ecefollow.importing.profile import Profile, words_of_sentences
from ecefollow.register.date_parser import parse_date
from ecefollow.register.vocabulary import Progress, Status

Meaning = TypeVar("Meaning", Status, Progress)

# All in words.
_LONGEST_SUBJECT: Final = 6  # "The Office of the Executive Secretary accepts"
_NEAR: Final = 8  # from that verb to "recommendation"
_SHORTEST_REMARK: Final = 4  # "Completed: HQ only" and "Accepted - in part" qualify
_NEXT_WORDS: Final = 3
_OPENING: Final = 6  # of the next sentence, where it would take an acceptance back
_LONGEST_WORD: Final = 40  # letters of what may be a word
_FULL_FORM: Final = 6  # letters; "Rec" has no ending
_SHORTEST_PLURAL: Final = 4  # letters

_KEYS: Final = {Status: "status", Progress: "progress"}
_new_sentence: Final = re.compile(r"[^\S\n]*(?:[.!](?=\s)|\n)\s*").match
_new_remark: Final = re.compile(r"\s*(?:[:;]|\s[-–—]\s|[–—])\s*").match
# An abbreviation, which is short, ends no sentence.
_end_of_sentence: Final = re.compile(r"(?<=\w{4})[.!]+\s+(?=[^\Wa-z_])|\n")
_numbering: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*[.)]\s").match
_not_in_subject: Final = re.compile(r"[^\w\s'().&/-]")
_digits: Final = re.compile(r"[0-9]{2}")
_qualifying: Final = re.compile(r"\s*[,;:(–-]").match
_aside: Final = re.compile(r"[(:;]")
_bracketed: Final = re.compile(r"[\s,:–-]*\(([^()]*)\)").match
_end_of_day: Final = re.compile(r"\n|[.;,]\s|(?:(?<!\s)\s+)?\(|\s[-–—]\s|(?:(?<![.\s])[.\s]+)?$")
_before_day: Final = re.compile(
    r"^[\s,:–-]*(?:(?:as (?:of|at)|on|in|since|dated|the)\s+)*", re.IGNORECASE
)
_LONGEST_DAY: Final = 40  # letters
_LONGEST_NOTHING: Final = 40

_number: Final = re.compile(r"\bno\.|\bn[°º]|№")
_marks: Final = re.compile(r"[*†‡:.?]+")
_bracketed_end: Final = re.compile(r"(?:(?<!\s)\s+)?\([^()]*\)$")
_leading_number: Final = re.compile(r"^[0-9]+[.)]?\s+|^[a-z][.)]\s+")
_letters: Final = re.compile(r"[^\W\d_]+").finditer
_plural: Final = re.compile(r"\(e?s\)")
_NUMBER_SIGNS: Final = ("n", "nº")
_SHORT: Final = {"mgmt": "management", "mgt": "management", "resp": "responsible"}
_shortened: Final = re.compile(rf"\b({'|'.join(_SHORT)})\b")
_note_mark: Final = re.compile(r"\s*[*†‡§¹²³⁰-⁹]").match
_after_no_record: Final = re.compile(r"\s*(?:[:.=(/]|[0-9]|$)|(?:\s+\w+){1,2}\s*:").match


class Reading(NamedTuple, Generic[Meaning]):
    """What a text says, if it surely says it.

    `whole`: the text is the word alone. `day`: the words of the date that stand beside it. `why`:
    why nothing was read, or how it was; empty if there is nothing else. `is_qualified`: it answers,
    and not surely or not in whole.
    """

    meaning: Meaning | None
    whole: bool = False
    day: str = ""
    why: str = ""
    is_qualified: bool = False


class Vocabulary:
    """What each word means: the first profile that knows it decides.

    An answer is kept, since the cells of a column have few different texts. `met` are the words
    that stood in cells, by the key of the column, without a meaning if unread; `unmet` and
    `unmet_headings` those of the first profile that did not, by how they are compared.
    """

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = tuple(reversed(profiles))  # so that the first one has the last word
        self._tables: dict[tuple[object, str], Phrases] = {}
        self._readings: dict[tuple[str, str, object], Reading[Any]] = {}
        self.met: dict[str, dict[str, str]] = {}
        own = profiles[0].words.values() if profiles else ()
        self.unmet = {folded(word): word for words in own for word in words}
        columns = (item for profile in self._profiles for item in profile.columns.items())
        self._columns = {_folded_heading(heading): key for heading, key in columns}
        of_languages = (p.columns for p in self._profiles if p.language)
        usual = (_folded_heading(heading) for headings in of_languages for heading in headings)
        self._singulars = {_singular(heading): self._columns[heading] for heading in usual}
        named = profiles[0].columns if profiles else {}
        self.unmet_headings = {_folded_heading(heading): heading for heading in named}
        firsts = (next(_letters(heading), None) for heading in self._columns)
        parts = {first[0] for first in firsts if first}
        parts |= set(map(_singular, parts))
        self._first_parts = {*_SHORT, *_NUMBER_SIGNS, *parts, *(f"{part}s" for part in parts)}
        self._nothing = {folded(word) for profile in profiles for word in profile.nothing}
        self._no_record = Phrases((word, "") for p in profiles for word in p.no_record)
        self._qualifiers = Phrases((word, "") for p in profiles for word in p.qualifiers)
        self._answers = Phrases(item for p in self._profiles for item in p.answers.items())
        openings = words_of_sentences(profiles, "article", "this")
        self._openings = Phrases((word, "") for word in openings)
        self._duties = {*words_of_sentences(profiles, "duty", "may")}
        about = (folded(word) for profile in profiles for word in profile.recommendation)
        # Without its ending, which is another in the plural or in another case.
        self._about = tuple(word[:-2] for word in about if len(word) > _FULL_FORM)
        words = {word: english for p in self._profiles for word, english in p.date_words.items()}
        self.english = translator(words)  # a text with the words of its dates in English

    def key(self, heading: str) -> str | None:
        """What a column with this heading holds, "left-out" too; None if nobody knows."""
        # Most cells of a table are no heading, which their first words tell with less work.
        text = heading if heading.isascii() else composed(heading)
        first = {match[0].casefold() for match in islice(_letters(text), 2)}
        if first and self._first_parts.isdisjoint(first):
            return None
        for text in dict.fromkeys((heading, heading.strip().split("\n", 1)[0])):
            name = _folded_heading(text)
            forms = (name, _bracketed_end.sub("", name), _leading_number.sub("", name))
            for form in dict.fromkeys(forms):
                if key := self._columns.get(form) or self._singulars.get(_singular(form)):
                    self.unmet_headings.pop(form, None)
                    return key
        return None

    def names(self, key: str) -> list[str]:
        """The headings of columns with this key, in the form in which they are compared."""
        return [heading for heading, meant in self._columns.items() if meant == key]

    def could_be(self, kind: type[Meaning], text: str, heading: str) -> bool:
        """Whether a cell would be read as an answer or as progress, if its column held these."""
        return self._reading(text, heading, kind).meaning is not None

    def status(self, text: str, heading: str = "") -> Reading[Status]:
        """The answer that a cell gives, by its word or by its first sentence."""
        return self._met_as(self._reading(text, heading, Status), text, "status")

    def answers(self, text: str) -> Iterator[Reading[Status]]:
        """The answers that the sentences of a text give after its first one."""
        for sentence in sentences(text)[1:]:
            reading = self._reading(sentence, "", Status)
            if reading.is_qualified or (reading.meaning and self._is_about_it(sentence)):
                yield reading

    def progress(self, text: str, heading: str = "") -> Reading[Progress]:
        """How far a cell says that it is; `not-reported` for a condition such as "overdue"."""
        return self._met_as(self._reading(text, heading, Progress), text, "progress")

    def is_progress(self, text: str) -> bool:
        """Whether a text elsewhere, as in the place of a deadline, says how far it is."""
        return self._reading(text, "", Progress).whole

    def deadline_word(self, text: str) -> str | None:
        """Whether it is a word for a continuing duty, "ongoing", or for no deadline, "none"."""
        word = folded(text)
        meaning = self._words(None, "").get(word)
        if meaning:
            self.unmet.pop(word, None)
        return meaning

    def is_nothing(self, text: str) -> bool:
        """Whether a cell says nothing: "-", "n/a"."""
        word = folded(text) if len(text) <= _LONGEST_NOTHING else text
        return word in self._nothing or not word.strip(" /")

    def is_no_record(self, text: str) -> bool:
        """Whether a row that begins so is a total, a note or a source, and no record.

        "Note the risks" is none of these: such a word stands before a colon, a number or nothing.
        """
        if _note_mark(text):
            return True
        first = self._no_record.first(text)
        return bool(first and (" " in first[0] or _after_no_record(text, first[1])))

    def leads_in(self, text: str) -> bool:
        """Whether what ends with a colon is no heading: "The steps are:", "Management will:"."""
        if self._openings.first(text):
            return True
        words = text.casefold().rstrip(" :").split()
        return any(
            word.endswith(duty[1:]) if duty.startswith("*") else word == duty
            for word in words
            for duty in self._duties
        )

    def _met_as(self, reading: Reading[Meaning], text: str, key: str) -> Reading[Meaning]:
        """The reading, noted if the text is a word or, being as short as one, could be."""
        if reading.whole or (text and not reading.meaning and len(text) <= _LONGEST_WORD):
            self.met.setdefault(key, {})[text] = str(reading.meaning or "")
        return reading

    def _words(self, kind: type[Status | Progress] | None, heading: str) -> Phrases:
        """The words of a kind in a column; for no kind, those that stand for a deadline."""
        if (kind, heading) not in self._tables:
            self._tables[kind, heading] = Phrases(self._pairs(kind, _folded_heading(heading)))
        return self._tables[kind, heading]

    def _pairs(
        self, kind: type[Status | Progress] | None, heading: str
    ) -> Iterator[tuple[str, str]]:
        """Each word with its meaning, those that decide last: those of the heading."""
        meanings = set(map(str, kind)) if kind else {"ongoing", "none"}
        for meaning in kind or ():
            yield from ((meaning.value, meaning.value), (meaning.words, meaning.value))
        for profile in self._profiles:
            sections = {_folded_heading(name): words for name, words in profile.words.items()}
            for name in ("outcome", _KEYS[kind], heading) if kind else sections:
                for word, meant in sections.get(name, {}).items():
                    if meant in meanings:
                        yield word, str(meant)

    def _reading(self, text: str, heading: str, kind: type[Meaning]) -> Reading[Meaning]:
        question = (text, heading, kind)
        if question not in self._readings:
            self._readings[question] = self._read(
                composed(text).strip().replace("n't", " not"), heading, kind
            )
        return self._readings[question]

    def _read(self, text: str, heading: str, kind: type[Meaning]) -> Reading[Meaning]:
        words = self._words(kind, heading)
        if (word := folded(text)) in words:
            self.unmet.pop(word, None)
            return Reading(kind(words[word]), whole=True)
        if first := words.first(text):
            word, end = first
            day, rest = self._day(text[end:])
            if self._lets_stand(rest, words[word], words):
                self.unmet.pop(word, None)
                why = "by its first words" if rest.strip(" .;!") else ""
                return Reading(kind(words[word]), day=day, why=why)
        sentence = self._sentence(text, first[1] if first else 0) if kind is Status else None
        if sentence and sentence.meaning:
            return Reading(kind(sentence.meaning), why=sentence.why)
        what = "an answer" if kind is Status else "progress"
        word = words.within(text)
        why = f"“{word}” stands in it, and other words may qualify it"
        is_qualified = bool(sentence)
        if kind is Status and word:
            # "Agreed in principle", "Accepted, if …"
            rest = text[first[1] :] if first else ""
            opening = " ".join(parts_of(rest)[:_NEXT_WORDS])
            is_qualified |= bool(_qualifying(rest) or self._qualifiers.within(opening))
            is_qualified |= words.get(word) != Status.ACCEPTED and self._is_about_it(text)
        return Reading(
            None, why=why if word else f"no word of {what} is in it", is_qualified=is_qualified
        )

    def _lets_stand(self, rest: str, meaning: str, words: Phrases) -> bool:
        """Whether what follows a word takes nothing of it back: a new sentence, or a remark."""
        if not rest.strip(" .;!"):
            return True
        if new := _new_sentence(rest):
            return self._is_another_matter(rest[new.end() :], meaning, words)
        if not (new := _new_remark(rest)):
            return False
        remark = _end_of_sentence.split(rest[new.end() :], maxsplit=1)[0]
        if len(parts_of(remark)) < _SHORTEST_REMARK or self._is_qualified(remark):
            return False
        return self._is_another_matter(rest[new.end() :], meaning, words)

    def _is_about_it(self, text: str) -> bool:
        """Whether the first sentence of a text speaks of the recommendation."""
        own = _end_of_sentence.split(text, maxsplit=1)[0]
        return any(part.startswith(self._about) for part in parts_of(own))

    def _is_another_matter(self, text: str, meaning: str, words: Phrases) -> bool:
        """Whether the sentence after a word says nothing about it."""
        other = words.first(text)
        if other and words[other[0]] != meaning:
            return False
        if text[:1].isdecimal() and not _numbering(text):
            return False  # "Completed. 3 of 5 offices"
        if meaning in {Progress.COMPLETED, Progress.NOT_APPLICABLE}:
            return not self._is_qualified(text)
        sentence = _end_of_sentence.split(text, maxsplit=1)[0]
        another = words.within(sentence)
        if meaning == Status.ACCEPTED and another and words.get(another) != meaning:
            return False  # "Accepted. We reject part b."
        parts = parts_of(sentence)
        if len(parts) < _SHORTEST_REMARK:
            return not self._is_qualified(sentence)
        if meaning == Status.ACCEPTED:
            return not self._qualifiers.within(" ".join(parts[:_OPENING]))
        return not self._qualifiers.within(sentence, at_start=True)

    def _sentence(self, text: str, answered: int) -> Reading[Status] | None:
        """The answer of "UNECE partially accepts the recommendation, ...": a subject and a verb."""
        own = _end_of_sentence.split(text, maxsplit=1)[0]
        starts = [match.end() for match in re.finditer(r"\S\s+(?=\S)", own)][:_LONGEST_SUBJECT]
        for start in starts:
            if not (verb := self._answers.first(own[start:])):
                continue
            word, end = verb
            if answered and answered <= start:
                return None  # "Accepted, rejected"
            subject, rest = own[:start], own[start + end :]
            if rest.strip(" .!") and not any(
                part.startswith(self._about) for part in parts_of(rest)[:_NEAR]
            ):
                return None
            rest, meaning = self._with_end(word, rest)
            following = text[len(own) :].lstrip(" .!\n")
            fine = not _not_in_subject.search(subject) and not _aside.search(rest)
            fine = fine and not self._is_qualified(f"{subject} {rest}")
            fine = fine and self._is_another_matter(following, meaning, self._answers)
            why = "by its first words" if fine else ""
            return Reading(Status(meaning) if fine else None, why=why, is_qualified=not fine)
        return None

    def _with_end(self, verb: str, rest: str) -> tuple[str, str]:
        """What stands between a verb and the end that belongs to it, and what both mean.

        So "agrees with the recommendation in part" is "agrees in part".
        """
        words = rest.strip(" .!").split()
        for n in range(1, min(len(words), _NEXT_WORDS)):
            end = " ".join(words[-n:])
            for form in (verb, verb.rpartition(" ")[0]):
                if meaning := self._answers.get(folded(f"{form} {end}")):
                    return " ".join(words[:-n]), meaning
        return rest, self._answers[verb]

    def _day(self, rest: str) -> tuple[str, str]:
        """The words of a date with which the rest of a text begins, and what follows them."""
        if not _digits.search(rest, 0, _LONGEST_DAY):
            return "", rest
        if bracketed := _bracketed(rest):
            parts = iter([(bracketed[1], bracketed.end())])
        else:
            ends = (match.start() for match in _end_of_day.finditer(rest, 1))
            parts = ((rest[:end], end) for end in takewhile(_LONGEST_DAY.__ge__, ends))
        for part, end in parts:
            day = _before_day.sub("", self.english(part))
            if _digits.search(day) and _is_date(day):
                return day, rest[end:]
        return "", rest

    def _is_qualified(self, text: str) -> bool:
        return "?" in text or "%" in text or bool(self._qualifiers.within(text))


def choices(kind: type[Status | Progress]) -> str:
    """What a word can mean, for a hint that proposes none of them."""
    *most, last = kind
    return f"{', '.join(most)} or {last}"


@lru_cache(maxsize=8192)  # those of every language, and the short texts of a table
def _folded_heading(heading: str) -> str:
    """The heading without what makes no difference: case, blanks, marks, "(s)"."""
    name = _plural.sub("s", " ".join(composed(heading).casefold().split()))
    name = _number.sub("no", name)
    name = _shortened.sub(lambda match: _SHORT[match[0]], name)
    return " ".join(_marks.sub(" ", name).split()).replace(" /", "/").replace("/ ", "/")


def _singular(heading: str) -> str:
    """The folded heading with its first words in the singular, as English and French have it.

    Not with all of them: "Response to the recommendations" is the title of a document.
    """
    words = heading.split(" ", 2)
    for n, word in enumerate(words[:2]):
        if len(word) >= _SHORTEST_PLURAL and word[-1] == "s":
            words[n] = word[:-1]
    return " ".join(words)


def _is_date(text: str) -> bool:
    """Whether it is a date at all: in the calendar or not, and whichever day it is."""
    try:
        return bool(parse_date(text))
    except ValueError:
        return True
