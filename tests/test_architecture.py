"""Which way imports go: `addin` and `validator` build on `claimcheck`, never the reverse."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {
    "claimcheck": {"addin", "validator"},
    "addin": {"validator"},
    "validator": {"addin"},
}
#: Too slow to import before a command knows that it needs them.
HEAVY = {"polars", "pandera", "openpyxl", "fastexcel", "xlsxwriter", "xlwings", "rich"}


def imported(path: Path, *, top_level_only: bool = False) -> Iterator[str]:
    """The top packages that a file imports."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = tree.body if top_level_only else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_go_one_way(package):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / package).rglob("*.py")
        for name in imported(path)
        if name in FORBIDDEN[package]
    ]
    assert wrong == []


def test_every_package_has_files_to_check():
    assert all(list((ROOT / package).rglob("*.py")) for package in FORBIDDEN)


def test_the_command_line_starts_without_heavy_packages():
    entry = [ROOT / "claimcheck/cli.py", ROOT / "claimcheck/__init__.py", *command_modules()]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in entry
        for name in imported(path, top_level_only=True)
        if name in HEAVY
    ]
    assert wrong == []


def command_modules() -> list[Path]:
    """The modules that hold commands: they are imported as soon as a command is named."""
    return [
        path
        for package in FORBIDDEN
        for path in (ROOT / package).rglob("*.py")
        if path.name == "commands.py" or path.parent.name == "commands"
    ]
