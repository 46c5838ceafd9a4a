"""What people do to a template, on every type: `python -m tests.addin.template.hands_run [TYPE…]`.

`test_hands` does it for a few types in every run of the tests; this does it for all, in a few
minutes. Prints a line a type: the acts that were done, and each after which the sheet shows
another sum than `validate` finds or does not say why. Ends with 1 where there is any.
"""

import sys
import tempfile
from pathlib import Path

import pytest

from tests.addin.template.bad_values import honest, types, write
from tests.addin.template.test_hands import ACTS, wrong_after
from tests.libreoffice import LibreOffice


def main(asked: list[str]) -> int:
    """Do all acts on each of the types; the number of types in which something is wrong."""
    faulty = 0
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        calc = LibreOffice(Path(name) / "profile")
        for claim_type in asked or types():
            folder = Path(name) / claim_type
            folder.mkdir()
            made = honest(claim_type)
            path = write(made, folder / "filled.xlsx", patch)
            wrong = wrong_after(made, ACTS, folder, calc, path)
            patch.undo()
            said = f"{claim_type:12} {len(ACTS)} acts, {len(wrong)} wrong {wrong or ''}"
            sys.stdout.write(said.rstrip() + "\n")
            sys.stdout.flush()
            faulty += bool(wrong)
    return faulty


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
