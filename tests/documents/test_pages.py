"""What is of the pages: what comes again in the same place, but for the page's number."""

import pytest

from ecefollow.documents import pages

BODY = [["Share", "Meet"], ["Act", "Report"], ["Close", "Confirm"]]


@pytest.mark.parametrize(
    ("head", "foot", "counts"),
    [
        (["Response 2017"], [], (1, 0)),
        ([], ["Page {n} of 3"], (0, 1)),
        ([], ["3-{n}"], (0, 1)),
        (["Response", "{m}/2017"], ["- {n} -", "Office"], (2, 2)),
        ([], ["{n}"], (0, 1)),
        (["Recommendation {n} of the office is {word}"], [], (0, 0)),
        (["Response | {n}"], [], (1, 0)),
        (["{n}  Response"], [], (1, 0)),
        (["Response, page {n}"], [], (1, 0)),
        (["Ответ", "стр. {n}"], [], (2, 0)),
        (["Recommendation {n}"], [], (0, 0)),
        (["Office", "Recommendation no. {n}:"], [], (1, 0)),
        (["Recommendation:"], ["Agreed."], (0, 0)),
        ([""], ["{n}"], (0, 1)),  # a table stands above
    ],
)
def test_what_comes_again_at_an_edge_is_of_the_page(
    head: list[str], foot: list[str], counts: tuple[int, int]
) -> None:
    every = [
        [line.format(n=number, m=number + 16, word=body[0]) for line in (*head, *body, *foot)]
        for number, body in enumerate(BODY, 1)
    ]
    above, below = counts
    assert pages.bodies(every) == [range(above, len(page) - below) for page in every]


def test_a_number_that_does_not_count_on_is_text() -> None:
    assert pages.bodies([["Share 1"], ["Share 1.2"], ["Share 7"]]) == [range(1)] * 3


def test_a_page_alone_has_a_number_at_most() -> None:
    assert pages.bodies([["Share", "1"]]) == [range(1)]
    assert pages.bodies([["Share", "2"]]) == [range(2)]


def test_only_lines_up_to_the_first_of_the_text_are_of_the_page() -> None:
    every = [["Office", "Share", "Agreed"], ["Office", "Meet", "Agreed"]]
    assert (
        pages.bodies([[*page, "End", name] for page, name in zip(every, "ab", strict=True)])
        == [range(1, 5)] * 2
    )


@pytest.mark.parametrize(
    ("above", "goes_on"),
    [
        ("We will", True),
        ("We will.", False),
        ("done.”", False),
        ("as follows:", False),
        ("", False),
    ],
)
def test_a_sentence_that_is_not_at_its_end_goes_on(above: str, goes_on: bool) -> None:
    assert pages.goes_on(above) == goes_on
