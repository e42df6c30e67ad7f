"""A document as Markdown: what GitHub and pandoc make of it."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from reports import (
    HARBOUR,
    HARM,
    LINKS,
    UNECE,
    hostile,
    hostile_portfolio,
    markdown,
    portfolio,
    read,
    report_of,
    told,
)

from ecefollow.register.portfolio import RegisterFile, as_one
from ecefollow.render import document_markdown
from ecefollow.views.report import Report

WHOLE = " ".join(HARM.split())


def parsed(text: str) -> list[Token]:
    """Every token of a Markdown text, those within lines too."""
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        found += [token, *(token.children or [])]
    return found


def said(tokens: list[Token]) -> str:
    kinds = {"text", "text_special", "code_inline", "fence"}
    return "".join(token.content for token in tokens if token.type in kinds)


def test_each_evaluation_recommendation_and_action_has_a_heading_that_links_lead_to() -> None:
    lines = markdown(portfolio()).splitlines()
    title = "Evaluation of port fees (fictional)"
    row = ", Ports of Arvenia | 1 of 4 | 3 | 25 % | 45 days | May 2023, passed |"
    assert f"| [{title}](#evaluation-ports-fees){row}" in lines
    begin = lines.index('<a id="evaluation-ports-fees"></a>')
    due = "earliest deadline May 2023, passed"
    assert lines[begin + 2 : begin + 7 : 2] == [
        f"### {title}",
        f"**Ports of Arvenia** · 1 of 4 actions closed · 3 overdue · 25 % implemented · {due}",
        "- Response of: 10 May 2022",
    ]
    assert "##### ports-fees:1.2 ! overdue by 214 days" in lines


def test_the_picture_is_made_of_letters() -> None:
    tokens = parsed(markdown(told(UNECE, "2018-03-31")))
    assert "7.1  overdue 1 d" in next(each.content for each in tokens if each.type == "fence")


def test_in_the_picture_of_several_registers_short_ids_stand_below_each_title() -> None:
    tokens = parsed(markdown(portfolio()))
    drawn = next(each.content for each in tokens if each.type == "fence")
    group = "Evaluation of the river gauges (fictional)\n2.1  overdue 396 d "
    assert group in drawn
    assert "river-gauges:" not in drawn


def test_no_title_ends_the_picture() -> None:
    register = read(HARBOUR)
    title = "```"
    register = replace(register, evaluation=replace(register.evaluation, title=title))
    files = [RegisterFile("a.yaml", register), RegisterFile("b.yaml", read(UNECE))]
    whole = as_one(files, is_portfolio=True)
    tokens = parsed(markdown(report_of(whole, date(2021, 12, 31), files=files)))
    assert [title in each.content for each in tokens if each.type == "fence"] == [True]


HOSTILE = pytest.mark.parametrize("make", [hostile, hostile_portfolio])


@HOSTILE
def test_every_row_of_a_table_has_as_many_cells_as_its_head(make: Callable[[], Report]) -> None:
    for token in MarkdownIt("commonmark").enable("table").parse(markdown(make())):
        assert "| ---" not in token.content


@HOSTILE
def test_a_hostile_text_is_text(make: Callable[[], Report]) -> None:
    tokens = parsed(markdown(make()))
    html = {token.content.strip() for token in tokens if token.type.startswith("html")}
    ours = {"<!-- Made by ecefollow report -->", "<!-- -->", "</a>"}
    assert {each for each in html if not each.startswith('<a id="')} <= ours
    assert not [token for token in tokens if token.type in {"image", "em_open", "s_open"}]
    assert WHOLE in said(tokens)


def test_only_addresses_of_pages_and_mailboxes_are_links() -> None:
    tokens = parsed(markdown(hostile()))
    targets = {str(token.attrs["href"]) for token in tokens if token.type == "link_open"}
    outside = {each for each in targets if not each.startswith("#")}
    assert len(outside) == len(LINKS[-4:])
    assert {each.partition(":")[0].lower() for each in outside} == {"https", "http", "mailto"}


@pytest.mark.parametrize("text", ["- a", "1. a", "12) a", "+ a", "# a", "> a", "=", "% a", "(a) b"])
def test_a_text_begins_no_list_heading_or_quotation(text: str) -> None:
    line = document_markdown.text_at_start(text)
    kinds = {token.type for token in MarkdownIt("commonmark").parse(f"{line}\n")}
    assert kinds == {"paragraph_open", "inline", "paragraph_close"}
    assert said(parsed(line)) == text


def test_a_file_of_ours_is_known_by_its_first_line() -> None:
    text = markdown(told(UNECE, "2018-03-31"))
    assert text.splitlines()[0].encode() == document_markdown.MARK


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
@pytest.mark.parametrize("kind", ["docx", "plain"])
def test_pandoc_reads_it(tmp_path: Path, kind: str) -> None:
    text = markdown(told(HARBOUR, "2021-12-31", since="2021-06-30"))
    made = tmp_path / f"report.{kind}"
    command = ["pandoc", "--from", "markdown", "--to", kind, "--output", str(made)]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    assert done.stderr == b""
    assert made.stat().st_size > 1000


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
def test_pandoc_too_takes_a_hostile_text_for_text() -> None:
    text = markdown(hostile())
    command = ["pandoc", "--from", "markdown-smart", "--to", "plain", "--wrap", "none"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    assert WHOLE in done.stdout.decode()
