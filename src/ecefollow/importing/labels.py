"""Words in front of a text that say what it is: "Recommendation 1 (strategic): ..."."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple
from unicodedata import normalize

from ecefollow.importing.phrases import any_of

# What documents number; a number behind another heading is part of it: "Status 2023".
_NUMBERED: Final = ("title", "text", "response", "status", "reservation", "notes", "tags")
_STAMPS: Final = ("added", "last_update")
# What is a heading if nothing stands beside it, and what may be somebody's.
_ALONE: Final = frozenset(("response", "reservation", "text", "notes"))
_OF_SOMEBODY: Final = frozenset(("response", "text"))
_ALONE_OF_SOMEBODY: Final = frozenset(("response", "text", "note", "notes"))
_MOST_IN_NAME: Final = 10
_MOST_BESIDE: Final = 2
_LONGEST_JOINT: Final = 3
_LONGEST_LABEL: Final = 120

_FRONT: Final = (
    r"\s*(?:\(?((?>[0-9]{1,3}(?:\.[0-9]{1,3})*)[a-z]?)\)?(?:[.):]+|[^\S\n]+[–—-])[^\S\n]*)?"
)
_front: Final = re.compile(_FRONT).match
_numbered: Final = re.compile(
    _FRONT + r"(?P<words>[^\W\d_](?:[^\d:\n.;)]|\.(?=[^\S\n]*[0-9№nº°]|[^\S\n])){0,60}?)[^\S\n]*"
    r"(?P<number>(?>[0-9]{1,4}(?:[./–-][0-9]+)*)(?:[A-Za-z]\b|\.[a-z]\b|\([a-z]\))?"
    r"|(?<=\s)(?:[IVXL]{2,6}|[^\W\d_](?=[^\S\n]*(?:[:.)(\[–—\n-]|$)))(?!\w|[.)–-]+\w))"
    r"(?:[^\S\n]*[(\[](?P<remark>[^()\[\]\n]*)[)\]])?"
    r"(?P<mark>[^\S\n]*(?::|[.)]+:?|[–—-]+(?=\s))\s*|\s*\n\s*|\s+|$)(?P<rest>.*)",
    re.DOTALL,
).match
_delimiter: Final = re.compile(r"[^\S\n]*:|[^\S\n]+[–—-][^\S\n]+(?=[^\s])|\n")
_stop: Final = re.compile(r"(?<=\w{3})\.[^\S\n]+(?=[^\Wa-z_])")
_no_mark: Final = re.compile(
    r"(?:(?<![^\W\d_])(?:n[or]|nos|n[uú]m(?:ero|éro|ber)?|номер|n\.?\s?[°ºo])|№|\#)\.?$",
    re.IGNORECASE,
)
_stamp: Final = re.compile(
    r"(?<!\s)[^\S\n]*\[([^\[\]:\n]+):[^\S\n]*([^\[\]\n]*[^\s\[\]])[^\S\n]*\]"
)
_several: Final = re.compile(
    r"[\s.]*(?:n[or]?s?[\s.°º]*)?[0-9]+(?:(?:\s*[,;&/]\s*|\s+\w{1,3}\s+)+[0-9]+)+\w?\s*(?:[:.–-]|$)"
).match
_is_year: Final = re.compile(r"[0-9]{4}").match


class Label(NamedTuple):
    """What a text is, its number and the remark behind that, and what follows; empty if missing.

    `words` are those of the label itself: "Management response".
    """

    key: str
    number: str
    remark: str
    rest: str
    words: str


class Labels:
    """Reads labels, by the words that begin recommendations and actions and the known headings.

    *key* gives the key that a heading stands for, or None.
    """

    def __init__(
        self,
        recommendation_words: Iterable[str],
        action_words: Iterable[str],
        key: Callable[[str], str | None],
    ) -> None:
        self._key = key
        self._read: dict[str, Label | None] = {}
        self._keys = {_folded(word): "text" for word in action_words}
        self._keys |= {_folded(word): "title" for word in recommendation_words}
        self._word = any_of(self._keys).search

    def read(self, text: str) -> Label | None:
        """The label in front of a text; None for a sentence that merely begins with its word."""
        if text not in self._read:  # a title stands in every row of its actions
            self._read[text] = self._with_number(text) or self._with_colon(text)
        return self._read[text]

    def heading(self, text: str) -> Label | None:
        """The label in front of a paragraph, which may also be a heading alone on its line.

        Whose response it is may stand beside it: "UNECE response:", "Response of the Board".
        """
        if label := self.read(text):
            return label
        stop = _stop.search(text, 0, _LONGEST_LABEL) if text[:1].isupper() else None
        if stop and (key := self._key(text[: stop.start()])) in _ALONE:
            return Label(key, "", "", text[stop.end() :].strip(), text[: stop.start()])
        mark = _delimiter.search(text, 0, _LONGEST_LABEL)
        words, rest = (text[: mark.start()], text[mark.end() :]) if mark else (text, "")
        is_label = mark[0].endswith(":") if mark else not text.endswith(".")
        if len(words) > _LONGEST_LABEL or not is_label:
            return None
        key = self._key(words) if not rest else None
        key = key if key in _ALONE else self._with_name(words, is_alone=not mark)
        return Label(key, "", "", rest.strip(), words.strip()) if key else None

    def _with_name(self, words: str, *, is_alone: bool) -> str | None:
        """The key of a heading with a name before or behind it: "Department of Trade response"."""
        for key, others, is_behind in self._keys_within(words):
            if key not in _OF_SOMEBODY or (is_behind and is_alone):
                continue  # "Management response to the evaluation of the port"
            is_whose = is_behind and key == "response" and len(others[0]) <= _LONGEST_JOINT
            if is_whose or _is_name(others):  # "of the board"
                return key
        return None

    def is_of_another(self, text: str) -> bool:
        """Whether a text has the heading of somebody who is not known: "Evaluators' note: X"."""
        words, mark, _ = text[:_LONGEST_LABEL].partition(":")
        if not mark or self.heading(text):
            return False
        return any(
            key in _ALONE_OF_SOMEBODY and not (is_behind and len(others[0]) > _LONGEST_JOINT)
            for key, others, is_behind in self._keys_within(words)
        )

    def _keys_within(self, words: str) -> Iterator[tuple[str | None, list[str], bool]]:
        """What the last or the first words are, the others, and whether these stand behind."""
        parts = words.split()
        for n in range(1, len(parts)) if len(parts) <= _MOST_IN_NAME else ():
            yield self._key(" ".join(parts[n:])), parts[:n], False
            yield self._key(" ".join(parts[:n])), parts[n:], True

    def may_begin_recommendation(self, text: str) -> bool:
        """Whether a text that is no label begins as one of a recommendation does, with a number."""
        return any(map(str.isdigit, self._behind_word(text)))

    def begins_several(self, text: str) -> bool:
        """Whether a text begins with several recommendations: "Recommendations 1 and 2: X"."""
        return bool(_several(self._behind_word(text)))

    def _behind_word(self, text: str) -> str:
        """What follows the word for a recommendation with which a text begins, folded."""
        name = _folded(text[:_LONGEST_LABEL])
        match = self._word(name)
        is_first = match is not None and not match.start() and self._keys[match[0]] == "title"
        return name[match.end() :] if match and is_first else ""

    def stamps(self, text: str) -> tuple[str, dict[str, str]]:
        """The text without "[Added: 2012/10/07]" and the like, and what these say, by key."""
        values: dict[str, str] = {}

        def taken(match: re.Match[str]) -> str:
            key = self._key(match[1].strip())
            is_new = key in _STAMPS and values.setdefault(key, match[2]) == match[2]
            return "" if is_new else match[0]

        lines = [(line, _stamp.sub(taken, line)) for line in text.split("\n")]
        kept = "\n".join(left for line, left in lines if left.strip() or not line.strip())
        return kept.strip() if values else text, values

    def _with_number(self, text: str) -> Label | None:
        """A label with a number behind it: "Strategic recommendation 1 - X"."""
        if not (match := _numbered(text)):
            return None
        words, number, mark, rest = match.group("words", "number", "mark", "rest")
        is_letter, name = number.isalpha(), _folded(words)
        ours = key = self._keys.get(name)
        if not ours:
            key = self._key(_without_no_mark(words))
            key = key if key in _NUMBERED else self._with_others(words)
        # Like "Action plan 2024-2026", "Implement recommendation 5."
        is_end = not rest and (match[1] or "." in mark)
        if (ours != "title" and _is_year(number)) or (not ours and is_end):
            return None
        if is_letter and (len(name) == 1 or (number.islower() and not mark.strip())):
            return None
        # Like "Recommendation 3 was rejected", "Recommendation A (new) policy".
        is_doubtful = (is_letter and len(number) == 1) or _is_year(number) or rest[:1].islower()
        if is_doubtful and rest and mark.isspace() and "\n" not in mark:
            return None
        name, remark = _without_no_mark(words), (match["remark"] or "").strip()
        return Label(key, number, remark, rest.strip(), name) if key else None

    def _with_colon(self, text: str) -> Label | None:
        """A label without a number behind it: "Key Actions:", "1: PAC recommendation: X"."""
        if not (front := _front(text)):  # which any text has, if an empty one
            return None
        start, number = front.end(), front[1]
        for mark in _delimiter.finditer(text, start, start + _LONGEST_LABEL):
            words, rest = text[start : mark.start()], text[mark.end() :].strip()
            if mark[0] == "\n":
                break
            if not mark[0].endswith(":") and rest[:1].islower():
                continue  # "Actions – such as training – were taken"
            word = self._keys.get(_folded(words)) or (self._with_others(words) if number else None)
            word = None if _no_mark.search(words) else word  # "Rec. No.: 3"
            if key := word or self._key(" ".join(words.split())):
                # "8. Recommendations:" is a chapter.
                number = number if number and (word or rest) else ""
                return Label(key, number, "", rest, _without_no_mark(words))
        return None

    def _with_others(self, words: str) -> str | None:
        """The key of one of our words with one or two beside it: "Strategic recommendation".

        Short ones join it to something else: "Response to recommendation".
        """
        match = self._word(name := _folded(words))
        if not match or len(match[0]) == 1:
            return None
        beside = f"{name[: match.start()]} {name[match.end() :]}".split()
        names = {} if words.isupper() else {w.casefold() for w in words.split() if w.isupper()}
        joins = any(len(word) <= _LONGEST_JOINT and word not in names for word in beside)
        if joins or len(beside) > _MOST_BESIDE or "response" in map(self._key, beside):
            return None
        return self._keys[match[0]]


def _is_name(words: Sequence[str]) -> bool:
    """Whether the words are capital, but for "of" and the like; "The" alone names nobody."""
    capital = [word for word in words if any(map(str.isupper, word[:3]))]  # "l'Office"
    short = [word for word in words if len(word) <= _LONGEST_JOINT and word not in capital]
    is_named = any(word.isupper() or len(word) > _LONGEST_JOINT for word in capital)
    return is_named and len(short) <= len(capital) and len(short) + len(capital) == len(words)


def _folded(words: str) -> str:
    """The words without what makes no difference: case, blanks, "No." at the end."""
    return _without_no_mark(normalize("NFC", words).casefold())


def _without_no_mark(words: str) -> str:
    name = " ".join(words.split()).rstrip(" (-.")
    return _no_mark.sub("", name).rstrip(" (-.") or name
