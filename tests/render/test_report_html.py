"""The report as a page: what it says, that it needs nothing else, and that it is safe."""

import re
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from dated_actions import action, completed, register
from reports import HARM, LINKS, LONG, REPORTS, portfolio, report_of

from ecefollow.analysis.trend import Tally
from ecefollow.register.vocabulary import State
from ecefollow.render import document_html, report_html
from ecefollow.render.document_html import blocks, element
from ecefollow.views.document import LABEL, Kind, Run, paragraph, text_of
from ecefollow.views.report_records import SIGNS

VOID = {"meta", "link", "img", "br", "hr", "input", "path", "circle", "line", "rect", "use", "wbr"}


class Parsed(HTMLParser):
    """The elements of a page, and its text without scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.said = ""
        self.raw: dict[str, str] = {}
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"script", "style"}:
            self.raw[self.open[-1]] = data
        else:
            self.said += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


@cache
def parsed(name: str) -> Parsed:
    return Parsed(report_html.render(REPORTS[name]()))


@pytest.fixture(params=REPORTS)
def page(request: pytest.FixtureRequest) -> Parsed:
    return parsed(request.param)


# What it is made of


def test_a_page_is_well_formed_and_a_reader_that_speaks_finds_its_way(page: Parsed) -> None:
    assert page.open == []
    counted = Counter(page.values("id"))
    assert max(counted.values()) == 1
    inner = [each for each in page.values("href") if each.startswith("#")]
    assert {each.removeprefix("#") for each in inner} <= counted.keys()
    described = " ".join(page.values("aria-labelledby") + page.values("for")).split()
    assert set(described) <= counted.keys()
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {each.get("scope") for each in page.all("th")} == {"row", "col"}
    assert len(page.all("caption")) == len(page.all("table"))
    assert {each.get("aria-hidden") for each in page.all("svg")} <= {"true"}


@pytest.mark.parametrize("state", [state for state in State if state is not State.UNKNOWN])
def test_a_state_is_told_by_a_sign_and_a_word_besides_its_colour(state: State) -> None:
    assert f"{SIGNS[state]} {state.words}" in parsed("unece").said


def test_the_sign_of_what_is_unknown_is_explained_only_where_something_is() -> None:
    sign = f"{SIGNS[State.UNKNOWN]} {State.UNKNOWN.words}"
    assert sign not in parsed("unece").said
    doubted = action(replace(completed("2018-05-01"), day_unknown=True), due="2018-02")
    report = report_of(register(doubted), date(2018, 3, 31))
    assert sign in Parsed(report_html.render(report)).said


# What it says


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("unece", r"Implementation ?0 of 8 0 % ?Completed actions, out of those .* ongoing\."),
        ("unece", r"Deadline ?Feb 2018 ?In the source ?“by February 2018”"),
        ("unece", r"5\.1 ! overdue by 31 days due Feb 2018\*"),  # beside the picture
        (
            "period",
            r"1 action became overdue B.2 overdue by 214 days \(The Harbour Master will train",
        ),
        ("narrowed", r"as in ?#action-B\.3 ?, and name"),
        ("portfolio", "management responses, as of .* ?Registers ?20, named with the evaluations"),
        ("portfolio", "made from 20 registers with ecefollow"),
        (
            "portfolio",
            r"1 of 4 actions closed · .*, passed Response of ?10 May 2022.*/ports-fees\.yaml Rec",
        ),
    ],
)
def test_a_page_says(name: str, words: str) -> None:
    assert re.search(words, " ".join(parsed(name).said.split()))


@pytest.mark.parametrize("name", ["unece", "period", "portfolio", "told"])
def test_every_id_and_every_count_in_the_first_sentences_leads_somewhere(name: str) -> None:
    report = REPORTS[name]()
    asked = {facet.name for facet in report.facets.facets}
    _, _, end = parsed(name).page.partition('<ul class="headline">')
    led = re.findall(r'(?:data-filter|href)="([^"]*)"[^>]*>', end.partition("</ul>")[0])
    assert {each.partition("=")[0] for each in led if "=" in each} <= asked
    assert {each[1:] for each in led if "=" not in each} <= set(parsed(name).values("id"))
    for sentence in map(text_of, report.headline):
        assert not re.match(r"\d+ of|\d+ open", sentence) or end.index(">" + sentence.split()[0])


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("unece", "attention=overdue-for-1-to-90-days"),
        ("unece", "attention=no-update-ever"),
        ("period", "attention=deadline-moved"),
        ("portfolio", "state=completed&amp;state=not-applicable&amp;evaluation=ports-fees"),
        ("portfolio", "state=overdue&amp;evaluation=ports-fees"),
    ],
)
def test_a_count_in_a_table_leads_to_what_it_counts(name: str, counted: str) -> None:
    assert f'data-filter="{counted}"' in parsed(name).page


@pytest.mark.parametrize("narrowed", [{"responsible": ["Nobody"]}, {"search": ["nothing at all"]}])
def test_a_report_on_nothing_is_a_page_too(narrowed: dict[str, Any]) -> None:
    page = Parsed(report_html.render(portfolio(**narrowed)))
    assert "No action matches." in page.said
    assert "No recommendation matches." in page.said
    assert page.open == []


def test_both_rows_of_the_trend_are_drawn_on_one_scale() -> None:
    drawn = report_html.trend([Tally(date(2021, 1, 31), 4, 0), Tally(date(2021, 2, 28), 2, 8)])
    heights = [int(each) for each in re.findall(r'" height="(\d+)"/>', drawn)]
    assert heights == [22, 11, 1, 44]
    assert report_html.trend([]) == ""


# Of several registers


def test_a_table_near_the_top_leads_to_the_part_of_each_evaluation() -> None:
    page = parsed("portfolio")
    assert page.said.index("Evaluations, those that") < page.said.index("Overdue, the longest")
    parts = [each["id"] for each in page.all("details") if each.get("class") == "evaluation"]
    assert len(parts) == 20
    assert {f"#{part}" for part in parts} <= set(page.values("href"))


def test_of_a_single_evaluation_the_report_speaks_in_the_singular() -> None:
    text = report_html.render(portfolio("ports-fees"))
    assert "implementation of the management response, as of" in text
    assert "Registers" not in text
    assert "that most want attention" not in text


# That it needs nothing else, and is safe


def test_a_page_loads_nothing_and_its_policy_allows_its_own_style_and_script_alone(
    page: Parsed,
) -> None:
    assert page.values("src") + page.all("link") == []
    assert not re.search(r"@import|url\(", page.raw["style"])
    names = {name for _, attributes in page.elements for name in attributes}
    assert not {name for name in names if name == "style" or name.startswith("on")}
    (policy,) = (
        each["content"]
        for each in page.all("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    for kind in ("style", "script"):
        digest = b64encode(sha256(page.raw[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize(
    ("hostile", "usual"), [("hostile", "unece"), ("portfolio-hostile", "portfolio")]
)
def test_a_hostile_text_is_text(hostile: str, usual: str) -> None:
    page = parsed(hostile)
    known = {tag for tag, _ in parsed(usual).elements} | {"ol", "li", "ul"}
    assert {tag for tag, _ in page.elements} <= known
    assert len(page.all("script")) == 1
    assert " ".join(HARM.split()) in " ".join(page.said.split())
    assert LONG in page.said


def test_the_foot_of_printed_pages_is_one_string_whatever_it_says() -> None:
    (foot,) = re.findall(r'content: "([^"]*)"; } }\n?$', parsed("hostile").raw["style"])
    assert re.fullmatch(r"([A-Za-z0-9]|\\[0-9a-f]{6})*", foot)
    plain = re.sub(r"\\([0-9a-f]{6})", lambda code: chr(int(code[1], 16)), foot)
    harm = " ".join(HARM.split())
    assert plain.split("\u200e · ") == [harm, f"{harm[:89].rstrip()}…", "31 Mar 2018"]


def test_only_addresses_of_pages_and_mailboxes_are_links() -> None:
    outside = {each for each in parsed("hostile").values("href") if not each.startswith("#")}
    assert outside == set(LINKS[-4:])
    assert all(each in parsed("hostile").said for each in LINKS)


def test_the_same_report_is_the_same_page_and_known_by_its_beginning() -> None:
    page = parsed("period").page
    assert document_html.MARK in page.encode()[:1024]
    assert report_html.render(REPORTS["period"]()) == page


def test_a_text_decides_its_direction_and_what_stands_around_it_does_not() -> None:
    arabic = Run("نص", language="ar")
    label = Run("Reservation: ", LABEL)
    assert element("p", [arabic]) == '<p dir="auto" lang="ar">نص</p>'
    assert element("p", [arabic, Run(", "), arabic]) == (
        '<p dir="auto"><span lang="ar">نص</span>, <bdi lang="ar">نص</bdi></p>'
    )
    assert blocks([paragraph(Kind.QUOTE, label, arabic)]) == (
        '<blockquote class="quote"><span class="label">Reservation: </span>'
        '<span dir="auto" lang="ar">نص</span></blockquote>'
    )
