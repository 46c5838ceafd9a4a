"""What `validate` takes on a cluster: time, memory here, bytes on the way, a machine that is lost.

    python benchmarks/cluster.py                60 filled templates of 5 to 40 people
    python benchmarks/cluster.py --books 12 --plain
    python benchmarks/cluster.py --bundles      only what a book costs a worker
    python benchmarks/cluster.py --gather 10000  only what is done here, with so many results

A scheduler and two workers of one thread each run on this machine; nothing else should. Every
tenth workbook names somebody of the one before. Four ways are measured:

- alone: one process reads and checks (`CLAIMCHECK_WORKERS=1`);
- read: the workers read, all is checked here (`--cluster` with `--unmask`);
- checked: the workers read and check, here is only put together (`--cluster`);
- killed: the same, and one worker is killed when a third is done.

The results must be the same in every letter. `--gather` checks one book of 22 people and puts
so many copies of its result together, each with other keys: what one machine can gather.
"""

import argparse
import hashlib
import json
import os
import pickle
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from measuring import ROOT

sys.path.insert(0, str(ROOT))

_SCHEDULER = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
_WORKER = ("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny")
_WAYS = ("alone", "read", "checked", "killed")
_ON = date(2026, 12, 31)


class _Counted(Executor):
    """Hands on to another executor, and counts the bytes that go and come."""

    def __init__(self, to: Executor) -> None:
        self._to, self.gone, self.come = to, 0, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> "Future[Any]":
        self.gone += len(pickle.dumps(args, 5))
        future = self._to.submit(fn, *args)
        future.add_done_callback(self._count)
        return future

    def _count(self, done: "Future[Any]") -> None:
        self.come += len(pickle.dumps(done.result(), 5))


def one_way(way: str, folder: Path, address: str, victim: int) -> dict[str, Any]:
    """Check a folder in one way; what it took."""
    from claimcheck.settings import Settings
    from validator.common.workers.cluster import cluster
    from validator.output.json import as_json
    from validator.reading.elsewhere import reader_of
    from validator.reading.files import look_over
    from validator.run.spread.here import run_spread
    from validator.run.validate import run_validation

    settings, files = Settings(on=_ON), look_over([folder])
    third = f"（{len(files.workbooks) // 3}/"

    def progress(what: str) -> None:
        if way == "killed" and third in what:
            os.kill(victim, 9)

    start, counted = time.perf_counter(), None
    if way == "alone":
        found = run_validation(files, settings)
    else:
        with cluster(address) as executor:
            counted = _Counted(executor)
            if way == "read":
                found = run_validation(files, settings, reader=reader_of(counted))
            else:
                found = run_spread(files, settings, counted, progress=progress)
    text = as_json(found.printable)
    return {
        "seconds": time.perf_counter() - start,
        "processor": _tree(os.getpid())[0],
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "gone": counted.gone if counted else 0,
        "come": counted.come if counted else 0,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "findings": found.findings.height,
        "people": int(found.claims["people"].sum()),
    }


def make(folder: Path, books: int, *, plain: bool) -> None:
    """Write claims of other people each; every tenth names one of the claim before."""
    from samples import honest
    from samples.books import book_of, plain_workbook, write

    generator = random.Random(1)
    sizes = [generator.randint(5, 40) for _ in range(books)]
    before: honest.Claim | None = None
    for number, claim in enumerate(honest.claims(generator, sizes, months=[6])):
        if before is not None and number % 10 == 9:
            claim.people[0] = deepcopy(before.people[0])
            claim.people[0].row["claim_id"] = claim.row["claim_id"]
        before, target = claim, folder / f"{number:04}.xlsx"
        if plain:
            plain_workbook(book_of([claim])).save(target)
        else:
            write(book_of([claim]), target)


def bundles(folder: Path) -> None:
    """What a book costs a warm worker, for bundles of several sizes; prints it."""
    from claimcheck.settings import Settings
    from validator.run.spread.sent import Request, SentFile, Terms, packed
    from validator.run.spread.there import check_there

    terms = Terms(Settings(on=_ON), b"k" * 32, "none", {})
    books = [
        Request([SentFile("file.xlsx", book.name, book.read_bytes())])
        for book in sorted(folder.iterdir())[:33]
    ]
    check_there(books[:1], terms)
    for size in (1, 4, 16):
        before, come, many = _tree(os.getpid())[0], 0, books[1 : 1 + max(size, 8)]
        for first in range(0, len(many), size):
            come += len(packed(check_there(many[first : first + size], terms)))
        used = _tree(os.getpid())[0] - before
        print(
            f"bundles of {size:2}: {used / len(many):.3f} s processor a book, "
            f"{come / len(many) / 1e3:.1f} kB back, {_tree(os.getpid())[1]:.0f} MB"
        )


