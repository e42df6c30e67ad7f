"""The actions of a recommendation from a row: new ones, those of rows above, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ecefollow.importing import actions, naming, numbering
from ecefollow.importing.actions import OF_ACTIONS
from ecefollow.importing.drafts import ActionDraft, RecommendationDraft, in_short
from ecefollow.importing.known_records import KnownRecords
from ecefollow.importing.numbering import Ids, TextPart
from ecefollow.importing.rows import DocumentRow, HowRead, Said
from ecefollow.importing.splitting import lines_of, split
from ecefollow.register import portfolio
from ecefollow.register.vocabulary import Status

# What may differ between the actions of one cell, line by line.
_BY_LINE: Final = ("responsible", "due", "revised_due", "progress", "last_update", "completed_on")
# What a paragraph may say of a whole list.
_OF_LISTS: Final = frozenset(("responsible", "accountable", "due"))
# What shows that a row follows something up.
_FOLLOWS: Final = frozenset(("progress", "due", "completed_on"))
OF_ROWS: Final = frozenset(("id", "text", *OF_ACTIONS))


@dataclass(slots=True)
class RowOfActions:
    """One row, and the recommendation of whose actions it may say something.

    *ids* are those of all records; those of a register that is *known* are kept.
    """

    how: HowRead
    known: KnownRecords | None
    ids: Ids
    draft: RecommendationDraft
    row: DocumentRow
    said: dict[str, Said] = field(init=False)

    def __post_init__(self) -> None:
        self.said = {key: text for key, text in self.row.said.items() if key in OF_ROWS}

    def add(self) -> None:
        """Add what the row says of actions to its recommendation."""
        draft, row, said = self.draft, self.row, self.said
        if row.is_struck:
            for key in [key for key in said if key not in row.continued]:
                self.how.leave(said[key], "its action is struck out or hidden")
        elif "text" in said and row.is_lead:
            self._add_lead(row.action.text if row.action else said["text"].text)
        elif "text" in said and "text" not in row.continued:
            self._begin_actions()
        elif "text" in said and draft.last:
            self._fill_last()
        elif self.how.actions:
            self._own_action()
        elif "id" in said and "id" not in row.continued and "text" in row.columns:
            self._numbered()
        elif (said or row.dated) and draft.last and draft.said.place[:2] != row.place[:2]:
            if own := [key for key in said if key not in row.continued]:
                self._tell_of_above(own)
                self._fill_last()
        else:
            self._without_action()

    def _fill_last(self) -> None:
        for action in self.draft.last:
            actions.fill(self.how, action, self.row, self.said)

    def _tell_of_above(self, keys: Sequence[str]) -> None:
        """Say of what a row without an action is read, and that a paragraph may be of a list."""
        last = self.draft.last
        others = [action for action in self.draft.actions if action not in last]
        for key in keys:
            message = ""
            if self.row.place.row:
                message = "no action stands in this row; it was read as more about that above"
            elif key in _OF_LISTS and others and not getattr(others[-1], key):
                message = f"this was read of {last[-1].id} alone, and not of {others[-1].id}"
            if message:
                self.how.find(self.said[key], message)

    def _without_action(self) -> None:
        for key, text in self.said.items():
            if key == "note":
                self.draft.add_text("notes", text.text)
                self.how.read(text, f"{self.draft.id}.notes")
                message = "no action stands in this row; it is a note of the recommendation"
                self.how.find(text, message)
            elif self.how.vocabulary.is_nothing(text.text):
                self.how.account.leave(text.place, "this says that there is nothing")
            else:
                self.how.leave(text, "no action stands in this row")

    def _numbered(self) -> None:
        """Read a row with the number of an action and no text: it is about that or about none."""
        draft, row = self.draft, self.row
        ident = row.known or naming.ident_of(row, "id", self.how)
        draft.last = draft.numbered(ident)
        if not draft.last and self.known and row.known:
            text = self.known.actions[ident].text
            draft.last = [ActionDraft(ident, text)]
            draft.add_action(draft.last[0])
        if not draft.last:
            for cell in self.said.values():
                self.how.leave(cell, "there is a number in this row, and no text of an action")
            return
        self.how.read(self.said["id"], f"{draft.last[0].id}.id")
        self._fill_last()

    def _own_action(self) -> None:
        """Read the row as that of a recommendation which is its own action.

        One that was rejected is none, unless the row follows it up.
        """
        draft = self.draft
        if not draft.actions:
            if draft.status is Status.REJECTED and not _FOLLOWS & {*self.said}:
                self._without_action()
                return
            own = self.known.recommendations.get(draft.id) if self.known else None
            if own and len(own.actions) > 1:
                for text in self.said.values():
                    self.how.leave(text, f"{draft.id} has several actions in the register")
                return
            ident = own.actions[0].id if own and own.actions else f"{draft.id}.1"
            self.ids.used.add(ident)
            draft.add_action(ActionDraft(ident, draft.title))
        draft.last = draft.actions[:1]
        self._fill_last()

    def _begin_actions(self) -> None:
        row, said, source = self.row, self.said, self.said["text"]
        text, stamped = self.how.without_stamps(source)
        if day := stamped.get("last_update"):
            said.setdefault("last_update", source._replace(text=day))
        parts, intro = split(text, self.how.labels)
        if row.known:
            parts, intro = [row.action or TextPart("", text)], ""
        elif len(parts) == 1 and text == source.text and row.action:
            parts = [row.action]
        if intro:
            self._add_lead(intro)
        is_one = len(parts) == 1
        if not is_one:
            self.how.find(source, f"this was read as {len(parts)} actions")
        elif row.is_alone:
            self.how.find(source, "nothing stands beside this; it was read as an action")
        self.draft.last = []
        shares = {} if is_one else {k: _shares(k, s.text, len(parts)) for k, s in said.items()}
        for number, part in enumerate(parts):
            mine = {k: s._replace(text=shares[k][number]) if shares else s for k, s in said.items()}
            known = row.known if is_one else self._known_part(part)
            action = self._same(part.text, mine, known)
            action = action or self._begin_action(part, None if is_one else number, known)
            self.draft.last.append(action)
            self.how.read(source, f"{action.id}.text")
            actions.fill(self.how, action, row, mine)

    def _add_lead(self, lead: str) -> None:
        source = self.said["text"]
        self.draft.add_text("notes", lead)
        message = "this stands above a list of actions; it is a note of the recommendation"
        self.how.find(source, message, lead)
        self.how.read(source, f"{self.draft.id}.notes")

    def _known_part(self, part: TextPart) -> str:
        """The id of the action that the register has of one of several in a cell, if it has it."""
        if not self.known:
            return ""
        action, _ = self.known.match([part.label], part.text, self.draft.id, near=False)
        return action.id if action else ""

    def _same(self, text: str, said: Mapping[str, Said], known: str) -> ActionDraft | None:
        """The action above that a later row, or the table of the next year, says again."""
        alike = self.draft.by_text.get(in_short(text), [])
        if known:
            alike = [action for action in self.draft.actions if action.id == known]
        elif "id" in said:
            numbered = self.draft.numbered(numbering.ident(said["id"].text))
            alike = [action for action in alike if action in numbered]
        first = next(iter(alike), None)
        action = first if known else actions.same(self.how, alike, self.row, said)
        if action:
            if "id" in said:
                self.how.read(said["id"], f"{action.id}.id")
            message = f"this action stands above; what this row says was added to {action.id}"
            self.how.find(said["text"], message)
        elif alike:
            message = f"{alike[0].id} has this text too, for other units or another deadline"
            self.how.find(said["text"], f"{message}; this is another action")
        return action

    def _begin_action(self, part: TextPart, number: int | None, known: str) -> ActionDraft:
        ident, text = (known, part.text) if known else self._action_id(part, number)
        if known and "id" in self.said:
            self.how.read(self.said["id"], f"{known}.id")
        action = ActionDraft(ident, text)
        if number is not None:
            action.readings.append("One of several actions in one cell of the source.")
        self.draft.add_action(action)
        return action

    def _action_id(self, part: TextPart, number: int | None) -> tuple[str, str]:
        """The id of an action, *number* of those in its cell, and its text.

        The text keeps a number in front of it that the id does not have.
        """
        inside, label = f"{self.draft.id}.", part.label
        begin = f"{portfolio.split(self.draft.id)[1]}."  # as the document has it
        own = naming.ident_of(self.row, "id", self.how)
        if own:
            wanted = f"{inside}{own.removeprefix(begin)}"
            wanted += "" if number is None else f".{label or number + 1}"
        elif label.startswith(begin):
            wanted = f"{inside}{label.removeprefix(begin)}"
        else:
            wanted = f"{inside}{label}" if label and "." not in label else ""
        ident = wanted
        is_known = self.known is not None and wanted in self.known.actions
        if not wanted or is_known or wanted in self.ids.used:
            ident = self.ids.counted(inside, start=len(self.draft.actions) + 1)
            if wanted or label:
                why = "stands above" if wanted else f"does not begin with {begin}"
                message = f"the number {wanted or label} {why}; this is action {ident} here"
                self.how.find(self.said["id" if own else "text"], message)
        self.ids.used.add(ident)
        if own:
            self.how.read(self.said["id"], f"{ident}.id")
        is_said = not label or portfolio.split(ident)[1] == label or ident.endswith(f".{label}")
        return ident, part.text if is_said else f"{label} {part.text}"


def _shares(key: str, text: str, number: int) -> list[str]:
    """What each of so many actions has of a cell: a line each, else all of it."""
    lines = lines_of(text, number) if key in _BY_LINE and number > 1 else None
    return lines or [text] * number
