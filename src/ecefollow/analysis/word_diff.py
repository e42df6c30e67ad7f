"""What changed in a text, marked word by word."""

from typing import Final

_CONTEXT: Final = 4  # unchanged words that are shown on each side of a change
_MOST_WORDS: Final = 3_000


def word_diff(before: str, after: str) -> str:
    """The change as git's word diff marks it: "the [-first-]{+second+} draft"."""
    # Late: only a reworded text needs it.
    from difflib import SequenceMatcher

    was, now = before.split(), after.split()
    if len(was) + len(now) > _MOST_WORDS:  # the time to compare grows with the square of this
        return f"{len(was)} words, now {len(now)}"
    pieces: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            first, last = not (i1 or j1), (i2, j2) == (len(was), len(now))
            pieces.append(_shorten(was[i1:i2], first=first, last=last))
            continue
        removed = f"[-{' '.join(was[i1:i2])}-]" if i1 < i2 else ""
        added = f"{{+{' '.join(now[j1:j2])}+}}" if j1 < j2 else ""
        pieces.append(removed + added)
    return " ".join(pieces)


def _shorten(unchanged: list[str], *, first: bool, last: bool) -> str:
    """The unchanged words, without those that are far from a change."""
    head = [] if first else unchanged[:_CONTEXT]
    tail = [] if last else unchanged[-_CONTEXT:]
    if len(unchanged) <= len(head) + len(tail):
        return " ".join(unchanged)
    return " ".join((*head, "…", *tail))
