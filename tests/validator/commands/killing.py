"""Kills commands in the middle of writing and looks at what they left.

Each act is a command on an office of its own. It is killed at any moment, or as soon as the
draft of a file shows; then everything that is there must be whole, and what was said to be
done must be there. In the end the command runs once without being killed: nothing temporary of
the killed ones may be left.
"""

import contextlib
import http.client
import json
import os
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.validator.supervision import made
from validator.ledger.audit.events import Verdict
from validator.ledger.audit.trail import verified

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Tally:
    """What the kills met."""

    kills: int = 0
    finished: int = 0  #: commands that were done before they could be killed
    drafts: int = 0  #: temporary files that killed commands left, until the next run
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        said = "".join(f"\n  {fault}" for fault in self.faults)
        return (
            f"{self.kills} kills ({self.finished} commands were done before), {self.drafts} "
            f"temporary files left and removed by the next run, {len(self.faults)} faults{said}"
        )


class Desk:
    """An office in a folder, its own home and its own temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.home, self.temporary = folder / "home", folder / "temporary"
        self.temporary.mkdir(parents=True)
        key = self.home / "config" / "claimcheck" / "keys" / "ledger.key"
        self.office = made.office(folder / "批次", str(folder / "台账.sqlite"), key)
        self.out = folder / "结果"
        self.before = self.office.batch.read_bytes()
        self.took, _ = self.run("validate", self.office.batch, "--out", self.out)
        self.workbook = self.out / f"{self.office.batch.stem}.审核.xlsx"
        self.lines = made.lines(self.workbook)
        self.whole_batch = folder / "汇总.xlsx"

    @property
    def ours(self) -> list[str]:
        """The options by which a command uses this office's ledger."""
        return ["--ledger", self.office.ledger, "--key", str(self.office.key_file)]

    @contextlib.contextmanager
    def started(self, *arguments: object) -> Iterator["subprocess.Popen[str]"]:
        """A command that was let go, and is killed at the end if it still runs."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.validator.commands.killed", *map(str, arguments)],
            cwd=ROOT,
            env=os.environ
            | {
                "XDG_CONFIG_HOME": str(self.home / "config"),
                "XDG_DATA_HOME": str(self.home / "data"),
                "TMPDIR": str(self.temporary),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", process.communicate()
            process.stdin.write("go\n")
            process.stdin.flush()
            yield process
        finally:
            process.kill()
            process.communicate()

    def run(self, *arguments: object) -> tuple[float, str]:
        """Run a command to its end: how long it took in seconds, and what it said."""
        with self.started(*arguments, *self.ours_for(arguments)) as process:
            start = time.monotonic()
            said, complaints = process.communicate()
            assert process.returncode in (0, 1), said + complaints
            return time.monotonic() - start, said

    def ours_for(self, arguments: tuple[object, ...]) -> list[str]:
        """The options of a command that knows a ledger."""
        return [] if arguments[0] in ("collect", "split") else self.ours

    def drafts(self) -> list[Path]:
        """What is temporary and of ours, anywhere in the office."""
        return [*self.out.parent.rglob(".claimcheck-*-*"), *self.temporary.glob("claimcheck-*")]

    def faults(self, verdicts: int | None = None) -> list[str]:
        """What is half there, or changed, or not as the chain says.

        Args:
            verdicts: how many verdicts each reviewer gives at once, where any are given.
        """
        found = []
        if self.office.batch.read_bytes() != self.before:
            found.append("the input was changed")
        for path in self.out.parent.rglob("*"):
            if path.is_file() and not path.name.startswith(".") and not _whole(path):
                found.append(f"{path.name} is half there")
        events = verified(self.office.ledger, self.office.key_file)
        if events.fault:
            found.append(events.fault)
        given: dict[str, int] = {}
        for entry in events.recorded:
            if isinstance(entry.event, Verdict):
                given[entry.who] = given.get(entry.who, 0) + 1
        if verdicts is not None and set(given.values()) - {verdicts}:
            found.append(f"some verdicts of one decision are missing: {given}")
        self.given = given
        return found


def _whole(path: Path) -> bool:
    if path.suffix == ".xlsx":
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as package:
            return package.testzip() is None
        return False
    if path.suffix == ".html":
        return path.read_text("utf-8").rstrip().endswith("</html>")
    return True


def kill_outputs(desk: Desk, kills: int, generator: random.Random) -> Tally:
    """Kill `validate` while it writes the marked copy, the review workbook and the page."""
    return _kill(desk, ("validate", desk.office.batch, "--out", desk.out), kills, generator)


def kill_split(desk: Desk, kills: int, generator: random.Random) -> Tally:
    """Kill `split` while it writes the workbooks of the applicants."""
    others = [
        made.save(desk.out.parent / "来件" / f"{n}.xlsx", desk.office.claims[n:]) for n in (0, 1)
    ]
    desk.run("collect", *others, "-o", desk.whole_batch)
    return _kill(desk, ("split", desk.whole_batch, "-o", desk.out / "拆分"), kills, generator)


def kill_apply(desk: Desk, kills: int, generator: random.Random) -> Tally:
    """Kill `review apply`, each time with the decisions of another reviewer."""
    tally = Tally()
    for number in range(kills + 1):
        said = {"decision": "退回补正", "reviewer": f"审核人{number}"}
        made.fill(desk.workbook, lambda _, said=said: said)  # type: ignore[misc]
        call = ("review", "apply", desk.workbook, desk.office.batch)
        once = _kill(desk, call, int(number < kills), generator, len(desk.lines))
        tally.kills, tally.finished = tally.kills + once.kills, tally.finished + once.finished
        tally.drafts, tally.faults = tally.drafts + once.drafts, tally.faults + once.faults
    return tally


def kill_decide(desk: Desk, kills: int, generator: random.Random) -> Tally:
    """Kill the review page's service while it takes decisions."""
    tally, told, number = Tally(), set[str](), 0
    while tally.kills < kills:
        with desk.started("review", "serve", "--no-open", desk.office.batch, *desk.ours) as process:
            assert process.stdout is not None
            address = process.stdout.readline().removeprefix("审核网页：").strip()
            until = time.monotonic() + generator.uniform(0, 2)
            killer = subprocess.Popen(  # it must fall into the middle of a request
                [sys.executable, "-c", f"import os,time; time.sleep({until - time.monotonic()}); "
                 f"os.kill({process.pid}, 9)"]
            )  # fmt: skip
            shown = _page(address)
            while process.poll() is None:
                number += 1
                reply = _decide(address, shown, desk.lines, f"审核人{number}")
                if reply is not None:
                    assert reply.get("recorded") == len(desk.lines), reply
                    shown["state"] = reply["state"]
                    told.add(f"审核人{number}")
            killer.wait()
            tally.kills += 1
        tally.drafts += len(desk.drafts())
        tally.faults += desk.faults(len(desk.lines))
        if lost := told - desk.given.keys():
            tally.faults.append(f"lost: {sorted(lost)}")
    return tally


