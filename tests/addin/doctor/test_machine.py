import pytest

from addin.doctor import machine
from addin.doctor.result import Mark


def test_this_python_and_its_packages_are_right() -> None:
    assert machine.python_version().mark is Mark.RIGHT
    assert machine.packages().mark is Mark.RIGHT


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise machine.PackageNotFoundError(name)

    monkeypatch.setattr(machine, "version", absent)
    found = machine.packages()
    assert found.mark is Mark.FAULT
    assert "polars" in found.found
    assert found.fix
