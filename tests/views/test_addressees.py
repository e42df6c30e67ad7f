"""Letters to each: to whom, what they are called, and whom they notify."""

from dataclasses import replace
from datetime import date
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import HARBOUR, read

from ecefollow.analysis import queries
from ecefollow.register.model import Unit
from ecefollow.register.names import fold
from ecefollow.register.portfolio import RegisterFile
from ecefollow.views.addressees import Addressee, addressees


def to(*among: str, units: tuple[Unit, ...] = ()) -> list[Addressee]:
    """Those to whom letters about every action go."""
    register = read(HARBOUR)
    evaluation = replace(register.evaluation, units=units)
    file = RegisterFile("r.yaml", replace(register, evaluation=evaluation))
    return [*addressees(queries.actions(register.on(date(2021, 12, 31))), among, [file])]


def test_each_who_is_responsible_gets_one_in_the_order_of_the_names() -> None:
    names = ["Data Office", "Director", "Harbour Master", "Laboratory", "Works Department"]
    assert [each.name for each in to()] == names
    assert [each.name for each in to("data office")] == ["Data Office"]


def test_the_title_says_how_many_are_overdue_and_due_soon() -> None:
    [harbour_master] = to("Harbour Master")
    assert harbour_master.title == "Harbour Master: 1 action overdue, 1 action due soon"
    long = Addressee("x" * 300, harbour_master.items[1:], "")
    assert long.title == f"{'x' * 200}…: 1 action overdue"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Harbour  Master", "to-harbour-master"),
        ("Бюро", "to-бюро"),
        ("Con", "to-con"),
        ("A/B", "to-a-b--c14cddc0"),
        ("A-B", "to-a-b--d44362d6"),
        ("../..", "to---0cfd1c96"),
    ],
)
def test_a_file_is_called_after_the_name_as_far_as_a_file_can_be(name: str, file: str) -> None:
    assert Addressee(name, [], "").file == file


TEXTS = st.text(min_size=1) | st.text("𐌰b", min_size=40)


@given(TEXTS, TEXTS)
def test_two_files_are_called_the_same_only_for_one_name(one: str, other: str) -> None:
    files = [Addressee(name, [], "").file for name in (one, other)]
    assert (files[0] == files[1]) is (fold(one) == fold(other))
    assert PurePath(files[0]).name == files[0]
    assert len(files[0].encode()) < 250


def test_whom_the_register_mentions_is_notified_once() -> None:
    other = Unit("Laboratory", mention="@port/laboratory")
    for mention, notified in ((None, ""), ("@port/master", "@port/master")):
        unit = Unit("HARBOUR  Master", mention=mention)
        [harbour_master] = to("Harbour Master", units=(unit, other, unit))
        assert harbour_master.mentions == notified
