"""What a sentence about follow-up says: an action or a note; by whom, by when, after what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ecefollow.documents.sentences import sentences
from ecefollow.importing.days import read_due
from ecefollow.importing.meanings import Vocabulary
from ecefollow.importing.phrases import any_of, composed, folded
from ecefollow.importing.profile import SENTENCES, Profile, words_of_sentences
from ecefollow.register.date_parser import DateOrder
from ecefollow.register.deadlines import Deadline

_year: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])").search
_by: Final = re.compile(
    r"(?:by|until|till|not? later than)\s|.*[0-9]{4}\s+(?:at the latest|not? later than)$"
).match
_tokens: Final = re.compile(r"\S+").finditer
_word: Final = re.compile(r"[^\W_]+").search
_acronym: Final = re.compile(r"(?<![^\W_])[^\W\d_a-zа-яё]{2,}(?![^\W_])")  # noqa: RUF001 - Cyrillic
# In Russian a name goes on with any noun.
_next_to_name: Final = re.compile(r"[\s/(-]*(?:[^\Wa-z_]|\w{1,3}\b|$)").match
_begins_small: Final = re.compile(r"(?<![^\W_])[^\W\d_A-ZА-ЯЁ]").search  # noqa: RUF001 - likewise
_bracketed: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
_last_bracket: Final = re.compile(r".*[(\[]([^()\[\]]+)[)\]][\s.;,]*$", re.DOTALL).match
_BEHIND: Final = frozenset(("responsible", "accountable", "due"))
_clause: Final = re.compile(r"[,;:()]|(?<=\w{3})[.!?](?=\s)")
_LONGEST_DEADLINE: Final = 8  # words before its year
_LATEST: Final = 3  # words of "at the latest"
_LONGEST_NAME: Final = 12  # words
_LONGEST_PREPOSITION: Final = 4  # letters
_NEAR: Final = 40  # letters between what belongs together
_MOST_BEFORE_PASSIVE: Final = 2  # words, of which the last says that it is passive
_LONGEST_ENDING: Final = 3  # letters
_SHORTEST_STEM: Final = 4  # letters of what a sentence points back to
_behind: Final = re.compile(r"(?<![ .,;:!?()¹²³⁰⁴-⁹])(?:[ .,;:!?()]|\[[0-9]{1,3}\]|[¹²³⁰⁴-⁹])++$")
_MARKS: Final = " .,;:!?)("


class SentenceReading(NamedTuple):
    """What a sentence says, by the keys of a row, in its own words; and how it was read.

    It is a note if `is_action` is False. `why` is for a finding, `reading` for the register.
    """

    is_action: bool
    said: dict[str, str]
    why: str
    reading: str = ""


class _Due(NamedTuple):
    begin: int
    text: str
    due: Deadline


class _Name(NamedTuple):
    begin: int
    text: str


@dataclass(slots=True)
class _Facts:
    """What was read, and what is to be said of it."""

    said: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)

    def read(self, key: str, value: str, choice: str) -> None:
        """Add what the source does not say in so many words, so that the register says how."""
        self.said[key] = value
        self.choose(choice)

    def choose(self, choice: str) -> None:
        """Add how something was read that could be read otherwise."""
        self.choices.append(choice)
        self.readings.append(f"{choice[0].upper()}{choice[1:]}.")


class SentenceReader:
    """Reads sentences by the words of the profiles."""

    def __init__(self, profiles: Sequence[Profile], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words = {kind: any_of(words_of_sentences(profiles, kind)) for kind in SENTENCES.kinds}
        may = self._words["may"].pattern  # "May" is a month
        self._duty = re.compile(f"(?i:{self._words['duty'].pattern})|{may}")
        self._event = any_of(words_of_sentences(profiles, "event", "no-event"))
        # Without its ending, which is another in the plural or in another case.
        self._actions = {folded(word)[:-1] for profile in profiles for word in profile.action}

    def read(
        self, sentence: str, above: str, order: DateOrder | None, *, is_item: bool = False
    ) -> SentenceReading:
        """What it says; *above* is the action before it, empty without one.

        What is an item of a list is an action, whatever its words are.
        """
        whole = sentence
        if is_item:
            sentence = sentence[: self._end_of_item(sentence)]
        text = _plain(sentence)
        duty, dues = self._main_duty(text), list(self._dues(text, sentence, order))
        if not (duty or dues or is_item):
            return _note("no word of a duty is in it")
        begin = duty.start() if duty else 0
        names = self._names(sentence[:begin])
        if duty and not dues and not is_item:
            subject = folded(self._words["related"].sub(" ", text[:begin]))
            if self._is_word_for_actions(subject):  # "Related activities will …"
                return _note("it is about the actions themselves")
            if thing := self._overseen(text[begin:], above):
                return _note(f"it sees to the “{thing}” of the action above", names)
        facts = self._said_behind(sentence)
        if named := facts.said.get("due"):
            due = read_due(named, None, order, self._vocabulary).due
            dues += [_Due(sentence.rindex(named), named, due)] if due else []
        _add_due(facts, dues)
        if "responsible" not in facts.said:
            is_passive = duty is not None and self._is_passive(text, duty)
            _add_who(facts, [] if is_passive else names, is_passive=is_passive)
        self._add_event(facts, sentence, dues, names, begin)
        if duty:
            self._add_manner(facts, text, duty)
        _add_unread(facts, text, whole[len(sentence) :])
        why = f"this was read as an action: {'; '.join(facts.choices)}"
        return SentenceReading(True, facts.said, why, " ".join(facts.readings))

    def _add_manner(self, facts: _Facts, text: str, duty: re.Match[str]) -> None:
        """Add whether it is left open, and whether it goes on."""
        if self._words["may"].fullmatch(duty[0]):
            facts.read("discretionary", "true", f"“{duty[0]}” was read as leaving it open")
        goes_on = self._words["continuing"].search(text, duty.start(), duty.start() + _NEAR)
        if goes_on and not facts.said.keys() & {"due", "after"}:
            facts.read("ongoing", "true", f"“{goes_on[0]}” was read as a continuing duty")

    def _said_behind(self, sentence: str) -> _Facts:
        """What stands in brackets at the end: "(Responsible: HR; deadline: May 2022)", "(Q4 2022)".

        A year may be that of anything.
        """
        facts = _Facts()
        last = _last_bracket(sentence)
        for part in last[1].split(";") if last else []:
            label, _, rest = part.partition(":")
            key = self._vocabulary.key(label.strip()) if rest else ""
            value = rest.strip()
            if last and part == last[1] and not (rest or part.isdigit()):
                value = part.strip()
                key = "due" if read_due(value, None, None, self._vocabulary).due else ""
            if key not in _BEHIND or not value or key in facts.said:
                return _Facts()
            facts.said[key] = value
            facts.choices.append(f"“{value}” as {'deadline' if key == 'due' else key}")
        return facts

    def has_duty(self, text: str) -> bool:
        """Whether a word of a duty is in the text."""
        return self._duty.search(_plain(text)) is not None

    def _end_of_item(self, text: str) -> int:
        """Where another sentence begins in an item whose subject is another unit or office."""
        at = 0
        for number, sentence in enumerate(sentences(text)):
            at = text.index(sentence, at)
            duty = self._duty.search(_plain(sentence)) if number else None
            if duty and self._names(sentence[: duty.start()]):
                return at
            at += len(sentence)
        return len(text)

    def _main_duty(self, text: str) -> re.Match[str] | None:
        """The first word of a duty, that of an event before the subject left out."""
        first = self._duty.search(text)
        event = self._event.match(text)
        if first and event and "," not in text[event.end() : first.start()]:
            clause = text.find(",", first.end())
            second = self._duty.search(text, clause) if clause > 0 else None
            if second and self._names(text[clause + 1 : second.start()]):
                return second
        return first

    def _is_passive(self, text: str, duty: re.Match[str]) -> bool:
        """Whether something is done to the subject, and not by it: "will also be told"."""
        words = list(_tokens(text, duty.end()))[:_MOST_BEFORE_PASSIVE]
        ends = (duty.start(), *(word.start() for word in words))
        return any(self._words["passive"].match(text, end) for end in ends)

    def _dues(self, text: str, sentence: str, order: DateOrder | None) -> Iterator[_Due]:
        """The deadlines that the sentence names: "by end February 2018"."""
        tokens = list(_tokens(text))
        for n, token in enumerate(tokens):
            if not _year(token[0]):
                continue
            for end in (n + _LATEST, n + 1, n):  # the word for a year may follow it
                found = end < len(tokens) and self._due(text, tokens[: end + 1], n, order)
                if found:
                    begin, last, due = found
                    yield _Due(begin, sentence[begin:last], due)
                    break

    def _due(
        self, text: str, tokens: Sequence[re.Match[str]], year: int, order: DateOrder | None
    ) -> tuple[int, int, Deadline] | None:
        """The longest deadline that ends with the last of the tokens."""
        english = self._vocabulary.english
        last = tokens[-1].end() - len(tokens[-1][0]) + len(_behind.sub("", tokens[-1][0]))
        if len(tokens) - 1 == year + 1:
            word = tokens[-1][0].rstrip(",;:)!?")
            forms = (word, word.rstrip("."))
            core = next((form for form in forms if english(form) in {"year", "years"}), "")
            last = tokens[-1].start() + len(core)
            if not core:
                return None
        for token in tokens[max(0, year - _LONGEST_DEADLINE) : year]:
            phrase = text[token.start() : last]
            if _by(english(phrase).casefold()):
                cell = read_due(phrase, None, order, self._vocabulary)
                if cell.due and not cell.moved:
                    return token.start(), last, cell.due
        return None

    def _names(self, subject: str) -> list[_Name]:
        """The units and offices that a subject names; none where it is anything else."""
        names: list[_Name] = []
        begin = 0
        subject = _bracketed.sub(lambda match: " " * len(match[0]), subject)  # "Port Office (PO)"
        for end in (*(match.start() for match in _clause.finditer(subject)), len(subject)):
            part = list(self._units(subject[begin:end], begin))
            if names and not part:
                break
            names += part
            begin = end + 1
        return names

    def _units(self, part: str, begin: int) -> Iterator[_Name]:
        marks = [(m.start(), m.end()) for m in self._words["conjunction"].finditer(part)]
        ends = [*(mark[0] for mark in marks), len(part)]
        begins = [0, *(mark[1] for mark in marks)]
        several = [self._unit(part[b:e]) for b, e in zip(begins, ends, strict=True)]
        for name in several if all(several) else [self._unit(part)]:
            if name:
                yield _Name(begin + part.index(name), " ".join(name.split()))

    def _unit(self, words: str) -> str:
        """The name in these words, if it is that of a unit or an office, without its article."""
        name, is_article = words.strip(" ,"), self._words["article"].match
        while (article := is_article(_plain(name))) and len(article[0]) < len(name):
            name = name[article.end() :].strip()
        has_verb = self._words["verb"].search(_plain(name))
        if not name or len(name.split()) > _LONGEST_NAME or has_verb:
            return ""
        for kind in (self._words["office"], _acronym):
            for match in kind.finditer(name):
                before = name[: match.start()]
                # "With HR" is no name, and "Office work" and "Office's" neither.
                is_short = kind is _acronym and 0 < len(before) <= _LONGEST_PREPOSITION + 1
                if not (is_short or _begins_small(before)) and _next_to_name(name, match.end()):
                    return name
        return ""

    def _is_word_for_actions(self, word: str) -> bool:
        return any(
            word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING
            for stem in self._actions
        )

    def _overseen(self, rest: str, above: str) -> str:
        """What of the action above is only seen to: "will ensure that these reviews are held"."""
        if not above or not (oversight := self._words["oversight"].search(rest, 0, _NEAR)):
            return ""
        known = folded(above).split()
        begin = oversight.end()
        for this in self._words["this"].finditer(rest, begin, begin + _NEAR):
            noun = _word(rest, this.end())
            stem = folded(noun[0])[: -_LONGEST_ENDING + 1] if noun else ""
            is_known = len(stem) >= _SHORTEST_STEM and any(k.startswith(stem) for k in known)
            if noun and (is_known or self._is_word_for_actions(folded(noun[0]))):
                return noun[0]
        return ""

    def _add_event(
        self,
        facts: _Facts,
        sentence: str,
        dues: Sequence[_Due],
        names: Sequence[_Name],
        duty: int,
    ) -> None:
        """Add what must come first: "following endorsement by the Board"."""
        text = _plain(sentence)
        for cue in self._event.finditer(text):
            begin, is_event = cue.end(), not self._words["no-event"].fullmatch(cue[0])
            is_before = cue.start() < duty and not (names and names[0].begin < cue.start())
            if is_before and "," not in text[begin:duty]:
                if is_event:  # nothing parts it from the subject
                    facts.choices.append(f"“{cue[0]}” may say what must come first")
                continue
            ends = [due.begin for due in dues if due.begin > begin]
            # The clause before a subject may have commas in it.
            if names and names[0].begin > begin:
                ends.append(text.rindex(",", begin, names[0].begin))
            else:
                ends += [match.start() for match in _clause.finditer(text, begin)][:1]
            end = min([*ends, len(text)])
            event = sentence[begin:end].strip(_MARKS)
            is_day = event[:1].isdigit() or read_due(event, None, None, self._vocabulary).due
            if not (is_event and event) or is_day:
                continue
            facts.read("after", event, f"“{cue[0]} {event}” was read as what must come first")
            for due in dues:
                if due.begin == end:
                    told = f"“{due.text}” was read as the deadline, and may belong to that event"
                    facts.choose(told)
            return


def _plain(sentence: str) -> str:
    """The sentence as words are found in it, each at its place."""
    text = composed(sentence)
    return text if len(text) == len(sentence) else sentence


def _note(why: str, names: Sequence[_Name] = ()) -> SentenceReading:
    said = {"accountable": names[0].text} if len(names) == 1 else {}
    who = f"; “{names[0].text}” as accountable" if said else ""
    return SentenceReading(False, said, f"this was read as a note: {why}{who}")


def _add_who(facts: _Facts, names: Sequence[_Name], *, is_passive: bool) -> None:
    if names:
        facts.said["responsible"] = "; ".join(name.text for name in names)
        told = " and ".join(f"“{name.text}”" for name in names)
        facts.choices.append(f"{told} as responsible")
    elif is_passive:
        facts.choices.append("nobody as responsible, since it is done to its subject")
    else:
        facts.choices.append("nobody as responsible, since it has no unit or office as its subject")


def _add_due(facts: _Facts, dues: Sequence[_Due]) -> None:
    """Add the deadline; none, if there are several."""
    several = {due.due for due in dues}
    if len(several) == 1:
        facts.said.setdefault("due", dues[0].text)
    elif several:
        facts.said.pop("due", None)


def _add_unread(facts: _Facts, text: str, rest: str) -> None:
    if rest:
        facts.choices.append(f"“{rest}” was not read, being of somebody else")
    if not facts.said.keys() & {"due", "after", "ongoing"}:
        year = _year(text)
        named = f", though it names {year[0]}" if year else ""
        message = "it may go on, or wait for something"
        facts.choices.append(f"no deadline was read{named}; {message}")
