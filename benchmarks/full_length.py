"""Whether long filled templates of every type come out right, however LibreOffice opens them.

    python -m benchmarks.full_length --people 500            every type
    python -m benchmarks.full_length --types hiring broker   some of them

LibreOffice computes long columns in several threads, which short ones never show. Fills about so
many rows of people with random claims, opens the template as people do and once more with every
formula recalculated, counts the cells that hold an error, and compares every claim and person
with the evaluation. Prints one row a type, and ends with 1 where anything is wrong.
"""

import argparse
import re
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

from claimcheck.forms import claim_types
from tests.addin.template.agreement import compare, fill
from tests.addin.template.any_batch import AnyBatch
from tests.addin.template.any_claims import random_any
from tests.libreoffice import LibreOffice

#: more claims of a measure are never drawn: some have few people, or none
_MOST_CLAIMS = 128
_ERROR = re.compile(rb'<c r="([A-Z]+\d+)"[^>]* t="e"')
#: as LibreOffice is installed: it trusts the values that a file brings, where there are any
_UNCHANGED = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"/>
"""


def long_batch(claim_type: str, people: int) -> AnyBatch:
    """Random claims with at least so many people, if the type lists any."""
    claims = 2
    while True:
        batch = random_any(claim_type, 7, claims)
        if len(batch.roster) >= people or claims >= _MOST_CLAIMS:
            return batch
        claims *= 2


def errors(workbook: Path) -> list[str]:
    """The cells of a workbook that hold an error, as part and cell."""
    found = []
    with ZipFile(workbook) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                cells = _ERROR.findall(parts.read(name))
                found += [f"{Path(name).stem} {cell.decode()}" for cell in cells]
    return found


def as_installed(profile: Path) -> LibreOffice:
    """A LibreOffice that recalculates what it would by itself."""
    (profile / "user").mkdir(parents=True)
    (profile / "user/registrymodifications.xcu").write_text(_UNCHANGED, encoding="utf-8")
    return LibreOffice(profile, timeout=1800)


def main() -> int:
    """Print what was found; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--types", nargs="*", default=list(claim_types()))
    asked = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        opened = {
            "opened": as_installed(Path(folder) / "plain"),
            "recalculated": LibreOffice(Path(folder) / "hard", timeout=1800),
        }
        for claim_type in asked.types:
            batch = long_batch(claim_type, asked.people)
            workbook = fill(batch, Path(folder) / f"{claim_type}.xlsx")
            told = []
            for how, calc in opened.items():
                computed = calc.recalculate(workbook)
                bad = errors(computed)
                tallies = compare(batch, computed).values()
                differences = [text for tally in tallies for text in tally.differences]
                told.append(f"{how}: {len(bad)} errors, {len(differences)} differences")
                wrong += len(bad) + len(differences)
                told += [*bad[:3], *differences[:3]]
                computed.unlink()
            rows = f"{len(batch.claims):,} claims, {len(batch.roster):,} people"
            print(f"{claim_type:<10} {rows}; {'; '.join(told)}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
