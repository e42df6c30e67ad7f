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


def test_what_a_list_has_below_it_is_of_its_last_item_and_told_of(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    above = "Recommendation 1: A\n\nFollow-up actions:\n\n- Act.\n- Go.\n\n"
    path.write_text(f"{above}Responsible: PMU\n", "utf-8")
    assert "this was read of 1.2 alone, and not of 1.1" in "\n".join(
        map(str, imported(path).findings)
    )
    path.write_text(f"{above}".replace("- Go", "Responsible: HR\n\n- Go") + "Responsible: PMU\n")
    assert "alone" not in "\n".join(map(str, imported(path).findings))


def test_lines_above_each_action_are_about_it(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    actions = (
        "Who: HR\nWhen: May 2022\nWhat: Light it.",
        "Who: PMU\nWho: DES\nWhat: Paint it.",
        "Who: All",
    )
    path.write_text("\n\n".join(("Recommendation 1: A\n\nFollow-up actions:", *actions)), "utf-8")
    made = imported(path)
    first, second = made.registers[0].recommendations[0].actions
    assert (first.text, first.responsible, first.due_text) == ("Light it.", ("HR",), "May 2022")
    assert (second.text, second.responsible, second.due) == (
        "Paint it.",
        ("PMU", "DES", "All"),
        None,
    )
    assert "'All': no action stands below this" in "\n".join(map(str, made.findings))


def test_a_recommendation_whose_heading_is_not_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "source.txt"
    path.write_text(SOURCE.replace("Recommendation 3:", "Suggestion 3:"), "utf-8")
    with pytest.raises(RefusedError, match="3 is not told from what stands") as told:
        imported(path)
    assert "line 33 has 'Suggestion 3: Encourage" in f"{told.value}"
    named = Profile(recommendation=("Suggestion",))
    made = import_document.read(str(path), Evaluation("e", "T", "O"), named)
    assert len(made.registers[0].recommendations) == 7


FUNDED = "Partially accepted, subject to funding."
TO_PART = "Management does not agree with part (b) of the recommendation."
ACCEPTS = "The Office accepts the recommendation."


def answered(path: Path, *paragraphs: str) -> tuple[Recommendation, str]:
    path.write_text("\n\n".join(["Recommendation 1: A", *paragraphs]), "utf-8")
    made = imported(path)
    (recommendation,) = made.registers[0].recommendations
    return recommendation, "\n".join(map(str, made.findings))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (FUNDED, "Management agrees with the recommendation."),
        (TO_PART, ACCEPTS),
        (ACCEPTS, "The Unit rejects the recommendation."),
        (ACCEPTS, "The ports were asked. The Unit rejects the recommendation."),
        (ACCEPTS, "Part b of the recommendation is rejected for want of funds."),
        ("Accepted, subject to funds.", ACCEPTS),
        ("Agreed.", "Not agreed."),
    ],
)
def test_of_two_answers_that_differ_none_is_taken(one: str, two: str, tmp_path: Path) -> None:
    made, told = answered(tmp_path / "a.txt", "Management response:", one, two)
    assert (made.status, made.response) == ("not-stated", f"{one}\n\n{two}")
    assert f"'{one[:39]}" in told
    assert f"'{two[:39]}" in told


@pytest.mark.parametrize(
    ("paragraphs", "status"),
    [
        (["Agreed.", "No port has it until May.", "The Office accepts the recommendation."], "a"),
        (["Partially accepted.", "The Office does not agree with part b."], "p"),
        (["Not agreed.", "The Office agrees with the spirit of the recommendation."], "r"),
        (["The Office agrees with the recommendation in part."], "p"),
    ],
)
def test_what_explains_an_answer_is_no_other(
    paragraphs: list[str], status: str, tmp_path: Path
) -> None:
    made, _ = answered(tmp_path / "a.txt", "Management response:", *paragraphs)
    assert made.status[0] == status


