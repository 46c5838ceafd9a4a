"""Damages statements: truncated, bits flipped, random cells, rows shuffled, bytes put in.

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
    from validator.reading.opening import UnreadableError

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
