"""Takes the pictures of a filled template: `python -m tests.template_pictures`.

Of the pages as they come out of LibreOffice (and of poppler's `pdftoppm`, which turns them into
pictures): the form of the claim with the result above it, and the roster with each person's.
"""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from addin.template.build import build_template
from addin.template.plan import make_plan
from claimcheck.forms import SheetKind
from claimcheck.settings import Settings
from samples.books import book_of
from tests.libreoffice import LibreOffice
from tests.pictures import PICTURES, small
from tests.validator.books import ON, claims

#: the page of each picture
_PAGES = {"template-claim.png": 2, "template-roster.png": 4}
_DOTS_PER_INCH = 110


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
            target = folder / picture
            subprocess.run(
                ["pdftoppm", "-png", "-singlefile", "-r", str(_DOTS_PER_INCH), "-f", str(page),
                 "-l", str(page), str(printed), str(target.with_suffix(""))],
                check=True,
            )  # fmt: skip
            with Image.open(target) as taken:
                (PICTURES / picture).write_bytes(small(taken))


if __name__ == "__main__":
    main()
