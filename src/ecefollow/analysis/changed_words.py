"""What changed in a text, marked word by word."""

from typing import Final

_CONTEXT: Final = 4  # unchanged words that are shown on either side of a change
_MOST_WORDS: Final = 3_000
_MOST_SHOWN: Final = 200


def changed_words(before: str, after: str) -> str:
    """The change as git's word diff marks it: "the [-first-]{+second+} draft"."""
    # Late: only a reworded text needs it.
    from difflib import SequenceMatcher

    was, now = before.split(), after.split()
    head = _common(was, now)
    tail = _common(was[head:][::-1], now[head:][::-1])
    begin, end = was[:head], was[len(was) - tail :]
    was, now = was[head : len(was) - tail], now[head : len(now) - tail]
    pieces = [_shorten(begin, first=True, last=False)]
    if len(was) + len(now) > _MOST_WORDS:  # the time to compare grows with the square of this
        pieces.append(_replaced(was, now))
    else:
        matcher = SequenceMatcher(None, was, now, autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                pieces.append(_shorten(was[i1:i2], first=False, last=False))
            else:
                pieces.append(_replaced(was[i1:i2], now[j1:j2]))
    pieces.append(_shorten(end, first=False, last=True))
    return " ".join(piece for piece in pieces if piece)


def _common(one: list[str], other: list[str]) -> int:
    """How many words the two have in common at the beginning."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _replaced(was: list[str], now: list[str]) -> str:
    removed = f"[-{_cut(was)}-]" if was else ""
    added = f"{{+{_cut(now)}+}}" if now else ""
    return removed + added


def _cut(words: list[str]) -> str:
    """The words, and how many more there are if there are very many."""
    more = len(words) - _MOST_SHOWN
    return f"{' '.join(words[:_MOST_SHOWN])} … {more} more words" if more > 0 else " ".join(words)


def _shorten(unchanged: list[str], *, first: bool, last: bool) -> str:
    """The unchanged words, without those that are far from a change."""
    head = [] if first else unchanged[:_CONTEXT]
    tail = [] if last else unchanged[-_CONTEXT:]
    if len(unchanged) <= len(head) + len(tail):
        return " ".join(unchanged)
    return " ".join((*head, "…", *tail))
