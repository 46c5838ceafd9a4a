"""How long supervisors wait with many findings: `python -m benchmarks.review`.

Validates a made-up batch of 50,000 people of whom nine in ten have a fault, then times the
review workbook, reading it back, recording every verdict, the next run with them, and the page,
which is opened and filtered in Chromium where that is installed.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from claimcheck.settings import Settings
from samples.make_batch import make_batch
from validator.ledger.audit.trail import open_trail
from validator.output.page.build import as_html
from validator.output.review_workbook.build import review_content
from validator.run.validate import run_validation
from validator.supervision.deciding import record
from validator.supervision.handed_in import read_decisions
from validator.supervision.listing import listed
from validator.supervision.proposed import Proposed
from validator.supervision.verdicts import judged_again

ON = date(2026, 11, 20)


def main() -> None:
    """Make the batch and print seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), people)


def measure(folder: Path, people: int) -> None:
    """Time every step."""
    settings = Settings(on=ON)
    batch, workbook = folder / "a.xlsx", folder / "a.审核.xlsx"
    make_batch(batch, people, faults=0.9)
    with timed("validate"):
        found = run_validation([batch], settings)
    with open_trail(str(folder / "ledger.sqlite"), folder / "keys" / "ledger.key") as trail:
        first = judged_again(found, trail, trail.read(), ON)
        print(f"{first.findings.height:,} findings")
        with timed("write the review workbook"):
            workbook.write_bytes(review_content(first, settings, folder, {}))
        with timed("read it back"):
            read_decisions(workbook)
        proposals = [
            Proposed(
                "", row["id"], row["basis"], row["code"], "", row["severity"], "通过", "理由", "甲"
            )
            for row in listed(first).iter_rows(named=True)
        ]
        with timed("record a verdict for each"):
            record(trail, proposals, date.today(), "workbook")
        with timed("verify the audit trail"):
            events = trail.read()
        with timed("put the verdicts beside the findings"):
            judged = judged_again(found, trail, events, ON)
        assert judged.count("error") == 0
        with timed("make the page"):
            text = as_html(first, settings)
        print(f"{len(text.encode()) / 1e6:.0f} MB of page")
    page = folder / "page.html"
    page.write_text(text, "utf-8")
    look(folder, page)


#: What somebody types or chooses: the field of the page, and its value.
_ASKED = (
    ("search", "640598"),
    ("search", "工资 流水"),
    ("search", "没有这样的"),
    ("by-severity", "error"),
    ("by-code", "CC302"),
    ("by-standing", "waiting"),
)


def look(folder: Path, page: Path) -> None:
    """Time the page in Chromium: until it can be used, and until a filter is answered."""
    from tests.addin.officejs.browser import chromium
    from tests.validator.output.page.browser import start

    if chromium() is None:
        print("no Chromium: the page was not looked at")
        return
    browser = start(folder)
    try:
        with timed("open the page in Chromium"):
            browser.open(page.as_uri())
        for field, value in _ASKED:
            times = [
                browser.run(
                    "byId('clear').click(); byId(arguments[0]).value = arguments[1]; filter();"
                    "return [filter.took, shown.length]",
                    field,
                    value,
                )
                for _ in range(5)
            ]
            took, shown = min(times)
            print(f"{took:6.1f} ms  {field} = {value}: {shown:,} findings")
    finally:
        browser.driver.quit()


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print the seconds of a step."""
    start = time.perf_counter()
    yield
    print(f"{time.perf_counter() - start:6.1f} s  {what}")


if __name__ == "__main__":
    main()
