"""Damages workbooks in many ways and lets `validate` read them.

    python -m tests.fuzz_workbooks --files 5000

No file may give a traceback, take more than 20 seconds, end the program, or be read as
nothing without a word. Prints a table of outcomes and the seeds of files that did.
The same seed damages the same file in the same way.
"""

import argparse
import contextlib
import io
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bent_packages import LARGE, MANY_CELLS, packed, relations, rows, tree, unpacked

if TYPE_CHECKING:
    from claimcheck.settings import Settings
    from validator.run.validate import Validation

SLOWEST = 20.0

_VALUES = (
    b"", b"1e400", b"-0", b"NaN", b"99999999999999999999", b"&lt;", b"\xe5\x90\x88", b"2958466",
    b"0.1", b"=1+1", b"6.4E+17", b"true", b"#REF!",
)  # fmt: skip
_WRITTEN = (
    None, "", " ", "　", 0, -1, 1e308, -1e15, 0.1 + 0.2, True, "是", "合计", "身份证号", "申报编号",
    "ZW26-3", "ZW99-1", "zw26-8", "2026.3", "2026.10", "2026年13月", "20260231", 46086, 2958466,
    -5, "６４０５９８１９９００１０１１２３０", "640598199001011230", 640598199001011230,
    "64059819900101123x",
    "1.2万元", "￥3,000.00", "三千", "1e400", "NaN", "inf", "=1/0", "#REF!", "x" * 40_000, "\u202e",
    "阿卜杜拉·买买提", "'; DROP TABLE claims; --", "=HYPERLINK(\"http://a\",\"b\")", "<b>&amp;",
    datetime(1900, 1, 1), datetime(9999, 12, 31, 23, 59, 59), time_of_day(12, 30),
    timedelta(days=99_999),
)  # fmt: skip
_TAGS = (b"<c ", b"</c>", b"<row ", b"</row>", b"<v>", b"</v>", b"<f>", b't="s"', b"<is>", b'r="')


def seeds() -> list[bytes]:
    """The workbooks that are damaged."""
    from samples import honest
    from samples.books import book_of, plain_workbook

    made = []
    for number in range(3):
        book = book_of(list(honest.claims(random.Random(number), [5, 6])))
        stream = io.BytesIO()
        plain_workbook(book).save(stream)
        made.append(stream.getvalue())
    folder = foreign_folder()
    if folder is not None:
        made += [
            path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.suffix != ".tsv" and path.stat().st_size < 200_000
        ]
    return made


def foreign_folder() -> Path | None:
    """Workbooks of other projects, where they are at hand."""
    named = os.environ.get("CLAIMCHECK_FOREIGN_WORKBOOKS")
    beside = Path(__file__).resolve().parents[2] / "shared" / "foreign-workbooks"
    folder = Path(named) if named else beside
    return folder if folder.is_dir() else None


def damaged(seed: int, books: list[bytes]) -> tuple[str, bytes]:
    """How a file was damaged, and the file."""
    generator = random.Random(seed)
    # Mostly our own workbooks: others are seldom read further than their headings.
    content = books[generator.randrange(3) if generator.random() < 0.7 else
                    generator.randrange(len(books))]  # fmt: skip
    ways = {
        "cut": _cut, "bits": _bits, "zeros": _zeros, "parts": _parts, "cells": _cells,
        "values": _values, "tree": _tree, "relations": _relations, "rows": _rows,
    }  # fmt: skip
    more = ["cells", "cells", "values", "values", "values", "tree", "tree", "relations", "rows"]
    way = generator.choice([*ways, *more])
    return way, ways[way](generator, content)


def _cut(generator: random.Random, content: bytes) -> bytes:
    return content[: generator.randrange(len(content) + 1)]


def _tree(generator: random.Random, content: bytes) -> bytes:
    return tree(generator, content) or _bits(generator, content)


def _relations(generator: random.Random, content: bytes) -> bytes:
    return relations(generator, content) or _bits(generator, content)


def _rows(generator: random.Random, content: bytes) -> bytes:
    return rows(generator, content) or _bits(generator, content)


