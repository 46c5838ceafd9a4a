"""Sends files to other machines, several in a bundle, and takes in what was found in them."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

import polars as pl

from claimcheck.errors import ClaimcheckError
from validator.common.workers.pool import finished
from validator.common.workers.process import WorkerDiedError
from validator.reading.batch import Input
from validator.reading.opening import content_of
from validator.reading.unreadable import UnreadableError, ended_by, failed_over
from validator.run.spread.sent import Known, Part, Request, SentFile, Terms, packed, unpacked
from validator.run.spread.there import check_there

#: Bundles that are out at a time: no more files than theirs are held here.
_OUT = 8

#: The most files and bytes in a bundle; of few files each has its share, so that all machines
#: have work.
_FILES, _BYTES, _SHARES = 16, 16_000_000, 16


@dataclass(frozen=True)
class Asked:
    """Files to be checked together."""

    inputs: Sequence[Input]
    known: Known = field(default_factory=Known)
    rulings: pl.DataFrame | None = None


@dataclass(frozen=True)
class Sender:
    """Has files checked by the machines of an executor."""

    executor: Executor
    terms: Terms

    def checked(
        self, asked: Sequence[Asked], done: Callable[[Asked], None]
    ) -> dict[int, Part | UnreadableError]:
        """Have files checked, in no order.

        Args:
            asked: groups of files, of which none hangs together with another.
            done: told what has been checked.

        Returns:
            By the place in `asked`: what was found, or what kept the files from being checked.
        """
        found: dict[int, Part | UnreadableError] = {}
        alone: list[list[int]] = []
        for bundle, checking in finished(
            lambda places: self._send([asked[place] for place in places]), _bundles(asked), _OUT
        ):
            parts = _come(checking)
            if isinstance(parts, UnreadableError) and len(bundle) > 1:
                # One of them ended the machine: it is not to take the others along.
                alone += [[place] for place in bundle]
                continue
            self._take(found, bundle, parts, asked, done)
        for bundle, checking in finished(
            lambda places: self._send([asked[place] for place in places]), alone, _OUT
        ):
            self._take(found, bundle, _come(checking), asked, done)
        return found

    @staticmethod
    def _take(
        found: dict[int, Part | UnreadableError],
        bundle: Sequence[int],
        parts: "list[Part] | UnreadableError",
        asked: Sequence[Asked],
        done: Callable[[Asked], None],
    ) -> None:
        for at, place in enumerate(bundle):
            found[place] = parts if isinstance(parts, UnreadableError) else parts[at]
            done(asked[place])

    def _send(self, asked: Sequence[Asked]) -> "Future[bytes | UnreadableError]":
        try:
            requests = [Request(_files(one.inputs), one.known, one.rulings) for one in asked]
        except UnreadableError as error:
            refused: Future[bytes | UnreadableError] = Future()
            refused.set_result(error)
            return refused
        return self.executor.submit(_check, requests, self.terms)


def _files(inputs: Sequence[Input]) -> list[SentFile]:
    """Files as they are sent; what they are called here stays here, but for their labels."""
    return [
        SentFile(f"file{entry.path.suffix}", entry.label, content_of(entry.path))
        for entry in inputs
    ]


def _bundles(asked: Sequence[Asked]) -> Iterator[list[int]]:
    """Places of what is sent at once, in order."""
    files = sum(len(one.inputs) for one in asked)
    most = max(1, min(_FILES, files // _SHARES))
    bundle: list[int] = []
    count = size = 0
    for place, one in enumerate(asked):
        own = sum(_size(entry) for entry in one.inputs)
        if bundle and (count + len(one.inputs) > most or size + own > _BYTES):
            yield bundle
            bundle, count, size = [], 0, 0
        bundle.append(place)
        count, size = count + len(one.inputs), size + own
    if bundle:
        yield bundle


def _size(entry: Input) -> int:
    try:
        return entry.path.stat().st_size
    except OSError:
        return 0


def _check(requests: Sequence[Request], terms: Terms) -> bytes | UnreadableError:
    """Check files there.

    Returns:
        What was found, or what ended it: where errors are raised, that machine writes the
        arguments into its log, which are people's numbers.
    """
    try:
        return packed(check_there(requests, terms))
    except ClaimcheckError:
        raise  # it says what is wrong with all of them, such as with the rules
    except WorkerDiedError as death:
        return ended_by(death)
    except Exception as error:
        return failed_over(error)


def _come(checking: "Future[bytes | UnreadableError]") -> list[Part] | UnreadableError:
    """What came back, or why nothing did."""
    try:
        found = checking.result()
    except ClaimcheckError:
        raise
    except Exception as error:
        return failed_over(error)
    return found if isinstance(found, UnreadableError) else unpacked(found)
