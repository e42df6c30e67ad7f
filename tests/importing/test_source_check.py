"""A register beside its document: what differs is named, and nothing else."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolios import ROOT, SHIPPED

from ecefollow.documents import document_file, text_file
from ecefollow.documents.blocks import Document
from ecefollow.importing import import_document, profile
from ecefollow.importing.profile import Profile
from ecefollow.importing.source_check import compared
from ecefollow.reading.diagnostics import Code, RefusedError
from ecefollow.reading.register_file import parse_anew
from ecefollow.register.model import Evaluation, Register

TEXT = (ROOT / "data" / "management-response.txt").read_text(encoding="utf-8")
DOCUMENT = text_file.read(TEXT.encode())
REGISTER = parse_anew(SHIPPED.read_bytes(), "")
ENGLISH = [profile.language("en")]
FOLDERS = ("tests/data/forms", "examples")
KINDS = {".csv", ".docx", ".html", ".md", ".txt", ".xlsx"}
FORMS = [p for folder in FOLDERS for p in sorted((ROOT / folder).iterdir()) if p.suffix in KINDS]
FEW = {
    *("source-lines.docx", "uk-minutes.txt", "anao.html", "eu-fiche.md", "russian-prose.txt"),
    *("french-prose.docx", "wfp.docx", "merged-cells.xlsx", "agree-alone.docx", "fleet.csv"),
}
EXAMPLES = pytest.mark.parametrize("examples", [10, pytest.param(500, marks=pytest.mark.slow)])


def problems(register: Register, document: Document = DOCUMENT) -> list[tuple[Code, str]]:
    return [(code, said) for _, code, said in compared(register, document, ENGLISH, "source.txt")]


def named(register: Register) -> list[str]:
    """The texts that are not in the source, and whatever else is wrong."""
    return [re.split(": (?:this |nothing |')", said)[0] for _, said in problems(register)]


def places(data: Any) -> Iterator[tuple[str, Any, Any]]:
    """The name of each text that the source must have, what holds it, and its key there."""
    for each in data["recommendations"]:
        for key in {"title", "response", "reservation"} & each.keys():
            yield f"{each['id']}: {key}", each, key
        for n in range(len(each.get("notes", []))):
            yield f"{each['id']}: notes", each["notes"], n
        for action in each["actions"]:
            for key in {"text", "due_text"} & action.keys():
                yield f"{action['id']}: {key}", action, key


@EXAMPLES
def test_one_word_altered_dropped_doubled_or_swapped_names_its_text_and_no_other(
    examples: int,
) -> None:
    data = yaml.load(SHIPPED.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts
    texts = sorted(places(data), key=lambda each: each[0])

    @settings(max_examples=examples)
    @given(st.data())
    def ask(draw: st.DataObject) -> None:
        name, holder, key = draw.draw(st.sampled_from(texts))
        before = holder[key].split()
        n, m = (draw.draw(st.integers(0, len(before) - 1)) for _ in "nm")
        # A deadline's words are a part of a sentence, and without the first they are one too.
        is_drop = not name.endswith("due_text") or 0 < n < len(before) - 1
        other = draw.draw(st.sampled_from([f"{before[n]}x", before[n][:-1], "not", "2019"]))
        after = {
            "alter": [*before[:n], other, *before[n + 1 :]],
            "drop": [*before[:n], *before[n + 1 :]] if is_drop else before,
            "double": [*before[: n + 1], *before[n:]],
            "swap": [*before[:n], before[m], *before[n + 1 : m], before[n], *before[m + 1 :]]
            if n < m
            else before,
        }[draw.draw(st.sampled_from(["alter", "drop", "double", "swap"]))]
        holder[key] = " ".join(after)
        try:
            register = parse_anew(json.dumps(data).encode(), "")
            assert {*named(register)} == ({name} if after != before else set())
        finally:
            holder[key] = " ".join(before)

    ask()


@EXAMPLES
def test_a_sentence_more_in_the_source_is_named_and_nothing_else(examples: int) -> None:
    # Behind each sentence, and between paragraphs.
    ends = [match.end() for match in re.finditer(r"(?<=[a-z0-9]\.)(?= )|\n(?= ?\n)", TEXT)]
    words = st.lists(st.sampled_from(re.findall(r"\w+", TEXT)), min_size=2, max_size=9)

    @settings(max_examples=examples)
    @given(st.sampled_from(ends), words)
    def ask(end: int, words: list[str]) -> None:
        sentence = f"The {' '.join(words)} too."
        blank = "\n\n" if TEXT[end - 1] == "\n" else " "
        text = f"{TEXT[:end]}{blank}{sentence}{blank}{TEXT[end:]}"
        found = problems(REGISTER, text_file.read(text.encode()))
        assert [code for code, _ in found] == [Code.NOT_TRANSCRIBED], found
        said = found[0][1].translate(str.maketrans("’“”", '\'""'))
        assert said.endswith(sentence.translate(str.maketrans("’“”", '\'""')))

    ask()


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=() if path.name in FEW else pytest.mark.slow, id=path.name)
        for path in FORMS
    ],
)
def test_what_import_makes_of_a_document_is_in_it_word_for_word(path: Any) -> None:
    evaluation = Evaluation("e", "T", "O", title_note="Not in the document.")
    try:
        imported = import_document.read(str(path), evaluation, Profile())
    except RefusedError:
        pytest.skip("import makes nothing of it")
    register = parse_anew(imported.texts[0].encode(), "")
    every = [*profile.languages().values(), *profile.forms().values()]
    found = compared(register, document_file.read(str(path)), every, "source")
    assert [said for _, code, said in found if code is not Code.NOT_TRANSCRIBED] == []


@pytest.mark.parametrize(
    ("swapped", "named_then"),
    [
        (("2.1: text", "6.1: text"), ["2.1: text", "6.1: text"]),
        (("1: response", "6: response"), ["1: response", "6: response"]),
        (("1: title", "6: title"), ["1.1: text", "1: response", "6.1: text", "6: response"]),
    ],
)
def test_what_stands_below_the_title_of_another_is_named(
    swapped: tuple[str, str], named_then: list[str]
) -> None:
    data = yaml.load(SHIPPED.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts
    (one, first), (two, second) = (
        (holder, key) for name, holder, key in places(data) if name in swapped
    )
    one[first], two[second] = two[second], one[first]
    assert sorted(named(parse_anew(json.dumps(data).encode(), ""))) == named_then


def test_actions_in_one_table_behind_all_recommendations_are_below_no_other() -> None:
    actions = "Number,Action\n1,The PMU will plan.\n2,The PMU will train.\n"
    recommendations = "1. Plan\n\nAgreed. We will plan.\n\n2. Train\n\nDisagreed. We will not.\n"
    read = text_file.read(recommendations.encode())
    read.blocks.extend(document_file.read_data(actions.encode()).blocks)
    more = "    actions:\n      - {id: '2.1', text: The PMU will train., responsible: [PMU]}\n"
    base = BASE.replace(", due: 2025-03, due_text: by March", "")
    assert named(parse_anew(f"{base}{more}".encode(), "")) != []
    found = problems(parse_anew(f"{base}{more}".encode(), ""), read)
    assert [said for code, said in found if code is Code.NOT_IN_SOURCE] == []


BASE = """\
evaluation: {id: e, title: T, title_note: N, organization: O}
recommendations:
  - id: "1"
    title: Plan
    status: accepted
    response: Agreed. We will plan.
    actions:
      - {id: "1.1", text: The PMU will plan., responsible: [PMU], due: 2025-03, due_text: by March}
  - id: "2"
    title: Train
    status: rejected
    response: Disagreed. We will not.