def _page(address: str) -> dict[str, Any]:
    """Which check and state the page shows; nothing where the connection broke off."""
    text = _asked(address, "GET", "")
    found = re.search(r'"check": ?"(\w+)"', text or "")
    return {"check": found[1] if found else "", "state": 0}


def _decide(
    address: str, shown: dict[str, Any], lines: list[dict[str, Any]], reviewer: str
) -> dict[str, Any] | None:
    """Send one decision on every finding; None where the connection broke off."""
    names = ("id", "basis", "severity", "code", "seal")
    decisions = [
        dict(zip(names, line["key"].split(" "), strict=True))
        | {name: line[name] or "" for name in ("claim_id", "message")}
        | {"decision": "退回补正", "reason": "", "reviewer": reviewer}
        for line in lines
    ]
    reply = _asked(address, "POST", "decide", json.dumps(shown | {"decisions": decisions}))
    try:
        return None if reply is None else json.loads(reply)
    except ValueError:  # it broke off in the middle
        return None


def _asked(address: str, method: str, name: str, content: str | None = None) -> str | None:
    """What the service answers; None where the connection broke off."""
    host, _, path = address.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=60)
    try:
        connection.request(method, f"/{path}{name}", content, {"Content-Type": "application/json"})
        return connection.getresponse().read().decode()
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()


def _kill(
    desk: Desk,
    call: tuple[object, ...],
    kills: int,
    generator: random.Random,
    verdicts: int | None = None,
) -> Tally:
    """Kill a command often, at any moment and in the middle of writing, then let it run."""
    tally = Tally()
    longest = desk.took
    while tally.kills < kills and tally.finished < 3 * kills + 3:
        with desk.started(*call, *desk.ours_for(call)) as process:
            start = time.monotonic()
            if generator.random() < 0.5:
                _until(process, lambda: _is_writing(desk))
            else:
                _until(process, lambda: False, generator.uniform(0, longest))
            longest = max(longest, time.monotonic() - start)
            alive = process.poll() is None
            process.kill()
            process.communicate()
        tally.kills += alive
        tally.finished += not alive
        tally.drafts += len(desk.drafts())
        tally.faults += desk.faults(verdicts)
    desk.run(*call)
    tally.faults += desk.faults(verdicts)
    tally.faults += [f"{path.name} was left" for path in desk.drafts()]
    return tally


def _is_writing(desk: Desk) -> bool:
    """Whether the draft of a file is there, or the ledger's journal is being filled."""
    with contextlib.suppress(OSError):
        if Path(f"{desk.office.ledger}-wal").stat().st_size > 0:
            return True
    return any(desk.out.rglob(".claimcheck-*-*"))


def _until(process: "subprocess.Popen[str]", what: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end and not what():
        time.sleep(0.002)


ACTS: dict[str, Callable[[Desk, int, random.Random], Tally]] = {
    "decide": kill_decide,
    "apply": kill_apply,
    "split": kill_split,
    "outputs": kill_outputs,
}
