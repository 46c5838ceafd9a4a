"""Which way imports go: between the packages, between the rooms of each, and as the page says."""

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {
    "claimcheck": {"addin", "validator"},
    "addin": {"validator"},
    "validator": {"addin"},
}
#: The rooms of each package (modules and folders right inside it), from the ground up: a room
#: imports only from rows above its own.
LAYERS = {
    "claimcheck": [
        {
            *("card_number", "errors", "leaving", "local_service", "next_step", "private_use"),
            *("refusals", "side_by_side", "temporary", "written"),
        },
        {"day_option", "identity_documents", "streams"},
        {"help_words", "identity"},
        {"datafile", "identity_columns", "money", "text"},
        {"columns", "names", "payment_words", "text_columns", "writing"},
        {"called"},
        {"policy", "unknown_commands"},
        {"cli"},
        {"__main__"},
        {"compiler", "forms", "office"},
        {"settings"},
        {"evaluate"},
        {"calculation"},
        {"commands"},
    ],
    "addin": [
        {"convert", "formulas"},
        {"frames"},
        {"own_measures"},
        {"evaluation"},
        {"functions"},
        {"catalogue"},
        {"excel", "libreoffice", "officejs"},
        {"reference", "vba"},
        {"install", "template"},
        {"doctor"},
        {"commands"},
    ],
    "validator": [
        {"common"},
        {"reading"},
        {"intake", "findings"},
        {"ledger"},
        {"checks"},
        {"run"},
        {"supervision"},
        {"output"},
        {"commands"},
    ],
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


@pytest.mark.parametrize("package", LAYERS)
def test_every_room_has_its_layer(package):
    listed = [room for layer in LAYERS[package] for room in layer]
    assert sorted(listed) == sorted(rooms(package))


@pytest.mark.parametrize("package", LAYERS)
def test_no_room_imports_one_beside_or_above_it(package):
    """Late imports and those for types only are counted: none hides an arrow that goes up."""
    height = {room: number for number, layer in enumerate(LAYERS[package]) for room in layer}
    wrong = [
        f"{path.relative_to(ROOT)} imports {target}"
        for path, room, target in arrows(package)
        if height[target] >= height[room]
    ]
    assert wrong == []


@pytest.mark.parametrize("package", LAYERS)
def test_no_files_import_each_other_in_a_circle(package):
    left = {name: set(targets) for name, targets in modules_imported(package).items()}
    while free := [name for name, targets in left.items() if not targets & left.keys()]:
        for name in free:
            del left[name]
    assert sorted(left) == []


def test_the_page_names_every_room_of_the_validator_and_what_it_imports():
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| `validator/(\w+)/` \|.*\| ([^|]+) \|$", page, re.MULTILINE)
    told = {room: set(re.findall(r"`(\w+)`", uses)) for room, uses in rows}
    found: dict[str, set[str]] = {room: set() for room in rooms("validator")}
    for _, room, target in arrows("validator"):
        found[room].add(target)
    assert told == found
    order = [room for layer in LAYERS["validator"] for room in layer]
    assert len(rows) == len(order), "no room stands twice on the page"


def test_the_page_lists_the_rooms_of_the_validator_from_the_ground_up():
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| `validator/(\w+)/` \|", page, re.MULTILINE)
    height = {room: number for number, layer in enumerate(LAYERS["validator"]) for room in layer}
    assert rows == sorted(rows, key=lambda room: height[room])


@cache
def rooms(package: str) -> set[str]:
    """The modules and folders right inside a package."""
    return {room_of(path) for path in (ROOT / package).rglob("*.py")} - {"__init__"}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[1]


def arrows(package: str) -> Iterator[tuple[Path, str, str]]:
    """Every import from one room of a package into another: (file, its room, the other)."""
    for path in (ROOT / package).rglob("*.py"):
        for name in imported_names(path):
            parts = name.split(".")
            here = room_of(path)
            inside = parts[0] == package and len(parts) > 1 and parts[1] in rooms(package)
            if inside and here not in (parts[1], "__init__"):
                yield path, here, parts[1]


def modules_imported(package: str) -> dict[str, set[str]]:
    """Each module of a package with those of its package that it imports."""
    paths = {module_name(path): path for path in (ROOT / package).rglob("*.py")}
    return {
        name: {
            longest
            for target in imported_names(path)
            if (longest := longest_module(target, paths)) and longest != name
        }
        for name, path in paths.items()
    }


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def longest_module(name: str, known: Collection[str]) -> str:
    """The module that a dotted name is, or that holds it; empty where it is none of these."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name


@cache
def imported_names(path: Path) -> tuple[str, ...]:
    """Everything that a file imports, at its top or inside functions, with the name taken."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(found)


#: Public class names that stand in several packages on purpose: name → why.
NAMED_TWICE: dict[str, str] = {}


def test_no_public_class_name_stands_twice():
    """A name says what a class is: whoever searches for it finds one."""
    places: dict[str, list[str]] = {}
    for package in FORBIDDEN:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert {name: twice[name] for name in twice if name not in NAMED_TWICE} == {}
    assert {*NAMED_TWICE} <= {*twice}, "an exception that is none any more"


def test_no_class_is_imported_under_another_name():
    """An alias would be a second name for the same thing."""
    classes = {
        node.name
        for package in FORBIDDEN
        for path in (ROOT / package).rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    renamed = [
        f"{path.relative_to(ROOT)} imports {alias.name} as {alias.asname}"
        for package in FORBIDDEN
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FORBIDDEN
        for alias in node.names
        if alias.asname and alias.name in classes
    ]
    assert renamed == []


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
