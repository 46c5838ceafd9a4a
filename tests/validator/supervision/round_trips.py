"""Many random round trips over all claim types, with a table of what became of them.

    python tests/validator/supervision/round_trips.py --trips 500 --seed 1

One line a type: trips, claims that are paid, refused, returned and still open, verdicts that
were recorded and that were refused in words, and differences to what was worked out beside.
"""

import argparse
import sys
import traceback
from collections import Counter
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.validator.supervision.trips.book import measures
from tests.validator.supervision.trips.trip import Trip, make_trip

_HEADINGS = ("type", "trips", "pay", "refuse", "return", "open", "verdicts", "not given", "faults",
             "differences")  # fmt: skip


def trips(number: int, seed: int, types: list[str]) -> dict[str, list[Trip]]:
    """So many trips, the types in turn, and the measures of each in turn."""
    known = {name: cycle(found) for name, found in measures().items() if not types or name in types}
    made: dict[str, list[Trip]] = {name: [] for name in known}
    for place, name in zip(range(number), cycle(known), strict=False):
        with TemporaryDirectory() as folder:
            trip = _made(next(known[name]), seed * 100_000 + place, Path(folder))
        made[name].append(trip)
        for text in trip.differences:
            print(f"{trip.measure} {trip.seed} {trip.faults}: {text}", flush=True)
    return made


def _made(measure: str, seed: int, folder: Path) -> Trip:
    """One trip; where it breaks down, that is a difference."""
    try:
        return make_trip(measure, seed, folder)
    except Exception:  # told below, with what is needed to make it again
        text = traceback.format_exc(limit=-3)
        return Trip(measure, seed, differences=[text])


def table(made: dict[str, list[Trip]]) -> str:
    """One line a type."""
    lines = [_HEADINGS]
    for name, found in [*made.items(), ("all", [trip for one in made.values() for trip in one])]:
        results = Counter[str]()
        for trip in found:
            results.update(trip.by_result)
        sums = (
            sum(trip.verdicts for trip in found),
            sum(trip.not_given for trip in found),
            sum(len(trip.faults) for trip in found),
            sum(len(trip.differences) for trip in found),
        )
        by_result = [results[key] for key in ("pay", "refuse", "return", "open")]
        lines.append((name, *map(str, (len(found), *by_result, *sums))))
    widths = [max(len(line[at]) for line in lines) for at in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def main() -> int:
    """Run the trips; 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trips", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--type", action="append", default=[])
    asked = parser.parse_args()
    made = trips(asked.trips, asked.seed, asked.type)
    print(table(made))
    return int(any(trip.differences for found in made.values() for trip in found))


if __name__ == "__main__":
    sys.exit(main())
