"""Packages that only some commands need."""

import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from ecefollow.reading import extras
from ecefollow.reading.diagnostics import RefusedError


def refusal() -> str:
    with pytest.raises(RefusedError) as refused, extras.needed("openpyxl"):
        raise ModuleNotFoundError("No module named 'openpyxl'", name="openpyxl")
    return str(refused.value)


@pytest.mark.parametrize(
    ("made_by", "command"),
    [
        ("pyvenv.cfg", "/tools/python -m pip install openpyxl"),
        ("pipx_metadata.json", "pipx inject ecefollow openpyxl"),
        ("uv-receipt.toml", "uv pip install --python /tools/python openpyxl"),
    ],
)
def test_a_missing_package_is_installed_for_the_python_that_runs(
    made_by: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / made_by).touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/tools/python")
    assert refusal() == f"this needs openpyxl, which is not installed: {command}"


@pytest.mark.parametrize(
    ("package", "least", "why"),
    [
        ("pytest", "1.10", ""),
        ("pytest", "999.0", 'this needs pytest 999.0 or later, and .* install "pytest>=999.0"$'),
        ("no-such-package", "1", "this needs no-such-package, which is not installed: "),
    ],
)
def test_a_package_is_required_from_a_version_on(package: str, least: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why) if why else nullcontext():
        extras.require(package, least)


def test_a_path_with_a_blank_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", r"C:\Program Files\Python\python.exe")
    assert r': "C:\Program Files\Python\python.exe" -m pip install openpyxl' in refusal()


def test_a_module_of_our_own_that_is_missing_is_no_package_to_install() -> None:
    with pytest.raises(ModuleNotFoundError), extras.needed("openpyxl"):
        raise ModuleNotFoundError("No module named 'ecefollow.gone'", name="ecefollow.gone")
