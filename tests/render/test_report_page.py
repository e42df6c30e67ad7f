"""The report as a reader has it before them: in a browser, on a phone, on paper, without a mouse.

Pictures are taken where SCREENSHOTS names a folder to keep them in: nothing here asks about them.
"""

import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import browser
import pytest
from browser import BrowserTab
from reports import REPORTS
from slow_cases import usually

from ecefollow.render import report_html

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(os.name != "posix", reason="the pipes to a browser need POSIX"),
    pytest.mark.skipif(not browser.chromium(), reason="Chromium is not installed"),
]
PHONE, DESK = 320, 1280
PAPER = 642  # pixels between the margins of A4
VIEWS = [(PHONE, "dark"), (DESK, "light")]  # what fits depends on the one, contrast on the other
# The page with the longest words and the most evaluations, on a phone, and a usual one at a desk:
# what fits and is seen there mostly is anywhere.
HARDEST = "portfolio-hostile"
USUALLY = [(HARDEST, VIEWS[0]), ("unece", VIEWS[1])]


def pages(*often: tuple[str, tuple[int, str]]) -> pytest.MarkDecorator:
    """Asked of every page in every view, of most only where time does not matter."""
    return pytest.mark.parametrize(
        ("name", "view"),
        [
            pytest.param(*page, marks=() if page in often else pytest.mark.slow)
            for page in product(REPORTS, VIEWS)
        ],
        ids=lambda value: value if isinstance(value, str) else f"{value[0]}-{value[1]}",
    )


