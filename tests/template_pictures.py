"""Takes pictures of templates: `python -m tests.template_pictures [FOLDER [TYPE…]]`.

Without a folder: the pictures of the documentation. With one: of every type, filled with a few
slips and empty, what the first screen shows of each sheet and every page that is printed, to be
looked at. LibreOffice opens and prints; poppler's `pdftoppm` makes pictures of the pages.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from addin.template.build import build_template
from addin.template.plan import make_plan
from claimcheck.forms import ColumnType, SheetKind, claim_types
from claimcheck.settings import Settings
from samples.books import book_of
from tests.addin.template.bad_values import Table, honest
from tests.libreoffice import LibreOffice
from tests.pictures import PICTURES, small
from tests.validator.books import ON, claims

#: the page of each picture
_PAGES = {"template-claim.png": 2, "template-roster.png": 4}
_DOTS_PER_INCH = 110

#: cells of a screen of 1366 × 768: less what Excel and Windows take above, below and beside
WIDTH, HEIGHT = 1_320, 520
_SCREEN_DOTS, _PAGE_DOTS = 96, 80
#: printed pages on one picture
_ACROSS, _DOWN = 2, 2


def main() -> None:
    """Fill a template with a few slips, print it, and keep two of its pages."""
    rows = book_of(claims(12, months=6)).rows
    rows[SheetKind.ROSTER][1]["phone"] = "1390000"
    rows[SheetKind.ROSTER][4]["name"] = None
    rows[SheetKind.CLAIMS][0]["claimed_yuan"] = 40_000
    plan = make_plan("hiring", people=40, claims=5, settings=Settings(on=ON), payments=120)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "hiring.xlsx"
        book.write_bytes(build_template(plan, rows))
        printed = LibreOffice(folder / "profile").convert(book, "pdf", folder)
        for picture, page in _PAGES.items():
            (taken,) = _pages(printed, _DOTS_PER_INCH, page, page)
            (PICTURES / picture).write_bytes(small(taken))


def all_types(folder: Path, types: list[str]) -> None:
    """The first screens and the printed pages of each type, filled and empty, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        books = [book for claim_type in types for book in _books(claim_type, place)]
        calc = LibreOffice(place / "profile")
        screens = place / "screens"
        screens.mkdir()
        sheets = _screens(calc, books, screens)
        for book in books:
            _stack(book.stem, screens / f"{book.stem}.pdf", folder)
            pages = _contact_sheets(book.stem, calc.convert(book, "pdf", place / "pages"), folder)
            said = f"{book.stem:20} {pages:3} 页  {'、'.join(sheets[str(book)])}\n"
            sys.stdout.write(said)
            sys.stdout.flush()


def _books(claim_type: str, folder: Path) -> Iterator[Path]:
    """A type's template filled as a clerk fills it, and the one that is given out."""
    made = with_slips(honest(claim_type))
    for name, plan, rows in (
        ("filled", make_plan(claim_type, settings=Settings(on=ON)), made.rows),
        ("empty", make_plan(claim_type, settings=Settings(on=ON)), None),
    ):
        path = folder / f"{claim_type}-{name}.xlsx"
        path.write_bytes(build_template(plan, rows))
        yield path


def with_slips(made: Table) -> Table:
    """Somebody's number is too short, a name is missing, too much is claimed."""
    people, claims_ = made.rows[SheetKind.ROSTER], made.rows[SheetKind.CLAIMS]
    if len(people) > 1:
        people[1]["id_number"] = str(people[1]["id_number"])[:-1]
    if len(people) > 2:
        people[2]["name"] = None
    claims_[0]["claimed_yuan"] = 123_456.78
    for column in made.plan.sheet(SheetKind.CLAIMS).inputs:
        if column.type is ColumnType.DATE and len(claims_) > 1:
            claims_[1][column.key] = "三月底"
            break
    return made


def _screens(calc: LibreOffice, books: list[Path], folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = calc.driven(
        "tests.screens_in_calc",
        folder,
        workbooks=list(map(str, books)),
        width=WIDTH,
        height=HEIGHT,
    )
    return found


def _stack(name: str, screens: Path, folder: Path) -> None:
    """The first screens of a workbook, two on a picture, one below the other."""
    shots = [page.crop((0, 0, WIDTH, HEIGHT)) for page in _pages(screens, _SCREEN_DOTS)]
    for number in range(0, len(shots), 2):
        _sheet_of(shots[number : number + 2], 1, 2, folder / f"{name}-screen{number // 2 + 1}.png")


def _contact_sheets(name: str, printed: Path, folder: Path) -> int:
    """The printed pages, four on a picture; how many they are."""
    pages = list(_pages(printed, _PAGE_DOTS))
    step = _ACROSS * _DOWN
    for start in range(0, len(pages), step):
        target = folder / f"{name}-pages{start // step + 1}.png"
        _sheet_of(pages[start : start + step], _ACROSS, _DOWN, target)
    return len(pages)


def _sheet_of(pictures: list[Image.Image], across: int, down: int, target: Path) -> None:
    """Pictures side by side on grey."""
    wide = max(picture.width for picture in pictures) + 8
    high = max(picture.height for picture in pictures) + 8
    rows = min(down, -(-len(pictures) // across))
    whole = Image.new("RGB", (wide * min(across, len(pictures)), high * rows), "#808080")
    for number, picture in enumerate(pictures):
        whole.paste(picture, (number % across * wide, number // across * high))
    target.write_bytes(small(whole))


def _pages(printed: Path, dots: int, first: int = 1, last: int = 0) -> Iterator[Image.Image]:
    """The pages of a PDF as pictures."""
    with tempfile.TemporaryDirectory() as name:
        span = ["-f", str(first)] + (["-l", str(last)] if last else [])
        command = ["pdftoppm", "-png", "-r", str(dots), *span, str(printed), f"{name}/page"]
        subprocess.run(command, check=True)
        for page in sorted(Path(name).iterdir()):
            with Image.open(page) as taken:
                yield taken.convert("RGB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        all_types(Path(sys.argv[1]), sys.argv[2:] or claim_types())
    else:
        main()