def gather(count: int) -> None:
    """Put so many results together; print seconds and memory."""
    from dataclasses import replace

    import polars as pl

    from claimcheck.settings import Settings
    from samples import honest
    from samples.books import book_of, plain_workbook
    from validator.reading.batch import Input
    from validator.run.spread.groups import groups_of
    from validator.run.spread.sent import Request, SentFile, Terms, packed
    from validator.run.spread.there import check_there
    from validator.run.spread.together import checks_of, claims_of, findings_of, numbered

    (claim,) = honest.claims(random.Random(1), [22], months=[6])
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.xlsx"
        plain_workbook(book_of([claim])).save(path)
        file = SentFile("file.xlsx", path.name, path.read_bytes())
    (part,) = check_there([Request([file])], Terms(Settings(on=_ON), b"k" * 32, "none", {}))
    bundle = len(packed([part] * 16)) / 16 / 1e3
    size = part.keys.height
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    inputs = [Input(number, Path(f"{number}.xlsx")) for number in range(count)]
    found = []
    for entry in inputs:
        keys = part.keys.with_columns(hash=pl.Series([os.urandom(16) for _ in range(size)]))
        part.files[0].put_into(entry)
        found.append(([entry], replace(part, keys=keys)))
    start = time.process_time()
    keys = pl.concat([one.keys.with_columns(input=pl.lit(n)) for n, (_, one) in enumerate(found)])
    groups = len(groups_of(range(count), keys))
    hung = time.process_time() - start
    parts = numbered(inputs, found)
    findings = findings_of(inputs, parts)
    claims = claims_of(inputs, parts)
    checks_of(inputs, parts, findings)
    together = time.process_time() - start - hung
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    print(
        f"{count} results ({size} keys, {part.findings.height} findings, {bundle:.1f} kB each): "
        f"groups {hung:.2f} s processor ({groups} of them), put together {together:.2f} s, "
        f"{held:.0f} MB more, {findings.height} findings, {claims.height} claims"
    )


def _started(*arguments: str | Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments), "--no-dashboard"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@contextmanager
def _cluster(folder: Path) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """A scheduler and two workers: the address, and all three processes."""
    file = folder / "scheduler.json"
    processes = [_started(*_SCHEDULER, "--scheduler-file", file)]
    try:
        while not file.exists():
            time.sleep(0.05)
        here = ("--scheduler-file", file, "--local-directory", folder / "dask")
        processes += [_started(*_WORKER, *here) for _ in range(2)]
        address = json.loads(file.read_text())["address"]
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
        yield address, processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _tree(process: int) -> tuple[float, float]:
    """Seconds of processor and megabytes of a process and those that it started (Linux)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        held = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        # Its own, and those of children that have ended.
        used = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                more = _tree(int(child))
                used, held = used + more[0], held + more[1]
    except OSError:
        return 0.0, 0.0
    return used, held


def _measured(way: str, folder: Path) -> dict[str, Any]:
    """One way in a process of its own, as a cluster has it that was started for it."""
    command = [sys.executable, __file__, "--one", way, "--folder", str(folder)]
    environment = os.environ | {"CLAIMCHECK_WORKERS": "1"}
    if way == "alone":
        done = subprocess.run(command, env=environment, capture_output=True, check=True)
        return dict(json.loads(done.stdout))
    with tempfile.TemporaryDirectory() as name, _cluster(Path(name)) as (address, processes):
        before = [_tree(process.pid)[0] for process in processes]
        more = ["--address", address, "--victim", str(processes[1].pid)]
        done = subprocess.run([*command, *more], capture_output=True, check=True)
        after = [_tree(process.pid) for process in processes]
    found = dict(json.loads(done.stdout))
    found["scheduler"] = after[0][0] - before[0]
    found["workers"] = sum(one[0] - was for one, was in zip(after[1:], before[1:], strict=True))
    found["worker_megabytes"] = max(one[1] for one in after[1:])
    return found


def main() -> None:
    """Measure all ways, and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--books", type=int, default=60)
    parser.add_argument("--plain", action="store_true", help="bare sheets instead of templates")
    parser.add_argument("--gather", type=int, metavar="N", help="put N results together, no more")
    parser.add_argument("--bundles", action="store_true", help="only what a book costs a worker")
    parser.add_argument("--one", choices=_WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--address", default="")
    parser.add_argument("--victim", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.one:
        found = one_way(arguments.one, arguments.folder, arguments.address, arguments.victim)
        print(json.dumps(found))
        return
    if arguments.gather:
        gather(arguments.gather)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = _made(arguments, name)
        if arguments.bundles:
            bundles(folder)
            return
        books = [*folder.iterdir()]
        size = sum(book.stat().st_size for book in books) / len(books) / 1e3
        taken = {way: _measured(way, folder) for way in _WAYS}
    people = taken["alone"]["people"]
    print(f"{len(books)} books of {size:.0f} kB, {people} people, "
          f"{taken['alone']['findings']} findings")  # fmt: skip
    for way, found in taken.items():
        line = (
            f"{way:8} {found['seconds']:6.1f} s  here {found['processor']:6.1f} s processor "
            f"{found['megabytes']:4.0f} MB"
        )
        if way != "alone":
            line += (
                f"  workers {found['workers']:6.1f} s {found['worker_megabytes']:4.0f} MB"
                f"  scheduler {found['scheduler']:4.1f} s"
                f"  a book: {found['gone'] / len(books) / 1e3:6.1f} kB there "
                f"{found['come'] / len(books) / 1e3:6.1f} kB back"
            )
        print(line)
    same = len({found["digest"] for found in taken.values()}) == 1
    print("the same result in all ways" if same else "THE RESULTS DIFFER")


def _made(arguments: argparse.Namespace, name: str) -> Path:
    """The folder of books, which are made where there are none."""
    folder = arguments.folder or Path(name)
    if not any(folder.iterdir()):
        make(folder, arguments.books, plain=arguments.plain)
    return Path(folder)


if __name__ == "__main__":
    main()
