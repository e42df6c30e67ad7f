"""The document that this project began with, in each form that an office would have it in."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Final

import pytest
from documents_of_registers import in_brief
from portfolios import ROOT

from ecefollow.documents import document_file
from ecefollow.importing import import_document, profile
from ecefollow.importing.import_document import Imported
from ecefollow.importing.profile import Profile
from ecefollow.importing.source_check import compared
from ecefollow.reading import register_file
from ecefollow.reading.diagnostics import RefusedError
from ecefollow.register.model import Evaluation, Recommendation
from ecefollow.register.standing import Action

SOURCE: Final = (ROOT / "data" / "management-response.txt").read_text("utf-8")
CLEAN: Final = ROOT / "tests" / "data" / "forms" / "source-clean.docx"
SHIPPED: Final = register_file.parse_valid(
    (ROOT / "data" / "recommendations.yaml").read_bytes(), "shipped"
)
SAID: Final = (  # where a person had to read more than the words
    "“Executive Secretary” as responsible",
    "since it is done to its subject; no deadline was read; it may go on, or wait for something",
    "“following endorsement by EXCOM” was read as what must come first",
    "“by 31 December 2018” was read as the deadline, and may belong to that event",
    "“continue” was read as a continuing duty",
    "what is not accepted stands in the response, and not as a reservation of 5",
    "“may” was read as leaving it open",
    "note: it sees to the “discussions” of the action above; “Chef de Cabinet” as accountable",
    "this was read as by the end of Feb 2018, and could mean before it",
)


def words_of(recommendations: Iterable[Recommendation]) -> list[Recommendation]:
    """What stands in the source word for word; the rest is how somebody read it."""
    return [
        replace(
            recommendation,
            reservation=None,
            actions=tuple(
                Action(action.id, action.text, (), due=action.due, due_text=action.due_text)
                for action in recommendation.actions
            ),
        )
        for recommendation in recommendations
    ]


def imported(path: Path) -> Imported:
    return import_document.read(str(path), Evaluation("e", "T", "O"), Profile())


def assert_it_comes_in(path: Path) -> None:
    made = imported(path)
    (register,) = made.registers
    assert words_of(register.recommendations) == words_of(SHIPPED.recommendations)
    messages = "\n".join(map(str, made.findings))
    assert [said for said in SAID if said not in messages] == []
    profiles = profile.languages().values()
    assert compared(SHIPPED, document_file.read(str(path)), [*profiles], path.name) == []


def paragraphs() -> list[str]:
    docx = pytest.importorskip("docx", reason="an extra is not installed")
    return [paragraph.text for paragraph in docx.Document(str(CLEAN)).paragraphs]


def write_docx(path: Path, texts: Iterable[str], *, columns: int = 1) -> None:
    docx = pytest.importorskip("docx", reason="an extra is not installed")
    document = docx.Document()
    section = document.sections[0]
    section.footer.paragraphs[0].text = "A response"
    for element in section._sectPr:  # noqa: SLF001 - python-docx has no columns
        if element.tag.endswith("}cols"):
            element.set(f"{element.tag.partition('}')[0]}}}num", str(columns))
    for text in texts:
        document.add_paragraph(text)
    document.save(str(path))


def test_the_shipped_source_comes_in_as_a_text(tmp_path: Path) -> None:
    path = tmp_path / "source.txt"
    path.write_text(SOURCE, "utf-8")
    assert_it_comes_in(path)


def test_it_comes_in_as_word_with_a_paragraph_for_each_line(tmp_path: Path) -> None:
    path = tmp_path / "source.docx"
    write_docx(path, SOURCE.splitlines())
    assert_it_comes_in(path)


def test_it_comes_in_as_a_page(tmp_path: Path) -> None:
    path = tmp_path / "source.html"
    body = "".join(
        f"<h2>{escape(text)}</h2>" if text.endswith(":") else f"<p>{escape(text)}</p>\n"
        for text in paragraphs()
    )
    path.write_text(f"<!doctype html><html><body>{body}</body></html>", "utf-8")
    assert_it_comes_in(path)


def test_it_comes_in_as_markdown(tmp_path: Path) -> None:
    path = tmp_path / "source.md"
    marked = (re.sub(r"^(.+:)$", r"**\1**", text) for text in paragraphs())
    path.write_text("\n\n".join(re.sub("^(?=Recomm)", "## ", text) for text in marked), "utf-8")
    assert_it_comes_in(path)


@pytest.mark.slow
@pytest.mark.parametrize("columns", [1, 2])
def test_it_comes_in_as_a_pdf(columns: int, tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber", reason="an extra is not installed")
    if not (office := shutil.which("soffice")):
        pytest.skip("LibreOffice is not installed")
    write_docx(tmp_path / "source.docx", paragraphs(), columns=columns)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "pdf", "source.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert_it_comes_in(tmp_path / "source.pdf")


@pytest.mark.parametrize("nothing", ["None.", "• None", "1. N/A", "(a)"])
def test_where_nothing_is_said_no_action_is_made(nothing: str, tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    text = f"Recommendation 1: A\n\nFollow-up actions:\n\n{nothing}\n\nThe PMU will act.\n"
    path.write_text(text, "utf-8")
    (made,) = imported(path).registers[0].recommendations
    assert ([action.text for action in made.actions], made.notes) == (["The PMU will act."], ())


def test_the_account_has_the_keys_of_a_sentence_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.txt"
    acts = "After approval by the Board, HR may continue the reviews (accountable: PMU)."
    path.write_text(f"Recommendation 1: A\n\nFollow-up actions:\n\n{acts}\n", "utf-8")
    went = [entry.to for entry in imported(path).how.account.entries() if entry.to]
    keys = ("text", "responsible", "accountable", "reading", "after", "discretionary")
    assert went == ["1.title", "heading", " ".join(f"1.1.{key}" for key in keys)]


def test_a_recommendation_whose_heading_is_not_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "source.txt"
    path.write_text(SOURCE.replace("Recommendation 3:", "Suggestion 3:"), "utf-8")
    with pytest.raises(RefusedError, match="3 is not told from what stands") as told:
        imported(path)
    assert "line 33 has 'Suggestion 3: Encourage" in f"{told.value}"
    named = Profile(recommendation=("Suggestion",))
    made = import_document.read(str(path), Evaluation("e", "T", "O"), named)
    assert len(made.registers[0].recommendations) == 7


LONG = "This line is so long and so much without a comma that it is in no table of any kind at all."
BEFORE = "".join(f"{LONG}\n\n" for _ in range(6))


def of_prose(text: str, folder: Path, name: str = "a.txt") -> Imported:
    """What comes of a text, which has enough lines to be prose; "|" parts its paragraphs."""
    path = folder / name
    whole = BEFORE + text.replace("MR:", "Management response:").replace(" | ", "\n\n")
    path.write_text(whole, "utf-8")
    return imported(path)


ACCEPTS = "The Office accepts the recommendation."


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Partially accepted, subject to funding.", "Management agrees with the recommendation."),
        ("Management does not agree with part (b) of the recommendation.", ACCEPTS),
        (ACCEPTS, "The Unit rejects the recommendation."),
        (ACCEPTS, "The ports were asked. The Unit rejects the recommendation."),
        (ACCEPTS, "Part b of the recommendation is rejected for want of funds."),
        ("Accepted, subject to funds.", ACCEPTS),
        ("Agreed.", "Not agreed."),
    ],
)
def test_of_two_answers_that_differ_none_is_taken(one: str, two: str, tmp_path: Path) -> None:
    made = of_prose(f"Recommendation 1: A | MR: | {one} | {two}", tmp_path)
    assert in_brief(*made.registers) == f"1 A: not-stated; {one}\n\n{two}"
    told = "\n".join(map(str, made.findings))
    assert f"'{one[:39]}" in told
    assert f"'{two[:39]}" in told


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (
            "Agreed. | No port has it until May. | The Office accepts the recommendation.",
            "accepted",
        ),
        ("Partially accepted. | The Office does not agree with part b.", "partial"),
        ("Not agreed. | The Office agrees with the spirit of the recommendation.", "rejected"),
        ("The Office agrees with the recommendation in part.", "partial"),
    ],
)
def test_what_explains_an_answer_is_no_other(answer: str, status: str, tmp_path: Path) -> None:
    made = of_prose(f"Recommendation 1: A | MR: | {answer}", tmp_path)
    assert in_brief(*made.registers).startswith(f"1 A: {status}; ")


@pytest.mark.parametrize(
    ("one", "two", "status"),
    [
        ("Agreed.", "Agreed.", "accepted"),
        ("Agreed in principle.", "Not agreed.", "not-stated"),
        ("Not agreed.", "Agreed in principle.", "not-stated"),
    ],
)
@pytest.mark.parametrize("mark", [":", ": |"])
def test_who_of_several_answers_stands_beside_the_answer(
    one: str, two: str, status: str, mark: str, tmp_path: Path
) -> None:
    answers = f"Harbour response{mark} {one} | Coast response{mark} {two} | It will."
    made = of_prose(f"Recommendation 1: A | {answers}", tmp_path)
    said = f"Harbour response: {one}\n\nCoast response: {two}\n\nIt will."
    assert in_brief(*made.registers) == f"1 A: {status}; {said}"


AGREES = "The government agrees with the Committee's recommendation"
AGREED = "Recommendation 1: A | MR: | Agreed. |"
ACTS = "Recommendation 1: A | MR: Agreed. | Action plan: | Ports will act. |"
FOLLOWED = "Recommendation 1: A | MR: Agreed. | Follow-up actions: |"
# Paragraphs, what comes of them, and a finding.
PROSE = {
    "the-number-of-a-page": (
        "Recommendation no. 1\nLight.\nMR: Agreed. It will.\n17\nRecommendation no. 2\nDo.",
        "1 Light.: accepted; Agreed. It will. / 2 Do.: not-stated",
        "'17': this is the head, the foot or the number of a page",
    ),
    "with-dashes": (
        "Recommendation no. 1\nLight.\nMR: Agreed. It will.\n- 17 -\nRecommendation no. 2\nDo.",
        "1 Light.: accepted; Agreed. It will. / 2 Do.: not-stated",
        "'- 17 -': this is the head, the foot or the number of a page",
    ),
    "a-label-and-a-number-alone": (
        "Recommendation 1\nLight.\nMR: Agreed. It goes on\nRecommendation 2\nDo.\nMR: Agreed.",
        "1 Light.: accepted; Agreed. It goes on / 2 Do.: accepted",
        "",
    ),
    "a-table-of-contents": (
        "Recommendation 1: A........3\nRecommendation 2: B . . . . 4 | Recommendation 1: A",
        "1 A: not-stated",
        "'Recommendation 1: A........3': ",
    ),
    "letters-behind-numbers": (
        "Recommendation 1a: A | MR: Agreed. | Recommendation 2b: B | MR: Agreed.",
        "1a A: accepted / 2b B: accepted",
        "",
    ),
    "what-a-committee-concludes": (
        (
            f"1. PAC conclusion: x | 1. PAC recommendation: y | 1.1 {AGREES}. | 1.2 It will. | "
            f"2a. PAC recommendation: p | 2.1 {AGREES} in part. | 2b. PAC recommendation: q | 2.3 "
            f"{AGREES}. | 2.4 The Office lists: | 1. One | 2. Two: it is"
        ),
        (
            f"1 y: accepted; {AGREES}. | It will. / 2a p: partial; {AGREES} in part. / "
            f"2b q: accepted; {AGREES}. | The Office lists: | 1. One | 2. Two: it is"
        ),
        "'1. PAC conclusion: x': this is not read",
    ),
    **{
        f"a-heading-that-is-not-known-{heading}": (
            f"{AGREED} It is so. | {heading} | It is not.",
            "1 A: accepted; It is so.",
            "'It is not.': this is not read",
        )
        for heading in ("Comment by the evaluators:", "ACTIONS TAKEN:", "Measures of the Board:")
    },
    **{
        f"what-leads-in-{lead}": (
            f"{AGREED} {lead} | It goes.",
            f"1 A: accepted; {lead} | It goes.",
            "",
        )
        for lead in ("The Office has these aims:", "Management will:")
    },
    **{
        f"a-note-of-somebody-else-{note}": (
            f"{ACTS} {note}",
            "1 A: accepted / 1.1 Ports will act.",
            f"'{note}'",
        )
        for note in (
            "Evaluators' note: it will go.",
            "Comment of the auditors: It goes.",
            "[^1]: See.",
        )
    },
    "a-note-below-the-title": (
        "Recommendation 1: A | The text in full. | It has parts. | MR: Agreed. | It will.",
        "1 A: accepted; It will.; The text in full.; It has parts.",
        "'The text in full.': this stands between the title and the answer",
    ),
    "an-answer-beside-the-number": (
        "Recommendation 2 – Accepted | Publish. | MR: It will.",
        "2 Publish.: accepted; It will.",
        "",
    ),
    "a-line-below-a-list": (
        f"{FOLLOWED} - Act. | - Go. | Responsible: PMU",
        "1 A: accepted / 1.1 Act. / 1.2 Go.; PMU",
        "'PMU': this was read of 1.2 alone, and not of 1.1",
    ),
    "lines-below-each-action": (
        f"{FOLLOWED} - Act. | Responsible: HR | - Go. | Responsible: PMU",
        "1 A: accepted / 1.1 Act.; HR / 1.2 Go.; PMU",
        "",
    ),
    "lines-above-each-action": (
        (
            f"{FOLLOWED} Who: HR\nWhen: May 2022\nWhat: Light it. | "
            "Who: PMU\nWho: DES\nWhat: Paint it. | Who: All"
        ),
        "1 A: accepted / 1.1 Light it.; HR; 2022-05 / 1.2 Paint it.; PMU; DES; All",
        "'All': no action stands below this",
    ),
}


@pytest.mark.parametrize(("text", "expected", "finding"), PROSE.values(), ids=PROSE)
def test_what_comes_of_prose(text: str, expected: str, finding: str, tmp_path: Path) -> None:
    made = of_prose(text, tmp_path)
    assert in_brief(*made.registers).replace("\n\n", " | ") == expected
    told = "\n".join(map(str, made.findings))
    assert finding in told
    assert finding or " alone, and not of " not in told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"MR: Agreed.\n{LONG[:-1]}\nRecommendation 2: B", "below a line that no full stop ends"),
        ("MR: Agreed. | Recommendations 2, 3 and 4: B", "several"),
        ("MR: Agreed. | Recommendation 3: B", "2 is not told"),
        ("MR: Agreed. | Recommendation 3b: B", "2 is not told"),
    ],
)
def test_what_may_be_a_heading_or_several_is_refused(
    text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match=message):
        of_prose(f"Recommendation 1: A | {text}", tmp_path)


def test_bold_labels_that_end_with_a_full_stop_are_labels(tmp_path: Path) -> None:
    text = "**Recommendation 1.** Do. | **Response.** *Agreed.* | **Action plan.** It will go."
    made = of_prose(text, tmp_path, "a.md")
    assert in_brief(*made.registers) == "1 Do.: accepted / 1.1 It will go."


def test_a_frame_around_a_recommendation_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    box = "Recommendation no. 1<br>Light the quays.<br>Department of Ports response: Agreed."
    path.write_text(
        f"<html><body><table><tr><td>{box}</td></tr></table><p>It will do so.</p></body></html>"
    )
    made = in_brief(*imported(path).registers)
    assert made == "1 Light the quays.: accepted; It will do so."


def test_headings_that_nobody_knows_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body><h1>Advice</h1><h2>Strengthen safety</h2><p>Do.</p></body></html>")
    with pytest.raises(RefusedError, match="the headings are “Advice”, “Strengthen safety”"):
        imported(path)
