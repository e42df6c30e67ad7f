"""The closed vocabularies: status of a recommendation; progress, state, verification of actions."""

from enum import StrEnum
from typing import Final, TypeVar

_Word = TypeVar("_Word", bound=StrEnum)


class ShownWord(StrEnum):
    """A word of a vocabulary that readers are shown without its hyphens."""

    @property
    def words(self) -> str:
        """The word as a reader is shown it: "awaiting event"."""
        return self.value.replace("-", " ")


class Status(ShownWord):
    """Management's answer to a recommendation."""

    ACCEPTED = "accepted"
    PARTIAL = "partial"
    REJECTED = "rejected"
    PENDING = "pending"
    NOT_STATED = "not-stated"

    @property
    def words(self) -> str:
        """The answer as a reader is shown it."""
        return "partially accepted" if self is Status.PARTIAL else super().words

    @property
    def wants_reservation(self) -> bool:
        """Whether the answer leaves something out that a reservation should name."""
        return self in (Status.PARTIAL, Status.REJECTED)


class Progress(ShownWord):
    """What an action's updates say; `not-reported` while none does, never written in a file."""

    NOT_REPORTED = "not-reported"
    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    NOT_APPLICABLE = "not-applicable"

    @property
    def is_closed(self) -> bool:
        """Whether it says that nothing more is to be done."""
        return self in (Progress.COMPLETED, Progress.NOT_APPLICABLE)


class State(ShownWord):
    """Where an action stands on a day: always worked out, never stored.

    The order is that in which they want attention, and in which they are counted.
    """

    OVERDUE = "overdue"
    SCHEDULED = "scheduled"
    ONGOING = "ongoing"
    AWAITING_EVENT = "awaiting-event"
    UNDATED = "undated"
    COMPLETED = "completed"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to be done: completed, or no longer applicable."""
        return self in (State.COMPLETED, State.NOT_APPLICABLE)

    @property
    def has_no_deadline(self) -> bool:
        """Whether the action is open and has no deadline that it could miss."""
        return self in (State.ONGOING, State.AWAITING_EVENT, State.UNDATED)


class Verification(ShownWord):
    """What somebody other than the reporter found of the claim that an action is closed.

    `unverified` while nobody has looked, never written in a file.
    """

    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    UNVERIFIED = "unverified"


# What people say for a word of the vocabularies, for messages to suggest the word itself.
_SYNONYMS: Final[dict[str, tuple[StrEnum, ...]]] = {
    "done": (Progress.COMPLETED, State.COMPLETED),
    "finished": (Progress.COMPLETED, State.COMPLETED),
    "implemented": (Progress.COMPLETED, State.COMPLETED),
    "closed": (Progress.COMPLETED, State.COMPLETED),
    "started": (Progress.IN_PROGRESS,),
    "ongoing": (Progress.IN_PROGRESS, State.ONGOING),
    "open": (Progress.NOT_STARTED,),
    "dropped": (Progress.NOT_APPLICABLE, State.NOT_APPLICABLE),
    "cancelled": (Progress.NOT_APPLICABLE, State.NOT_APPLICABLE),
    "late": (State.OVERDUE,),
    "delayed": (State.OVERDUE,),
    "due": (State.SCHEDULED,),
    "planned": (State.SCHEDULED,),
    "waiting": (State.AWAITING_EVENT,),
    "uncertain": (State.UNKNOWN,),
    "verified": (Verification.CONFIRMED,),
    "validated": (Verification.CONFIRMED,),
    "contested": (Verification.DISPUTED,),
    "unconfirmed": (Verification.UNVERIFIED,),
    "agreed": (Status.ACCEPTED,),
    "partly": (Status.PARTIAL,),
    "refused": (Status.REJECTED,),
    "disagreed": (Status.REJECTED,),
}


def synonym(vocabulary: type[_Word], text: str) -> _Word | None:
    """The member that people also call *text*; None if nobody does."""
    meant = _SYNONYMS.get(text.strip().casefold(), ())
    return next((word for word in meant if isinstance(word, vocabulary)), None)


def match_word(vocabulary: type[_Word], text: str) -> _Word | None:
    """The member that *text* names, by its value or by its words, ignoring case; None for none."""
    wanted = text.strip().casefold()
    return next((m for m in vocabulary if wanted in {m.value, getattr(m, "words", "")}), None)
