"""`packaging/try-under-wine` calls this: python -m trial RELEASES WORK [STEP …]."""

import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from trial import desk_steps, excel_steps, steps, trouble_steps
from trial.office import Office
from trial.pc import LONGEST, Pc

#: Seconds that a step may take, some more than the longest of its programs.
_PATIENCE = LONGEST + 60


@dataclass(frozen=True)
class Done:
    """How a step went."""

    step: str
    passed: bool
    seconds: float
    figure: str

    @property
    def line(self) -> str:
        """Its line of the table, in Markdown."""
        mark = "passed" if self.passed else "FAILED"
        figure = " ".join(self.figure.split()).replace("|", "\\|")
        return f"| `{self.step}` | {mark} | {self.seconds:.0f} | {figure} |"


def main() -> None:
    """Run the steps in turn; print a table; end with 1 where one failed or was not reached."""
    releases, work, wanted = Path(sys.argv[1]), Path(sys.argv[2]).resolve(), sys.argv[3:]
    named = {step.__name__: step for step in in_turn()}
    if unknown := [name for name in wanted if name not in named]:
        raise SystemExit(f"no such step: {', '.join(unknown)}; there are {', '.join(named)}")
    chosen = wanted or list(named)
    began, done = time.monotonic(), list[Done]()
    signal.signal(signal.SIGTERM, ends)  # the time for all is over: what was done is still told
    pc = Pc(work)
    try:
        if not wanted:  # named steps go on with the PC of the last trial
            pc.start()
        office = Office(pc, releases, work)
        for name in chosen:
            done.append(tried(named[name], office))
            if not done[-1].passed:
                pc.stop()  # nothing that hangs disturbs the next step
            if name == steps.installs.__name__ and not done[-1].passed:
                break
    finally:
        pc.stop()
        passed = sum(one.passed for one in done)
        print(
            "\n| step | result | seconds | what was compared, and the figure |\n|---|---|---|---|"
        )
        print("\n".join(one.line for one in done))
        print(
            f"\n{passed} of {len(chosen)} steps passed, {len(done) - passed} failed, "
            f"{len(chosen) - len(done)} not reached; {(time.monotonic() - began) / 60:.1f} minutes"
        )
    raise SystemExit(0 if passed == len(chosen) else 1)


def in_turn() -> list[steps.Step]:
    """All steps: what needs the installed program comes before it is removed."""
    using, leaving = steps.ALL, (steps.uninstalls, steps.carries)
    first = [step for step in using if step not in leaving]
    using_it = (desk_steps.opens_the_desk, excel_steps.computes_in_excel, *trouble_steps.ALL)
    return [*first, *using_it, *leaving]


def tried(step: steps.Step, office: Office) -> Done:
    """Run a step; how it went, printed too."""
    began = time.monotonic()
    said = (step.__doc__ or "").splitlines()[0].rstrip(".")
    try:
        with in_time():
            passed, figure = True, step(office)
    except Exception as error:  # the other steps are tried all the same
        passed, figure = False, str(error) or traceback.format_exc(limit=-1)
    done = Done(step.__name__, passed, time.monotonic() - began, f"{said}: {figure}")
    print(f"{'ok' if passed else 'FAILED':6} {done.seconds:5.1f} s  {done.figure}", flush=True)
    return done


@contextmanager
def in_time() -> Iterator[None]:
    """Break off what takes too long, be it a program that says nothing.

    Raises:
        TimeoutError: it took too long.
    """

    def over(*_: object) -> NoReturn:
        raise TimeoutError(f"not done after {_PATIENCE} s")

    signal.signal(signal.SIGALRM, over)
    signal.alarm(_PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)


def ends(*_: object) -> NoReturn:
    """End as where an exception does, so that the table is printed."""
    raise SystemExit(1)


main()
