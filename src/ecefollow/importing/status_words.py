"""The words by which offices say what they answer, and how far they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeVar

from ecefollow.register.vocabulary import Progress, Status

Meaning = TypeVar("Meaning", Status, Progress)
# Upper and lower case, hyphens and the full stop at the end make no difference.
STATUS_WORDS: Final[dict[Status, tuple[str, ...]]] = {
    Status.ACCEPTED: (
        *("accepted", "accept", "accepts", "fully accepted", "fully accept", "agree", "agreed"),
        *("agrees", "fully agree", "fully agreed", "concur", "concurs", "supported"),
    ),
    Status.PARTIAL: (
        *("partially accepted", "partially accept", "partially accepts", "partly accepted"),
        *("partially agree", "partially agreed", "partially agrees", "partly agree"),
        *("partly agreed", "accepted in part", "partially supported", "partial", "partially"),
    ),
    Status.REJECTED: (
        *("rejected", "reject", "rejects", "not accepted", "not agreed", "disagree", "disagreed"),
        *("disagrees", "do not accept", "does not accept", "do not agree", "does not agree"),
        "not supported",
    ),
    Status.PENDING: (
        *("under consideration", "being considered", "pending", "under review", "to be decided"),
    ),
    Status.NOT_STATED: ("not stated", "no response"),
}
PROGRESS_WORDS: Final[dict[Progress, tuple[str, ...]]] = {
    Progress.COMPLETED: (
        *("completed", "complete", "implemented", "fully implemented", "closed", "done"),
        *("achieved", "finalized", "finalised"),
    ),
    Progress.IN_PROGRESS: (
        *("in progress", "initiated", "ongoing", "on going", "started", "under implementation"),
        *("partially implemented", "partially completed", "being implemented", "on track"),
        "under way",
    ),
    Progress.NOT_STARTED: (
        *("not started", "not initiated", "not yet started", "not yet initiated", "planned"),
        "not implemented",
    ),
    Progress.NOT_APPLICABLE: (
        *("no longer applicable", "not applicable", "no longer relevant", "cancelled", "canceled"),
        *("discontinued", "superseded", "overtaken by events", "dropped"),
    ),
    # How an action stands on a day, which is worked out here, and no progress.
    Progress.NOT_REPORTED: (
        *("overdue", "no deadline established", "delayed", "no due date established", "late"),
        *("not reported", "no update"),
    ),
}
_LONGEST_WORD: Final = 40  # of what is a word, and no sentence
_blanks: Final = re.compile(r"[\s_-]+")
_ends_word: Final = re.compile(r"\s*[.,:;(–—\n]|\s+-\s|\s+as\b|\s+with\b")


class Vocabulary:
    """What each word means, those of `--word` before the usual ones."""

    def __init__(self, own: Mapping[str, Status | Progress] | None = None) -> None:
        self._meaning: dict[str, Status | Progress] = {}
        for words in (STATUS_WORDS, PROGRESS_WORDS):
            for meaning, synonyms in words.items():
                self._meaning |= {_folded(word): meaning for word in synonyms}
                self._meaning[_folded(meaning.value)] = meaning
        self._meaning |= {_folded(word): meaning for word, meaning in (own or {}).items()}
        self.unmet = {_folded(word): word for word in own or {}}  # those of `--word` so far

    def meaning(self, text: str, kind: type[Meaning]) -> Meaning | None:
        """The answer or the progress, whichever is asked for, that the text is a word for.

        The progress is `not-reported` for a condition on a day, such as "overdue".
        """
        word = _folded(text)
        self.unmet.pop(word, None)
        meaning = self._meaning.get(word)
        return meaning if isinstance(meaning, kind) else None

    def first_meaning(self, text: str, kind: type[Meaning]) -> Meaning | None:
        """What a longer text begins with: "Partially accepted. The office ..."."""
        return self.meaning(_ends_word.split(text.strip(), maxsplit=1)[0], kind)


def option_for(text: str, meaning: Status | Progress) -> str:
    """The option that says what the word in a cell means: `--word "Terminé=completed"`."""
    word = " ".join(text.split())
    return f'--word "{word if len(word) <= _LONGEST_WORD else "…"}={meaning}"'


def _folded(text: str) -> str:
    return _blanks.sub(" ", text.casefold()).strip(" .,;:!")
