"""Damages statements: truncated, bits flipped, bytes put in, random cells, rows bent as by hand.

    python -m samples.statements.fuzz --runs 5000

Every damaged file must be read or be refused in one Chinese sentence; anything else is
printed with the seed that makes it again.
"""

import argparse
import random
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path

from samples.statements.layouts import LOOKS
from samples.statements.make_statements import account_for, lines, write

_CELLS = (
    "", " ", "-", "￥", "1e309", "-0", "nan", "9" * 40, "2026-13-45", "99999999",
    "0000-00-00",
    "工资", "=1+1", "\x00", "\ufffd", '"', "𠮷" * 50, "贷", "12,34,5.678", "２０２６",
    "20260305235959",
    "对方户名", "户名：", "余额", "合计", "a" * 5000,
)  # fmt: skip


def truncated(generator: random.Random, content: bytes) -> bytes:
    return content[: generator.randrange(len(content) + 1)]


def flipped(generator: random.Random, content: bytes) -> bytes:
    damaged = bytearray(content)
    for _ in range(generator.choice((1, 3, 20, 200))):
        damaged[generator.randrange(len(damaged))] ^= 1 << generator.randrange(8)
    return bytes(damaged)


def inserted(generator: random.Random, content: bytes) -> bytes:
    at = generator.randrange(len(content))
    return content[:at] + generator.randbytes(generator.choice((1, 8, 300))) + content[at:]


def cells(generator: random.Random, folder: Path) -> Path:
    """A statement whose cells are partly random."""
    number = generator.randrange(len(LOOKS))
    look = LOOKS[number]
    rows, above = lines(look, account_for(look, 20260 + number))
    for _ in range(generator.randrange(1, 60)):
        row = generator.choice(rows if generator.random() < 0.3 else rows[above:])
        if row:
            row[generator.randrange(len(row))] = generator.choice(_CELLS)
    if generator.random() < 0.3:
        generator.shuffle(rows)
    if generator.random() < 0.2:
        rows[generator.randrange(len(rows))] = list(_CELLS)
    return _written(generator, rows, folder)


def bent(generator: random.Random, folder: Path) -> Path:
    """A statement as it comes out of a scan or a paste: its cells are right, its rows are not."""
    number = generator.randrange(len(LOOKS))
    look = LOOKS[number]
    rows, above = lines(look, account_for(look, 20260 + number))
    ways = (_shifted, _signs_swapped, _heads_repeated, _torn, _joined)
    for _ in range(generator.choice((1, 1, 2, 4))):
        generator.choice(ways)(generator, rows, above + 1)
    return _written(generator, rows, folder)


def _shifted(generator: random.Random, rows: list[list[str]], above: int) -> None:
    """Some rows, or all from one on, moved by a column or two to the right or to the left."""
    first = generator.randrange(above, len(rows))
    last = generator.choice((first + 1, first + 5, len(rows)))
    by, place = generator.choice((-2, -1, 1, 2)), generator.randrange(4)
    for row in rows[first:last]:
        if by > 0:
            row[place:place] = [""] * by
        else:
            del row[place : place - by]


def _signs_swapped(generator: random.Random, rows: list[list[str]], above: int) -> None:
    """Of some rows the numbers turned into their opposites, or two cells exchanged."""
    for row in rows[above:]:
        if not row or generator.random() < 0.6:
            continue
        one, other = (generator.randrange(len(row)) for _ in range(2))
        row[one], row[other] = row[other], row[one]
        for place, cell in enumerate(row):
            if generator.random() < 0.5 and cell.replace(".", "").replace(",", "").isdigit():
                row[place] = generator.choice(("-{}", "({})", "{}-", "+{}", "−{}")).format(cell)


def _heads_repeated(generator: random.Random, rows: list[list[str]], above: int) -> None:
    """The headings and what stands above them again, as on every page, or in another order."""
    count = generator.choice((1, 2, 8))
    again = [
        list(row) for row in rows[max(above - generator.choice((1, 1, above or 1)), 0) : above]
    ]
    for _ in range(count):
        if again and generator.random() < 0.3:
            generator.shuffle(again[-1])
        at = generator.randrange(above, len(rows) + 1)
        rows[at:at] = [list(row) for row in again]


