"""Runs checks, each after those that raise what it sees; those of large batches side by side."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import polars as pl

from validator.checks.running import RANK, Check, Of_contra, Ran, SkippedError, Status, in_order
from validator.findings.catalogue import entry
from validator.findings.frame import empty, whole_file

#: Over so many rows checks run side by side: with fewer, threads cost more than they save; with
#: more, what several checks need at once is too much memory.
_SIDE_BY_SIDE = range(50_000, 2_000_000)

#: So many at most: hardly any list of checks keeps more of them busy.
_THREADS = 4


class _Outcome(NamedTuple):
    """How one check went."""

    status: tuple[Status, str, int]  #: why not, and how far it came: see `SkippedError`
    found: list[pl.DataFrame]
    ready: bool  #: whether the subject is ready for checks that need the evaluation


def _outcome(subject: Of_contra, one: Check[Of_contra], *, ready: bool) -> _Outcome:
    """Run one check, and make the subject ready where it needs that."""
    try:
        if one.judges and not ready:
            subject.make_ready()
            ready = True
        return _Outcome(("ran", "", 0), one.findings(subject), ready)
    except SkippedError as reason:
        return _Outcome(("skipped", str(reason), reason.reach), [], ready)
    except Exception as error:  # reported by whoever runs it, never swallowed
        why = f"{type(error).__name__}: {error}".split("\n")[0][:200]
        return _Outcome(("failed", why, 0), [_failure(subject.first_input, one.codes)], ready)


def threads_for(rows: int) -> int:
    """How many checks are to run side by side over so many rows."""
    return min(pl.thread_pool_size(), _THREADS) if rows in _SIDE_BY_SIDE else 1


def run(
    subject: Of_contra,
    checks: Sequence[Check[Of_contra]],
    progress: Callable[[str], None],
    threads: int = 1,
) -> tuple[pl.DataFrame, list[Ran]]:
    """Run all checks, each after those that raise what it sees.

    A check that fails is reported as failed and blocks: nobody may take silence for
    "nothing wrong". Where several checks raise a code, it was run if one of them was.

    Args:
        subject: what they look at.
        checks: in any order.
        progress: told in Chinese what is being looked for.
        threads: so many of them run side by side.
    """
    went: dict[str, tuple[Status, str, int]] = {}
    ready, before = False, len(subject.found)
    begun: deque[tuple[Check[Of_contra], Callable[[], _Outcome]]] = deque()

    def end_first() -> bool:
        one, outcome = begun.popleft()
        progress(f"检查 {entry(one.codes[0]).title}")
        ended = outcome()
        subject.found += ended.found
        for code in one.codes:
            known = went.get(code)
            if known is None or RANK[ended.status[0]] < RANK[known[0]]:
                went[code] = ended.status
        return ended.ready

    with ThreadPoolExecutor(threads) as side_by_side:
        for one in in_order(checks):
            work = partial(_outcome, subject, one, ready=ready)
            alone = threads == 1 or (one.judges and not ready)
            while begun and (alone or any(one.after & {*other.codes} for other, _ in begun)):
                end_first()
            begun.append((one, work if alone else side_by_side.submit(work).result))
            if alone:
                ready = end_first()
        while begun:
            end_first()
    findings = pl.concat([empty(), *subject.found[before:]])
    counts: dict[str, dict[int, int]] = {}
    for code, number, count in findings.group_by("code", "input").len().iter_rows():
        counts.setdefault(code, {})[number] = count
    ran = []
    for code, (how, why, reach) in sorted(went.items()):
        found = counts.get(code, {}) if how == "ran" else {}
        ran.append(Ran(code, how, sum(found.values()), why, reach, found))
    return findings, ran


def _failure(first_input: int, codes: Sequence[str]) -> pl.DataFrame:
    titles = "、".join(entry(code).title for code in codes)
    return whole_file(
        codes[0],
        first_input,
        f"“{titles}”的检查没有完成，本批不能视为通过",
        fix="请把本批文件交技术支持人员查看。",
        severity="error",
    )
