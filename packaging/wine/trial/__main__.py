"""`packaging/try-under-wine` calls this: python -m trial RELEASES WORK."""

import subprocess
import sys
import time
import traceback
from pathlib import Path

from trial import steps
from trial.pc import Pc
from trial.steps import Office


def main() -> None:
    """Run every step in turn; print a table; end with 1 where one failed."""
    releases, work = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    pc = Pc(work)
    pc.start()
    office = Office(pc, releases, work)
    failed = 0
    for step in steps.ALL:
        began = time.monotonic()
        try:
            result, mark = step(office), "ok"
        except (AssertionError, OSError, ValueError, subprocess.SubprocessError) as error:
            result, mark, failed = str(error) or traceback.format_exc(limit=1), "FAILED", failed + 1
        said = (step.__doc__ or "").splitlines()[0].rstrip(".")
        print(f"{mark:6} {time.monotonic() - began:5.1f} s  {said}: {result}", flush=True)
    print(f"{len(steps.ALL) - failed} passed, {failed} failed")
    pc.stop()
    raise SystemExit(1 if failed else 0)


main()
