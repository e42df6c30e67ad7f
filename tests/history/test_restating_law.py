"""Of two versions, what nothing marks is answered alike about every day up to the earlier one.

And nothing that was recorded is gone unseen, whatever lay in its place meanwhile.
"""

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any

import pytest
from asked import checked, rewritten, verified
from histories import Data, History, Texts, data_in, hold, parsed
from hypothesis import note
from random_registers import interesting_days

from ecefollow.register.vocabulary import Progress, State

Answers = dict[tuple[str, str], Any]

OF_THE_RECORD = {
    *("removed", "original-changed", "update-changed", "answer-changed", "responsible-changed"),
    *("reworded", "event-changed", "restated", "added-with-history", "undated-addition"),
}

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


# What a stranger finds who asks both versions


class Verdict(IntEnum):
    """What must be told of the step from one version to another."""

    SILENT = 0
    OPEN = 1  # a fact changed and no answer did, or the design does not say
    RESTATED = 2


@lru_cache(50_000)
def answers(text: str, day: date) -> Answers:
    """What "Restating" in the design names, of one version about one day."""
    told: Answers = {}
    for answer in parsed(text).on(day):
        told["answer", answer.recommendation.id] = answer.status
        for standing in answer.standings:
            ident = standing.action.id
            if standing.state is State.OVERDUE:
                deadlines = (due.last for due in (standing.due, standing.original_due) if due)
                told["overdue", ident] = (*deadlines, standing.responsible)
            if standing.progress is Progress.COMPLETED:
                told["lateness", ident] = standing.days_late
    return told


def compared(before: str, after: str, until: date) -> Verdict:
    """The verdict on a register, from both answers about every day up to that one."""
    known = facts(data_in(before))
    verdict = Verdict(not only_grew(known, facts(data_in(after))))
    for day in days_up_to(until, before, after):
        old, new = answers(before, day), answers(after, day)
        for kind, ident in old | new:
            was, now = old.get((kind, ident)), new.get((kind, ident))
            if was == now or (kind == "lateness" and (kind, ident) not in old):
                continue
            note(f"{kind} of {ident} on {day}: was {was}, now {now}")
            return Verdict.RESTATED
    return verdict


def days_up_to(until: date, *texts: str) -> Iterator[date]:
    """Every day up to that one; before and after all that a version names, all are alike."""
    named = sorted(day for text in texts for day in interesting_days(data_in(text)))
    span = (min(until, named[-1]) - named[0]).days if named else -1
    return (named[0] + timedelta(days=number) for number in range(span + 1))


def facts(data: Data) -> dict[str, Data]:
    """Each record by its id, with the recommendation that it stands under."""
    found = {"": data["evaluation"]}
    for above in data["recommendations"]:
        found[above["id"]] = {key: each for key, each in above.items() if key != "actions"}
        found |= {one["id"]: one | {"in": above["id"]} for one in above.get("actions", [])}
    return found


def only_grew(old: dict[str, Data], new: dict[str, Data]) -> bool:
    """Whether nothing but updates, dated records and what happened was added."""
    return old.keys() <= new.keys() and all(
        is_kept(old[ident], record)
        if ident in old
        else "added" in record and not record.get("updates")
        for ident, record in new.items()
    )


def is_kept(old: Data, new: Data) -> bool:
    updates = old.get("updates", [])
    new = deepcopy(new) | {"updates": new.get("updates", [])[: len(updates)]}
    if "happened" not in old.get("after", {}):
        new.get("after", {}).pop("happened", None)
    return new == old | {"updates": updates}


def recorded(texts: Texts) -> Counter[tuple[str, ...]]:
    """Each record and each update, by the record's id, as often as the registers have it."""
    records = [item for text in texts.values() for item in facts(data_in(text)).items()]
    updates = ((ident, json.dumps(u)) for ident, one in records for u in one.get("updates", []))
    return Counter([*((ident,) for ident, _ in records), *updates])


def judged(before: Texts, after: Texts, until: date) -> Verdict:
    """The verdict on all registers together."""
    if before.keys() - after.keys():
        return Verdict.RESTATED
    verdicts = (compared(text, after[ident], until) for ident, text in before.items())
    return max(Verdict(before.keys() != after.keys()), *verdicts)


def since(history: History, base: str, commit: str, *others: str) -> Verdict:
    """The verdict on a commit; what other parents had, and it has not, may be told."""
    after = history.versions[commit]
    # A commit is not older than its ancestors, whatever it says.
    day = max(history.repo.git("log", "--format=%cd", "--date=short", base).split())
    verdict = judged(history.versions[base], after, date.fromisoformat(day))
    kept = (judged(history.versions[other], after, date.min) for other in others)
    return max(verdict, Verdict(any(kept)))


def lost(history: History, base: str, commit: str, *others: str) -> set[str]:
    """The ids of what a commit has not, of its base, and of other parents since they parted."""
    after = recorded(history.versions[commit])
    gone = [*(recorded(history.versions[base]) - after)]
    for other in others:
        parted = history.repo.git("merge-base", "--all", base, other).split()
        before = [recorded(history.versions.get(each, {})) for each in parted]
        gone += {*recorded(history.versions[other])}.difference(after, *before)
    return {ident for ident, *_ in gone}


def is_told(ident: str, told: set[str]) -> bool:
    """Whether a line is about the record, or one that it stands under, or the whole register."""
    return any(not each or f"{ident}.".startswith(f"{each}.") for each in told)


def assert_the_law_holds(history: History) -> None:
    folder = str(history.repo.folder / "registers")
    told: dict[str, set[str]] = defaultdict(set)  # the ids, by commit; "" for a whole register
    for line in rewritten("--register", folder):
        for commit in (line["commit"], line["merge"]):
            told[commit].add((line["id"] or "").rpartition(":")[2])
    listed = history.repo.git("rev-list", "--first-parent", "--parents", "HEAD")
    twice = {*history.copied, *history.copied.values()}
    for commit, parent, *others in map(str.split, listed.splitlines()[:-1]):
        if commit in history.spoilt:
            assert told[commit] or commit in twice, f"log of {commit}"
            continue
        # What a copy lacks is told when it comes, or when the other goes.
        meanwhile = [parent, history.copied.get(parent, parent)] if parent in twice else []
        here = told[commit].union(*(told[each] for each in meanwhile))
        base = history.spoilt.get(parent, parent)
        verdict = since(history, base, commit, *others)
        if verdict is not Verdict.OPEN:
            assert bool(here) == bool(verdict), f"log of {commit}"
        gone = lost(history, base, commit, *others)
        assert not [ident for ident in gone if not is_told(ident, here)], f"log of {commit}"
    head = listed.split()[0]
    # Somebody may have written down a commit that is no part of the history any more.
    for base in {
        listed.split()[-1],
        history.rng.choice([*history.versions.keys() - history.spoilt]),
    }:
        verdict = since(history, base, head)
        if verdict is not Verdict.OPEN or lost(history, base, head):
            status, codes = checked(base, folder)
            is_marked = not OF_THE_RECORD.isdisjoint(codes)
            assert (is_marked, status) == (bool(verdict), bool(codes)), f"check --base {base}"
            assert verified(base, "--register", folder) == bool(verdict), f"log --verify {base}"


@pytest.mark.parametrize("examples", [3, pytest.param(300, marks=pytest.mark.slow)])
def test_what_is_not_marked_is_answered_as_before(examples: int) -> None:
    hold(assert_the_law_holds, examples=examples)