def _torn(generator: random.Random, rows: list[list[str]], above: int) -> None:
    """Rows cut in two, in a cell or between two."""
    for _ in range(generator.choice((1, 3, 20))):
        at = generator.randrange(above, len(rows))
        row = rows[at]
        place = generator.randrange(len(row) + 1)
        rest: list[str] = row[place:]
        if rest and generator.random() < 0.5:
            cut = generator.randrange(len(rest[0]) + 1)
            row[place:], rest[0] = [rest[0][:cut]], rest[0][cut:]
        else:
            del row[place:]
        rows.insert(at + 1, [""] * generator.choice((0, place)) + rest)


def _joined(generator: random.Random, rows: list[list[str]], above: int) -> None:
    """Two rows on one line, or their cells together in one."""
    for _ in range(generator.choice((1, 3))):
        at = generator.randrange(above, len(rows))
        following = rows[at + 1] if at + 1 < len(rows) else []
        if generator.random() < 0.5:
            rows[at] += following
        else:
            rows[at] = [" ".join(pair) for pair in zip(rows[at], following, strict=False)]


def _written(generator: random.Random, rows: list[list[str]], folder: Path) -> Path:
    """Rows as a file of one kind or another."""
    target = folder / f"cells{generator.choice(('.csv', '.xlsx', '.html'))}"
    text = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in rows)
    if target.suffix == ".csv":
        target.write_bytes(text.encode(generator.choice(("utf-8", "gb18030")), errors="replace"))
    elif target.suffix == ".html":
        body = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
        target.write_text(f"<table>{body}", "utf-8", errors="replace")
    else:
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        book = Workbook()
        for row in rows:
            clean = [ILLEGAL_CHARACTERS_RE.sub("", cell)[:32000] for cell in row]
            book.active.append(
                [float(c) if c[:1].isdigit() and c.isdigit() else c.lstrip("=") for c in clean]
            )
        book.save(target)
    return target


def damaged_file(seed: int, folder: Path, originals: list[Path]) -> Path:
    """A damaged statement; the same seed gives the same."""
    generator = random.Random(seed)
    if seed % 3 == 0:
        return cells(generator, folder)
    if seed % 3 == 1:
        return bent(generator, folder)
    original = generator.choice(originals)
    damage = generator.choice((truncated, flipped, inserted))
    target = folder / f"damaged{original.suffix}"
    target.write_bytes(damage(generator, original.read_bytes()))
    return target


def write_originals(folder: Path) -> list[Path]:
    """Whole statements to be damaged."""
    found = []
    for seed, look in enumerate(LOOKS, 20260):
        write(look, account_for(look, seed), folder / look.file)
        found.append(folder / look.file)
    return found


def main() -> None:
    """Damage and read as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3000)
    parser.add_argument("--start", type=int, default=0)
    arguments = parser.parse_args()
    from validator.intake.statements.importing import import_files
    from validator.intake.statements.statement import Options
    from validator.intake.statements.writing import write_new
    from validator.reading.unreadable import UnreadableError

    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "whole").mkdir()
        originals = write_originals(folder / "whole")
        for seed in range(arguments.start, arguments.start + arguments.runs):
            path = damaged_file(seed, folder, originals)
            try:
                result = import_files([path], Options(), None, frozenset(), lambda *_: None)
                if seed % 10 == 0:
                    write_new(result, folder / "out.xlsx")
                counts["refused" if result.files[0].fault else "read"] += 1
                if "读不下去" in result.files[0].fault + result.files[0].remedy:
                    counts["confused"] += 1
                    print(f"seed {seed}: confused by {path.name}")
            except (Exception, UnreadableError):
                counts["traceback"] += 1
                print(f"seed {seed}: {path.name}")
                traceback.print_exc()
    print(dict(counts))
    sys.exit(1 if counts["traceback"] else 0)


if __name__ == "__main__":
    main()