AXE = os.environ.get("AXE_CORE", "")
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")
# As a reader chooses in a control.
CHOOSE = (
    "choose = (id, value) => { const each = document.getElementById(id); each.value = value;"
    "each.dispatchEvent(new Event('change', {bubbles: true})) }"
)
Open = Callable[..., BrowserTab]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Opens a page in the one tab of a browser; a page is written when it is first opened."""
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def written(name: str) -> Path:
        path = folder / f"{name}.html"
        path.write_text(report_html.render(REPORTS[name]()), encoding="utf-8")
        return path

    with browser.opened() as tab:

        def open_page(
            name: str = "unece", scheme: str = "light", *, media: str = "", **window: Any
        ) -> BrowserTab:
            tab.prefer(scheme, media=media)
            tab.open(written(name), **window)
            return tab

        yield open_page


def keep(take: Callable[[], bytes], name: str) -> None:
    """Take a picture, if somebody wants it."""
    if SCREENSHOTS:
        folder = Path(SCREENSHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(take())


def complaints(tab: BrowserTab) -> list[dict[str, Any]]:
    """What the page wrote to the console, and every failure of its script."""
    kinds = {"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"}
    return [event for event in tab.events if event["method"] in kinds]


def requested(tab: BrowserTab) -> set[str]:
    sent = [event for event in tab.events if event["method"] == "Network.requestWillBeSent"]
    return {event["params"]["request"]["url"].partition("#")[0] for event in sent}


def said(tab: BrowserTab) -> str:
    """The line that says how many actions are shown, and which."""
    line: str = tab.run("document.getElementById('filtered').textContent")
    return line


def shown(tab: BrowserTab) -> list[str]:
    """The ids of the actions that are to be seen."""
    script = "[...document.querySelectorAll('article')].filter(e => e.checkVisibility())"
    found: list[str] = tab.run(f"{script}.map(e => e.id.replace('action-', ''))")
    return found


@pages(*USUALLY)
def test_a_page_fits_complains_of_nothing_and_asks_nobody(
    name: str, view: tuple[int, str], opened: Open
) -> None:
    width, scheme = view
    tab = opened(name, scheme, width=width)
    assert tab.run("document.documentElement.scrollWidth") <= width
    keep(tab.whole_picture, f"{name}-{width}-{scheme}.png")
    assert complaints(tab) == []
    assert {each.rpartition("/")[2] for each in requested(tab)} <= {f"{name}.html", "about:blank"}


@pytest.mark.parametrize(
    "name",
    [HARDEST, *(pytest.param(name, marks=pytest.mark.slow) for name in REPORTS if name != HARDEST)],
)
def test_in_print_a_page_fits_the_paper_keeps_actions_whole_and_has_no_controls(
    name: str, opened: Open
) -> None:
    tab = opened(name, "dark", media="print", width=PAPER)
    assert tab.run("document.documentElement.scrollWidth") <= PAPER
    assert tab.run("getComputedStyle(document.body).color") == "rgb(29, 29, 33)"
    assert not tab.run("document.querySelector('form').checkVisibility()")
    assert not tab.run("document.querySelector('footer').checkVisibility()")  # every page has one
    script = "[...document.querySelectorAll('article')].map(e => getComputedStyle(e).breakInside)"
    assert set(tab.run(script)) == {"avoid"}
    keep(tab.pdf, f"{name}.pdf")


ALL = "[...document.querySelectorAll('{}')]"
UNFOLDED = "document.querySelectorAll('details').forEach(each => { each.open = true }); "
LINES = "const r = new Range(); r.selectNodeContents(e); return r.getClientRects().length"
SECOND = ALL.format(".action > .items, .action:not(:has(> .items)) > dl")
LABELS = f"{ALL.format('.masthead dt, .evaluation > dl dt')}.filter(e => e.checkVisibility())"
NUMBERS = ALL.format(".parties th.number:nth-child(2)")
GAPS = f"{ALL.format('.bar .gap')}.map(e => e.getBoundingClientRect())"
FILTERED = "document.getElementById('filtered').checkVisibility()"
CHOICE = "const e = document.getElementById('filter-evaluation'); const is = e.offsetWidth; "
# How a page is opened, what is asked of it, and the answer.
LOOKS: dict[str, tuple[dict[str, Any], str, Any]] = {
    "no-label-of-the-source-breaks-on-a-phone": (
        {"name": "portfolio", "width": PHONE, "hash": "#evaluation=ports-safety"},
        f"[Math.max(...{LABELS}.map(e => {{ {LINES} }})), document.body.scrollWidth <= {PHONE}]",
        [1, True],
    ),
    "in-print-nothing-is-said-of-a-filter-that-nobody-set": ({"media": "print"}, FILTERED, False),
    "in-print-a-filter-is-named": ({"media": "print", "hash": "#state=overdue"}, FILTERED, True),
    "in-print-what-is-folded-says-where-it-stands": (
        {"name": "portfolio", "media": "print", "width": PAPER},
        "getComputedStyle(document.querySelector('#deadlines summary'), '::after').content",
        '": see the actions below"',
    ),
    "on-a-wide-screen-the-second-parts-of-all-cards-begin-in-one-column": (
        {"name": "portfolio", "width": 1400},
        f"{UNFOLDED}new Set({SECOND}.map(e => Math.round(e.getBoundingClientRect().left))).size",
        1,
    ),
    "the-numbers-of-tables-of-people-end-in-one-column": (
        {"name": "portfolio", "width": 1400},
        f"new Set({NUMBERS}.map(e => Math.round(e.getBoundingClientRect().right))).size",
        1,
    ),
    "no-word-of-a-state-breaks-on-a-phone": (
        {"width": PHONE},
        f"Math.max(...{ALL.format('.meanings .state')}.map(e => e.getClientRects().length))",
        1,
    ),
    "the-states-in-the-bar-are-parted-by-more-than-their-colours": (
        {"height": 2000},
        f"{GAPS}.map(g => document.elementFromPoint(g.x + 1, g.y + 1).getAttribute('class'))",
        ["gap"] * 4,
    ),
    **{
        f"what-a-rate-counts-has-room-beside-its-numbers-{name}": (
            {"name": name},
            "document.querySelector('.meant td:last-child').offsetWidth > 150",
            True,
        )
        for name in ("period", "told", "unece")
    },
    "a-choice-is-as-wide-as-its-longest-name": (
        {"name": "portfolio"},
        f"{CHOICE}e.style.width = 'max-content'; 300 < e.offsetWidth && e.offsetWidth <= is",
        True,
    ),
    "the-letters-of-the-picture-stay-as-large-on-a-phone": (
        {"width": PHONE},
        "document.querySelector('.timeline text').getBoundingClientRect().height > 13",
        True,
    ),
}


@pytest.mark.parametrize(("asked", "script", "answer"), usually(1, LOOKS))
def test_of_a_page(asked: dict[str, Any], script: str, answer: Any, opened: Open) -> None:
    assert opened(**asked).run(script) == answer


# Without a script, and with it


def test_without_a_script_everything_is_there_and_no_control_pretends(opened: Open) -> None:
    tab = opened()
    tab.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab = opened(hash="#state=overdue")
        tree = tab.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        tab.send("Emulation.setScriptExecutionDisabled", value=False)
    roles = [node.get("role", {}).get("value") for node in tree]
    assert roles.count("article") == 12
    assert "combobox" not in roles


@pytest.mark.parametrize(
    ("hash", "ids", "words"),
    usually(
        2,
        [
            ("#state=%3Cscript%3E&x=%", [], "0 of 12 actions: <script>, x %"),
            ("#state=overdue", ["3.1", "5.1", "7.1"], "3 of 12 actions: overdue"),
            ("#state=completed", [], "0 of 12 actions: completed"),
            ("#state=unknown", [], "0 of 12 actions: unknown"),
            ("#state=overdue&state=undated&status=partial", ["2.1", "5.1", "7.1", "7.3"], None),
            ("#responsible=pmu", ["4.2"], "1 of 12 actions: PMU"),
            ("#responsible=nobody%20is%20named", ["4.3"], "1 of 12 actions: nobody is named"),
            ("#accountable=CHEF+de+cabinet", ["3.1"], "1 of 12 actions: Chef de Cabinet"),
            ("#search=Knowledge%20%20management", None, "of 12 actions: “Knowledge  management”"),
            ("#evaluation=harbour", [], "0 of 12 actions: evaluation harbour"),
        ],
    ),
)
def test_the_address_filters_and_never_shows_what_it_does_not_ask_for(
    opened: Open, hash: str, ids: list[str] | None, words: str | None
) -> None:
    tab = opened(hash=hash)
    assert ids is None or shown(tab) == ids
    assert (words or "") in said(tab)
    assert "12 of 12" not in said(tab)
    assert tab.run("document.activeElement.id") == "filtered"
    assert complaints(tab) == []


@pytest.mark.parametrize(
    ("hash", "number", "evaluations"),
    usually(
        1,
        [
            ("#state=overdue", 18, 14),
            ("#evaluation=ports-fees", 4, 1),
            ("#organization=ports%20of%20arvenia&state=overdue", 7, 4),
        ],
    ),
)
def test_of_several_registers_the_parts_with_what_is_asked_unfold(
    opened: Open, hash: str, number: int, evaluations: int
) -> None:
    tab = opened("portfolio", hash=hash)
    assert len(shown(tab)) == number
    parts = "[...document.querySelectorAll('.evaluation')]"
    assert (
        tab.run(f"{parts}.filter(each => each.open && each.checkVisibility()).length")
        == evaluations
    )
    assert tab.run(f"{parts}.every(each => each.open || each.hidden)")
    tab.run("document.querySelector('#filter button').click()")
    assert tab.run(f"{parts}.filter(each => each.open || each.hidden).length") == 0


@pytest.mark.slow
def test_a_recommendation_without_an_action_is_found_by_its_answer(opened: Open) -> None:
    tab = opened("portfolio", hash="#status=rejected")
    script = "[...document.querySelectorAll('.recommendation')].filter(e => e.checkVisibility())"
    assert tab.run(f"{script}.map(each => each.textContent.includes('Rejected'))") == [True] * 4
    assert said(tab) == "4 recommendations, 0 of 110 actions: rejected"
    assert tab.run("document.querySelector('option[value=rejected]').text") == "rejected (4)"


def test_what_is_chosen_stands_in_the_address_and_back_and_forward_go_through_it(
    opened: Open,
) -> None:
    tab = opened()
    found = [(said(tab), tab.run("location.hash"))]
    for step in (
        "document.querySelector('a[href=\"#state=overdue\"]').click()",
        "choose('filter-state', 'undated')",
        "history.back()",
        "history.back()",
        "history.forward()",
        "document.querySelector('#filter button').click()",
    ):
        tab.run(f"{CHOOSE}; {step}; new Promise(done => setTimeout(done, 80))")
        found.append((said(tab), tab.run("location.hash")))
    everything = "12 actions", ""
    overdue = "3 of 12 actions: overdue", "#state=overdue"
    undated = "2 of 12 actions: undated", "#state=undated"
    assert found == [everything, overdue, undated, overdue, everything, overdue, everything]


@pytest.mark.slow
def test_the_names_and_numbers_of_the_figures_lead_to_their_actions(opened: Open) -> None:
    for name in ("period", "portfolio", "unece"):
        tab = opened(name)
        links = tab.run(
            "[...document.querySelectorAll('[data-filter] a')].map(e => [e.hash, e.textContent])"
        )
        assert len(links) > 10
        for address, text in links:
            if text.isdecimal() and "status=" not in address:
                tab.run(
                    f"location.hash = {json.dumps(address)}; new Promise(d => setTimeout(d, 9))"
                )
                assert said(tab).startswith((f"{text} of ", f"{text} action")), address


@pytest.mark.slow
def test_what_is_typed_or_cleared_stands_in_the_address_and_adds_no_step_back(opened: Open) -> None:
    tab = opened()
    steps = tab.run("history.length")
    for typed, address in (("coordin", "#search=coordin"), ("", "")):
        tab.run(
            f"(e => {{ e.value = '{typed}'; e.dispatchEvent(new Event('input', {{bubbles: true}}))"
            "})(document.getElementById('filter-search'));"
            "new Promise(done => setTimeout(done, 500))"
        )
        assert tab.run("location.hash") == address
    assert tab.run("history.length") == steps


def test_a_link_to_an_action_that_is_filtered_out_shows_it(opened: Open) -> None:
    tab = opened(hash="#state=overdue")
    tab.run("location.hash = '#action-4.2'; new Promise(done => setTimeout(done, 50))")
    assert "4.2" in shown(tab)


def test_every_control_can_be_reached_by_the_keyboard(opened: Open) -> None:
    tab = opened()
    reached: list[str] = []
    while "filter-search" not in reached and len(reached) < 60:
        for kind in ("keyDown", "keyUp"):
            tab.send("Input.dispatchKeyEvent", type=kind, key="Tab", windowsVirtualKeyCode=9)
        reached.append(tab.run("document.activeElement.id || document.activeElement.className"))
    assert reached[:2] == ["skip", "skip"]  # to the overview, and to the recommendations
    names = ("state", "responsible", "accountable", "attention", "status", "search")
    assert reached[-6:] == [f"filter-{name}" for name in names]


# For everybody


@pytest.mark.skipif(not AXE, reason="AXE_CORE does not name axe-core's axe.min.js")
@pages(("unece", VIEWS[1]))
def test_axe_finds_no_violation(name: str, view: tuple[int, str], opened: Open) -> None:
    width, scheme = view
    tab = opened(name, scheme, width=width)
    tab.run(Path(AXE).read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = json.dumps({"runOnly": tags, "preload": False, "resultTypes": ["violations"]})
    violations = tab.run(
        f"axe.run(document, {options}).then(found => found.violations.map("
        "each => [each.id, each.nodes.map(node => node.html.slice(0, 200))]))"
    )
    assert violations == []