"""
HEAD = "Recommendation,Management response,Action,Responsible,Deadline,Priority\n"
FIRST = "1. Plan,Agreed. We will plan.,The PMU will plan.,PMU,by March,High\n"
SECOND = "2. Train,Disagreed. We will not.,,,,Low\n"
TABLE = f"{HEAD}{FIRST}{SECOND}"


@pytest.mark.parametrize(
    ("document", "register", "said"),
    [
        (TABLE.replace(",Priority", "").replace(",High", "").replace(",Low", ""), BASE, []),
        (TABLE, BASE, ["column F: this is nowhere in the register: Priority and 2 more in this"]),
        (f"{HEAD[:-10]}\n{FIRST[:-6]}\n{SECOND[:-5]}\n3. Test\n", BASE, ["register: Test"]),
        # Each row has its own: what is said in another is not said here.
        (TABLE, BASE.replace("Disagreed", "Agreed"), ["2: response: this is not word for word"]),
        (TABLE.replace("by March", "by May"), BASE, ["1.1: due_text: this is not word for word"]),
        (f"{HEAD}{FIRST}1. Plan,,Test.,,,High\n{SECOND}", BASE, ["row 3, column C: this is now"]),
        ("One.\n\nTwo.\n", BASE, ["1: title: nothing like this is in source.txt"]),
        ("<!doctype html><p> </p>", BASE, ["1: title: nothing like this is in source.txt"]),
    ],
)
def test_in_a_table_it_is_told_by_rows_and_columns(
    document: str, register: str, said: list[str]
) -> None:
    read = document_file.read_data(document.encode())
    found = problems(parse_anew(register.encode(), ""), read)
    for words in said:
        assert any(words in message for _, message in found), found
    assert bool(found) == bool(said)
