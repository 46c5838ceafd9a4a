"""Records made-up batches one after another, until it is done or killed.

    python -m tests.validator.ledger.recorder URL KEY FIRST COUNT [BYTES]

Imports, says "ready", waits for a line, then says "done N" after each batch. With BYTES no
file may grow beyond that size, as on a full disk.
"""

import resource
import sys
from pathlib import Path

from tests.validator.ledger.made import batch, claim, ids, person
from validator.ledger.errors import LedgerError
from validator.ledger.opening import open_ledger
from validator.ledger.recording import NewBatch

CLAIMS, PEOPLE = 3, 400


def numbered(number: int) -> NewBatch:
    """The batch with this number: the same in every program."""
    people = ids(CLAIMS * PEOPLE, seed=number)
    parts = []
    for place in range(CLAIMS):
        listed = people[place * PEOPLE : (place + 1) * PEOPLE]
        parts.append(
            (claim(f"SB-{number}-{place}"), [person(one, household_id=one) for one in listed])
        )
    return batch(*parts, name=f"第{number}批")


def main() -> None:
    """Record `COUNT` batches from number `FIRST` on."""
    url, key, first, count, *limit = sys.argv[1:]
    prepared = [numbered(int(first) + place) for place in range(int(count))]
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[0]),) * 2)
    try:
        with open_ledger(url, key_file=Path(key)) as ledger:
            for place, made in enumerate(prepared):
                ledger.record(made)
                print("done", int(first) + place, flush=True)  # noqa: T201
    except LedgerError as error:
        print("error", error, flush=True)  # noqa: T201
        sys.exit(3)


if __name__ == "__main__":
    main()
