"""What a marked copy costs, against a round trip of the same workbook through openpyxl.

    python benchmarks/marking.py                  the hiring template, filled with 500 people
    python benchmarks/marking.py --people 30
    python benchmarks/marking.py --book a.xlsx

Each is done several times in one process, and the fastest run counts; imports are left out.
Every tenth row of the roster is marked.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measuring import ROOT

sys.path.insert(0, str(ROOT))

ROSTER = "人员花名册"


def filled_template(target: Path, people: int) -> Path:
    """A filled hiring template."""
    from addin.template.build import build_template
    from addin.template.plan import make_plan
    from samples import honest
    from samples.books import book_of

    sizes = [25] * max(people // 25, 1)
    made = list(honest.claims(random.Random(3), sizes, months=[6]))
    plan = make_plan("hiring", max(people, 500), len(made), payments=max(people, 500) * 6)
    target.write_bytes(build_template(plan, book_of(made).rows))
    return target


def fastest(work: Callable[[], None], runs: int) -> float:
    """Seconds of processor time of the fastest run."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Read the arguments and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--book", type=Path)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()

    from openpyxl import load_workbook

    from validator.output.marked.copies import CellMark, MarkedCopy
    from validator.output.marked.marking import write_marked
    from validator.output.marked.results import ResultLine, Results

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = arguments.book or filled_template(folder / "a.xlsx", arguments.people)
        rows = range(4, 4 + arguments.people, 10)
        mark = CellMark("error", ("错误 CC201 身份证号有误\n怎么改：请对照身份证原件更正。",))
        lines = tuple(
            ResultLine("error", ("错误", "CC201", *["身份证号有误"] * 9), ROSTER, f"C{row}")
            for row in rows
        )
        copy = MarkedCopy(
            book, book.name, folder / "a.核查.xlsx",
            Results("暂不能提交。", False, "", "", "", lines),
            {ROSTER: {f"C{row}": mark for row in rows}}, (ROSTER,),
        )  # fmt: skip

        def round_trip() -> None:
            load_workbook(book).save(folder / "b.xlsx")

        ours = fastest(lambda: write_marked(copy), arguments.runs)
        theirs = fastest(round_trip, max(arguments.runs // 2, 1))
        size = book.stat().st_size / 1e6
        print(
            f"{size:.1f} MB, {len(rows)} marks: marked copy {ours:.3f} s, "
            f"round trip {theirs:.2f} s of processor: {theirs / ours:.0f} times"
        )


if __name__ == "__main__":
    main()