def _bits(generator: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(generator.choice((1, 4, 32, 256))):
        changed[generator.randrange(len(changed))] ^= 1 << generator.randrange(8)
    return bytes(changed)


def _zeros(generator: random.Random, content: bytes) -> bytes:
    start = generator.randrange(len(content))
    length = generator.choice((1, 16, 512, 4096))
    return content[:start] + bytes(length) + content[start + length :]


def _parts(generator: random.Random, content: bytes) -> bytes:
    """Packed again with a part missing, twice, emptied, or under another's name."""
    parts = unpacked(content)
    if not parts:
        return _bits(generator, content)
    index = generator.randrange(len(parts))
    name, text = parts[index]
    match generator.randrange(4):
        case 0:
            del parts[index]
        case 1:
            parts.append((name, text))
        case 2:
            parts[index] = (name, b"")
        case 3:
            parts[index] = (name, generator.choice(parts)[1])
    return packed(parts)


def _cells(generator: random.Random, content: bytes) -> bytes:
    """Packed again with tags and values changed inside the XML."""
    parts = unpacked(content)
    sheets = [i for i, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels", ".bin"))]
    if not sheets:
        return _bits(generator, content)
    for _ in range(generator.choice((1, 3, 20))):
        index = generator.choice(sheets)
        name, text = parts[index]
        place = generator.randrange(len(text) + 1)
        match generator.randrange(4):
            case 0:
                text = text[:place] + generator.choice(_VALUES) + text[place:]
            case 1:
                tag = generator.choice(_TAGS)
                found = text.find(tag, place)
                text = text if found < 0 else text[:found] + text[found + len(tag) :]
            case 2:
                digits = str(generator.choice((0, 7, 99, 65536, 1048576, 1048577, 10**12))).encode()
                found = text.find(b'r="', place)
                end = text.find(b'"', found + 3)
                if found >= 0 and end >= 0:
                    letters = generator.choice((b"", b"A", b"Z", b"ZZ", b"XFD", b"XFE", b"AAAA"))
                    text = text[: found + 3] + letters + digits + text[end:]
            case 3:
                length = generator.randrange(200)
                text = text[:place] + text[place + length :]
        parts[index] = (name, text)
    return packed(parts)


def _values(generator: random.Random, content: bytes) -> bytes:
    """A workbook that is whole, with other values, rows and columns than it should have."""
    from openpyxl import load_workbook

    if len(content) > LARGE:
        return _bits(generator, content)
    try:
        book = load_workbook(io.BytesIO(content))
    except Exception:  # one of the foreign workbooks that only few programs open
        return _bits(generator, content)
    if not book.worksheets or any(
        sheet.max_row * sheet.max_column > MANY_CELLS for sheet in book.worksheets
    ):
        return _bits(generator, content)
    for _ in range(generator.choice((1, 5, 40))):
        sheet = generator.choice(book.worksheets)
        row = generator.randint(1, sheet.max_row + 2)
        column = generator.randint(1, sheet.max_column + 2)
        match generator.randrange(12):
            case 0:
                sheet.delete_rows(row, generator.randint(1, 3))
            case 1:
                sheet.delete_cols(column)
            case 2:
                sheet.insert_rows(row, generator.randint(1, 3))
            case 3:
                sheet.insert_cols(column)
            case 4:
                with contextlib.suppress(ValueError):
                    sheet.merge_cells(
                        start_row=row, end_row=row + generator.randrange(4),
                        start_column=column, end_column=column + generator.randrange(2),
                    )  # fmt: skip
            case 5:
                sheet.row_dimensions[row].hidden = True
            case _:
                with contextlib.suppress(AttributeError):  # a merged cell takes no value
                    sheet.cell(row, column).value = generator.choice(_WRITTEN)
    stream = io.BytesIO()
    try:
        book.save(stream)
    except Exception:
        return content
    return stream.getvalue()


def outcome(path: Path, *, written: bool = True) -> str:
    """What came of one file; raises where something went wrong that may not.

    Args:
        path: the file.
        written: also write and print everything that a run gives, which takes most of the time.
    """
    from claimcheck.settings import Settings
    from validator.run.validate import run_validation

    settings = Settings(on=date(2026, 11, 20))
    found = run_validation([path], settings)
    failed = [ran.code for ran in found.checks if ran.status == "failed"]
    if failed:
        raise AssertionError(f"checks failed: {failed}")
    if written:
        write_all(found, settings, path)
    if "程序出错" in found.inputs[0].fault:
        raise AssertionError(found.inputs[0].fault)
    if found.inputs[0].fault:
        return "CC101 " + found.inputs[0].fault.split("，")[0][:16]
    if found.rows == 0 and found.count("error") == 0:
        raise AssertionError("read nothing without a word")
    return "read, errors" if found.count("error") else "read, clean"


def write_all(found: "Validation", settings: "Settings", path: Path) -> None:
    """Write and print everything that a run gives; raises where something cannot be."""
    from validator.common.workers.pool import result_of
    from validator.output.csv import as_csv
    from validator.output.json import as_json
    from validator.output.marked.copies import CopiesOfRun
    from validator.output.marked.marking import being_marked
    from validator.output.places import output_places
    from validator.output.report import write_report
    from validator.output.review_workbook.build import review_content
    from validator.output.text import lines
    from validator.supervision.verdicts import with_verdicts

    found = with_verdicts(found, "none", settings.on)
    shown = found.printable
    text = "\n".join(line for line, _ in lines(shown)) + as_json(shown) + as_csv(shown)
    if "640598199001011230" in text:
        raise AssertionError("a number is shown in full")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        out = Path(folder)
        places = output_places(found, out)
        with being_marked(CopiesOfRun(found, places.copies), lambda _: None) as marking:
            problems = result_of(marking).problems
        if problems:
            raise AssertionError(problems[0])
        review_content(found, settings, out, {})
        write_report(found, settings, places.report)


def work(
    first: int,
    step: int,
    count: int,
    target: str,
    write_every: int,
    progress: "multiprocessing.Queue[tuple[int, str, str, float]]",
) -> None:
    """Damage and read every `step`th file from `first` on; tells before and after each."""
    books = seeds()
    for seed in range(first, count, step):
        way, content = damaged(seed, books)
        suffix = (".xlsx", ".xls", ".xlsb", ".ods", ".xlsm")[seed % 50 if seed % 50 < 5 else 0]
        path = Path(target) / f"{seed}{suffix}"
        path.write_bytes(content)
        progress.put((seed, way, "started", 0.0))
        start = time.monotonic()
        try:
            result = outcome(path, written=seed // step % write_every == 0)
        except BaseException as error:
            result = f"!! {type(error).__name__}: {str(error)[:120]}"
        taken = time.monotonic() - start
        if taken > SLOWEST:
            result = f"!! took {taken:.0f} s"
        progress.put((seed, way, result, taken))
        path.unlink()


def run(
    files: int, processes: int, first: int = 0, write_every: int = 1, seconds: float = float("inf")
) -> tuple[Counter[str], list[str]]:
    """Read `files` damaged files, or as many as the time allows; outcomes and what went wrong."""
    until = time.monotonic() + seconds
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as target:
        for line in _results(files, processes, target, first, write_every):
            seed, way, result, _ = line
            outcomes[result] += 1
            if result.startswith("!!"):
                wrong.append(f"seed {seed} ({way}): {result}")
                print(wrong[-1], file=sys.stderr, flush=True)
            if time.monotonic() > until:
                break
            if outcomes.total() % 500 == 0:
                print(f"{outcomes.total():,} files", file=sys.stderr, flush=True)
    return outcomes, wrong


def _results(
    files: int, processes: int, target: str, first: int, write_every: int
) -> Iterator[tuple[int, str, str, float]]:
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    starts = {number: first + number for number in range(processes)}
    workers = {}
    running: dict[int, tuple[int, str]] = {}

    def begin(number: int) -> None:
        workers[number] = context.Process(
            target=work,
            args=(starts[number], processes, first + files, target, write_every, queue),
            daemon=True,
        )
        workers[number].start()

    for number in range(processes):
        begin(number)
    try:
        while workers or not queue.empty():
            try:
                seed, way, result, taken = queue.get(timeout=1)
            except Exception:
                for number, worker in list(workers.items()):
                    if worker.is_alive():
                        continue
                    del workers[number]
                    if worker.exitcode != 0 and number in running:
                        seed, way = running.pop(number)
                        yield seed, way, f"!! the program ended ({worker.exitcode})", 0.0
                        starts[number] = seed + processes
                        begin(number)
                continue
            number = (seed - first) % processes
            if result == "started":
                running[number] = (seed, way)
            else:
                running.pop(number, None)
                yield seed, way, result, taken
    finally:
        for worker in workers.values():
            worker.kill()
            worker.join()


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument(
        "--write-every", type=int, default=1, help="write the results of every so many files only"
    )
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    given = parser.parse_args()
    outcomes, wrong = run(
        given.files, given.processes, given.first, given.write_every, given.seconds
    )
    print(f"{outcomes.total():6,}  files from seed {given.first} on")
    for result, count in outcomes.most_common():
        print(f"{count:6,}  {result}")
    for line in wrong:
        print(line)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
