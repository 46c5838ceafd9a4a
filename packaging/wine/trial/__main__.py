"""`packaging/try-under-wine` calls this: python -m trial RELEASES WORK [STEP …]."""

import subprocess
import sys
import time
import traceback
from pathlib import Path

from trial import desk_steps, excel_steps, steps, trouble_steps
from trial.office import Office
from trial.pc import Pc


def main() -> None:
    """Run the steps in turn; print a table; end with 1 where one failed."""
    releases, work, wanted = Path(sys.argv[1]), Path(sys.argv[2]).resolve(), sys.argv[3:]
    named = {step.__name__: step for step in in_turn()}
    if unknown := [name for name in wanted if name not in named]:
        raise SystemExit(f"no such step: {', '.join(unknown)}; there are {', '.join(named)}")
    chosen = [named[name] for name in wanted or named]
    pc = Pc(work)
    try:
        if not wanted:  # named steps go on with the PC of the last trial
            pc.start()
        failed = [step for step in chosen if not passes(step, Office(pc, releases, work))]
    finally:
        pc.stop()
    print(f"{len(chosen) - len(failed)} passed, {len(failed)} failed")
    raise SystemExit(1 if failed else 0)


def in_turn() -> list[steps.Step]:
    """All steps: what needs the installed program comes before it is removed."""
    using, leaving = steps.ALL, (steps.uninstalls, steps.carries)
    first = [step for step in using if step not in leaving]
    using_it = (desk_steps.opens_the_desk, excel_steps.computes_in_excel, *trouble_steps.ALL)
    return [*first, *using_it, *leaving]


def passes(step: steps.Step, office: Office) -> bool:
    """Run a step and print its line of the table; whether it passed."""
    began = time.monotonic()
    try:
        result, mark = step(office), "ok"
    except (AssertionError, LookupError, OSError, ValueError, subprocess.SubprocessError) as error:
        result, mark = str(error) or traceback.format_exc(limit=-1), "FAILED"
    said = (step.__doc__ or "").splitlines()[0].rstrip(".")
    print(f"{mark:6} {time.monotonic() - began:5.1f} s  {said}: {result}", flush=True)
    return mark == "ok"


main()