@pytest.mark.parametrize(
    ("one", "two", "status"),
    [
        ("Agreed.", "Agreed.", "accepted"),
        ("Agreed in principle.", "Not agreed.", "not-stated"),
        ("Not agreed.", "Agreed in principle.", "not-stated"),
    ],
)
def test_who_of_several_answers_stands_beside_the_answer(
    one: str, two: str, status: str, tmp_path: Path
) -> None:
    paragraphs = [f"Harbour response: {one}", f"Coast response: {two}", "It will."]
    made, _ = answered(tmp_path / "a.txt", *paragraphs)
    assert (made.status, made.response) == (status, "\n\n".join(paragraphs))
    paragraphs = [part for text in paragraphs for part in text.split(": ")]
    again, _ = answered(
        tmp_path / "b.txt", *(p.replace("response", "response:") for p in paragraphs)
    )
    assert (again.status, again.response) == (status, made.response)


LONG = "This line is so long and so much without a comma that it is in no table of any kind at all."
BEFORE = "".join(f"{LONG}\n\n" for _ in range(6))


def of_text(path: Path, text: str) -> tuple[list[Recommendation], str]:
    path.write_text(BEFORE + text.replace("MR:", "Management response:"), "utf-8")
    made = imported(path)
    return [*made.registers[0].recommendations], "\n".join(map(str, made.findings))


@pytest.mark.parametrize("number", ["17", "- 17 -"])
def test_a_number_alone_on_a_line_is_that_of_a_page(number: str, tmp_path: Path) -> None:
    text = (
        f"Recommendation no. 1\nLight.\nMR: Agreed. It will.\n{number}\nRecommendation no. 2\nDo."
    )
    made, told = of_text(tmp_path / "a.txt", text)
    assert [(one.id, one.title, one.response) for one in made] == [
        ("1", "Light.", "Agreed. It will."),
        ("2", "Do.", None),
    ]
    assert "'17': this is the head, the foot or the number of a page" in told or number != "17"


def test_a_label_and_a_number_alone_on_a_line_are_a_heading(tmp_path: Path) -> None:
    text = "Recommendation 1\nLight.\nMR: Agreed. It goes on\nRecommendation 2\nDo.\nMR: Agreed."
    made, _ = of_text(tmp_path / "a.txt", text)
    assert [one.title for one in made] == ["Light.", "Do."]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"Recommendation 1: A\n\nMR: Agreed.\n{LONG[:-1]}\nRecommendation 2: Publish",
            "below a line that no full stop ends",
        ),
        ("Recommendations 1 and 2: A\n\nMR: Agreed.\n\nRecommendation 3: B", "several"),
        ("Recommendation 1: A\n\nMR: Agreed.\n\nRecommendations 2, 3 and 4: B", "several"),
    ],
)
def test_what_may_be_a_heading_or_several_is_refused(
    text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match=message):
        of_text(tmp_path / "a.txt", text)


def test_a_table_of_contents_is_left_out(tmp_path: Path) -> None:
    contents = "Recommendation 1: A........3\nRecommendation 2: B . . . . . 4\n\n"
    made, _ = of_text(tmp_path / "a.txt", f"{contents}Recommendation 1: A\n\nMR: Agreed.")
    assert [one.title for one in made] == ["A"]


AGREES = "The government agrees with the Committee's recommendation"


def test_what_a_committee_concludes_stands_between_its_recommendations(tmp_path: Path) -> None:
    paragraphs = [
        *("1. PAC conclusion: x", "1. PAC recommendation: y", f"1.1 {AGREES}.", "1.2 It will."),
        *("2. PAC conclusion: z", "2a. PAC recommendation: p", f"2.1 {AGREES} in part."),
        *(
            "2b. PAC recommendation: q",
            f"2.3 {AGREES}.",
            "2.4 The Office lists:",
            "1. One",
            "2. Two: it is",
        ),
    ]
    made, _ = of_text(tmp_path / "a.txt", "\n\n".join(paragraphs))
    assert [(one.id, one.title, one.status, one.response) for one in made] == [
        ("1", "y", "accepted", f"{AGREES}.\n\nIt will."),
        ("2a", "p", "partial", f"{AGREES} in part."),
        ("2b", "q", "accepted", f"{AGREES}.\n\nThe Office lists:\n\n1. One\n\n2. Two: it is"),
    ]


