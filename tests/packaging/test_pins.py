import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from windows_release.pins import normal, read_pins
from windows_release.places import LOCKS, PYTHON_LOCK, REPOSITORY, TOOLS_LOCK, WINDOWS_LOCK

LOCK_FILES = (WINDOWS_LOCK, PYTHON_LOCK, TOOLS_LOCK)


def test_every_dependency_is_pinned_for_windows_in_a_version_that_it_allows() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = read_pins(WINDOWS_LOCK)

    wanted = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pins[normal(requirement.name)].version), requirement


def test_only_the_runtime_of_polars_that_needs_no_avx2_is_pinned() -> None:
    pins = read_pins(WINDOWS_LOCK)

    assert [name for name in pins if name.startswith("polars-runtime")] == ["polars-runtime-compat"]
    assert pins["polars-runtime-compat"].version == pins["polars"].version
    assert "pywin32" in pins


@pytest.mark.parametrize("lock", LOCK_FILES, ids=lambda lock: lock.name)
def test_every_pinned_package_has_hashes(lock: Path) -> None:
    pins = read_pins(lock)

    assert pins
    assert all(pin.hashes for pin in pins.values())


@pytest.mark.parametrize("lock", sorted(LOCKS.iterdir()), ids=lambda lock: lock.name)
def test_no_lock_file_names_a_host_or_a_machine(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")

    assert not re.search(r"://|--index-url|--find-links|(?:^|[\s=])/\w", text)


def test_a_package_without_a_hash_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "windows.lock"
    lock.write_text("click==8.1.0\n")

    with pytest.raises(ValueError, match="with hashes"):
        read_pins(lock)


def test_a_range_of_versions_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "windows.lock"
    lock.write_text(f"click>=8.1.0 \\\n    --hash=sha256:{'a' * 64}\n")

    with pytest.raises(ValueError, match="exact version"):
        read_pins(lock)
