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

from ecefollow.render import report_html

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(os.name != "posix", reason="the pipes to a browser need POSIX"),
    pytest.mark.skipif(not browser.chromium(), reason="Chromium is not installed"),
]
PHONE, DESK = 360, 1280
PAPER = 642  # pixels between the margins of A4
VIEWS = [(PHONE, "dark"), (DESK, "light")]  # what fits depends on the one, contrast on the other
# The page with the longest words and the most evaluations, on a phone, and a usual one at a desk:
# what fits and is seen there mostly is anywhere.
HARDEST = "portfolio-hostile"
USUALLY = [(HARDEST, VIEWS[0]), ("unece", VIEWS[1])]
PAGES = pytest.mark.parametrize(
    ("name", "view"),
    [
        pytest.param(*page, marks=() if page in USUALLY else pytest.mark.slow)
        for page in product(REPORTS, VIEWS)
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}-{value[1]}",
)
AXE = os.environ.get("AXE_CORE", "")
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")
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


def shown(tab: BrowserTab) -> list[str]:
    """The ids of the actions that are to be seen."""
    script = "[...document.querySelectorAll('article')].filter(e => e.checkVisibility())"
    found: list[str] = tab.run(f"{script}.map(e => e.id.replace('action-', ''))")
    return found


@PAGES
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
    script = "[...document.querySelectorAll('article')].map(e => getComputedStyle(e).breakInside)"
    assert set(tab.run(script)) == {"avoid"}
    keep(tab.pdf, f"{name}.pdf")


def test_the_letters_of_the_picture_stay_as_large_on_a_phone(opened: Open) -> None:
    heights = []
    for width in (PHONE, DESK):
        tab = opened(width=width)
        heights.append(tab.run("document.querySelector('.timeline text').getBBox().height"))
    assert heights[0] == heights[1]


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
    ("hash", "ids"),
    [
        ("#state=overdue", ["3.1", "5.1", "7.1"]),
        ("#responsible=pmu", ["4.2"]),
        ("#responsible=nobody%20is%20named", ["4.3"]),
    ],
)
def test_the_address_filters_by_state_and_by_responsible_in_any_case(
    opened: Open, hash: str, ids: list[str]
) -> None:
    tab = opened(hash=hash)
    assert shown(tab) == ids
    said = tab.run("document.getElementById('filtered').textContent")
    assert said.startswith(f"{len(ids)} of 12 actions shown: ")
    assert tab.run("document.getElementById('recommendation-1').hidden")


def test_an_evaluation_without_a_shown_action_is_hidden_with_its_heading(opened: Open) -> None:
    tab = opened("portfolio", hash="#state=overdue")
    script = "[...document.querySelectorAll('.evaluation')].filter(e => e.checkVisibility()).length"
    assert (len(shown(tab)), tab.run(script)) == (18, 14)


def test_what_is_chosen_stands_in_the_address(opened: Open) -> None:
    tab = opened()
    tab.run(
        "state = document.getElementById('filter-state');"
        "state.value = 'ongoing'; state.dispatchEvent(new Event('change', {bubbles: true}))"
    )
    assert shown(tab) == ["4.1", "4.2", "4.3"]
    assert tab.run("location.hash") == "#state=ongoing"
    tab.run("document.querySelector('button').click(); new Promise(done => setTimeout(done, 20))")
    assert len(shown(tab)) == 12
    assert tab.run("location.hash") == ""


def test_a_number_in_the_overview_shows_its_actions(opened: Open) -> None:
    tab = opened()
    tab.run("document.querySelector('a[href=\"#state=undated\"]').click()")
    tab.run("new Promise(done => setTimeout(done, 50))")
    assert shown(tab) == ["2.1", "7.3"]


def test_a_link_to_an_action_that_is_filtered_out_shows_it(opened: Open) -> None:
    tab = opened(hash="#state=overdue")
    tab.run("location.hash = '#action-4.2'; new Promise(done => setTimeout(done, 50))")
    assert "4.2" in shown(tab)


def test_a_word_that_is_no_state_filters_nothing(opened: Open) -> None:
    tab = opened(hash="#state=%3Cscript%3E&x=%")
    assert len(shown(tab)) == 12
    assert complaints(tab) == []


def test_every_control_can_be_reached_by_the_keyboard(opened: Open) -> None:
    tab = opened()
    reached: list[str] = []
    while "filter-responsible" not in reached and len(reached) < 40:
        for kind in ("keyDown", "keyUp"):
            tab.send("Input.dispatchKeyEvent", type=kind, key="Tab", windowsVirtualKeyCode=9)
        reached.append(tab.run("document.activeElement.id || document.activeElement.className"))
    assert reached[0] == "skip"
    assert reached[-2:] == ["filter-state", "filter-responsible"]


# For everybody


@pytest.mark.skipif(not AXE, reason="AXE_CORE does not name axe-core's axe.min.js")
@PAGES
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