@pytest.mark.parametrize("missing", ["2b", "4"])
def test_a_number_that_was_left_out_is_refused_with_a_letter_too(
    missing: str, tmp_path: Path
) -> None:
    text = f"Recommendation 1a: A\n\nMR: Agreed.\n\nRecommendation {missing}: B\n\nMR: Agreed."
    if missing == "2b":
        assert len(of_text(tmp_path / "a.txt", text)[0]) == len(("1a", "2b"))
        return
    with pytest.raises(RefusedError, match="2 is not told"):
        of_text(tmp_path / "a.txt", text)


@pytest.mark.parametrize(
    "heading",
    ["Comment by the evaluators:", "ACTIONS TAKEN:", "Proposed measures of the Board:"],
)
def test_what_stands_below_a_heading_that_is_not_known_is_left_out(
    heading: str, tmp_path: Path
) -> None:
    text = f"Recommendation 1: A\n\nMR:\n\nAgreed.\n\nIt is so.\n\n{heading}\n\nIt is not."
    made, told = of_text(tmp_path / "a.txt", text)
    assert made[0].response == "It is so."
    assert "'It is not.': this is not read" in told


@pytest.mark.parametrize("lead_in", ["The Office has these aims:", "Management will:"])
def test_what_leads_in_is_no_heading(lead_in: str, tmp_path: Path) -> None:
    text = f"Recommendation 1: A\n\nMR:\n\nAgreed.\n\n{lead_in}\n\nIt goes."
    made, _ = of_text(tmp_path / "a.txt", text)
    assert made[0].response == f"{lead_in}\n\nIt goes."


@pytest.mark.parametrize(
    "note", ["Evaluators' note: it will go.", "Comment of the auditors: It goes.", "[^1]: See it."]
)
def test_the_note_of_somebody_else_is_none_of_the_recommendation(note: str, tmp_path: Path) -> None:
    text = f"Recommendation 1: A\n\nMR: Agreed.\n\nAction plan:\n\nPorts will act.\n\n{note}"
    made, told = of_text(tmp_path / "a.txt", text)
    assert (len(made[0].actions), made[0].notes) == (1, ())
    assert f"'{note}'" in told


def test_what_stands_between_a_title_and_its_answer_is_a_note(tmp_path: Path) -> None:
    parts = ["Recommendation 1: A", "The text in full.", "It has parts.", "MR: Agreed.", "It will."]
    made, told = of_text(tmp_path / "a.txt", "\n\n".join(parts))
    assert (made[0].title, made[0].notes) == ("A", ("The text in full.", "It has parts."))
    assert made[0].response == "It will."
    assert "'The text in full.': this stands between the title and the answer" in told


def test_an_answer_beside_the_number_is_no_title(tmp_path: Path) -> None:
    made, _ = of_text(tmp_path / "a.txt", "Recommendation 2 – Accepted\n\nPublish.\n\nMR: It will.")
    assert (made[0].title, made[0].status, made[0].response) == ("Publish.", "accepted", "It will.")


def test_bold_labels_that_end_with_a_full_stop_are_labels(tmp_path: Path) -> None:
    text = "**Recommendation 1.** Do.\n\n**Response.** *Agreed.*\n\n**Action plan.** It will go."
    made, _ = of_text(tmp_path / "a.md", text)
    assert (made[0].title, made[0].status, made[0].response) == ("Do.", "accepted", None)
    assert [action.text for action in made[0].actions] == ["It will go."]


def test_a_frame_around_a_recommendation_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    box = "Recommendation no. 1<br>Light the quays.<br>Department of Ports response: Agreed."
    path.write_text(
        f"<html><body><table><tr><td>{box}</td></tr></table><p>It will do so.</p></body></html>"
    )
    (made,) = imported(path).registers[0].recommendations
    assert (made.title, made.status) == ("Light the quays.", "accepted")
    assert made.response == "It will do so."


def test_headings_that_nobody_knows_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body><h1>Advice</h1><h2>Strengthen safety</h2><p>Do.</p></body></html>")
    with pytest.raises(RefusedError, match="the headings are “Advice”, “Strengthen safety”"):
        imported(path)
