"""What goes wrong at an office, and what the release then does."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trial.office import Office
from trial.on_windows import BROKEN_OFF, HOLD, JOB, WITH_A_WORKER
from trial.pc import PATIENCE, Ran
from trial.steps import DAY, PYTHON, REPOSITORY, SAMPLE

HOW = ("validate", "--ledger", "none", *DAY)

#: Windows takes no more characters where long paths were not allowed.
LONGEST_PATH = 259
LEVEL = "中卫 市 & 'A' 的第一批申报材料"

#: What a worker may still take, in kB, when it has imported all that reads. With much less it is
#: Wine that finds no room, and the worker hangs until its time is over.
_A_LITTLE = 6_000


def holds_an_input(office: Office) -> str:
    """A form that another program holds open: named, in the report, too."""
    name, here = with_sample(office, "输入被占用")
    with held(office, rf"{name}\{SAMPLE}"):
        ran = office.pc.claimcheck(*HOW, SAMPLE, folder=here)
    assert ran.status == 2, ran
    assert "文件正被别的程序打开" in joined(ran.said), ran
    assert "hiring-faulty.核查报告.html" in names(here), names(here)
    return line_with(ran, "无法打开")


def holds_an_output(office: Office) -> str:
    """A marked copy that another program holds open: said, and the old one stays."""
    name, here = with_sample(office, "输出被占用")
    copy = "hiring-faulty.核查.xlsx"
    (here / copy).write_bytes(b"old")
    with held(office, rf"{name}\{copy}"):
        ran = office.pc.claimcheck(*HOW, SAMPLE, folder=here)
    assert ran.status == 2, ran
    assert (here / copy).read_bytes() == b"old"
    assert not drafts(here), drafts(here)
    assert "打开" in line_with(ran, f"无法写入“{copy}”"), ran
    return line_with(ran, "无法写入")


def may_not_write(office: Office) -> str:
    """A folder in which nothing may be written: one message."""
    _, here = with_sample(office, "只读")
    with read_only(here):
        ran = office.pc.claimcheck(*HOW, SAMPLE, folder=here)
    assert ran.status == 2, ran
    assert "没有写入权限" in joined(ran.said), ran
    assert names(here) == [SAMPLE], names(here)
    return line_with(ran, "无法写入")


def reads_from_a_share(office: Office) -> str:
    """A form on a network drive that takes nothing: one message; `--out` puts it elsewhere."""
    name, here, there = office.fresh("共享 & '盘'")
    server = office.work / "server" / "申报 材料"
    server.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REPOSITORY / "samples" / SAMPLE, server / SAMPLE)
    office.pc.share("S", server.parent)
    form = rf"S:\申报 材料\{SAMPLE}"
    with read_only(server):
        refused = office.pc.claimcheck(*HOW, form)
        ran = office.pc.claimcheck(*HOW, form, "--out", name)
    assert refused.status == 2, refused
    assert "没有写入权限" in joined(refused.said), refused
    assert names(server) == [SAMPLE], names(server)
    assert ran.status == 1, ran
    theirs = office.linux(*HOW, str(server / SAMPLE), "--out", str(there))
    assert theirs.status == 1, theirs
    assert names(here) == names(there), (names(here), names(there))
    return f"{line_with(refused, '无法写入')}; with --out {len(names(here))} files as on Linux"


def goes_deep(office: Office) -> str:
    """A form whose path just fits into 259 characters, its outputs' do not: written, or said."""
    name, here, _ = office.fresh("很深")
    while len(name) + len(LEVEL) + len(SAMPLE) + 2 <= LONGEST_PATH:
        name, here = rf"{name}\{LEVEL}", here / LEVEL
    rest = LONGEST_PATH - len(name) - len(SAMPLE) - 2
    name, here = (rf"{name}\{'深' * rest}", here / ("深" * rest)) if rest > 0 else (name, here)
    here.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(REPOSITORY / "samples" / SAMPLE, here / SAMPLE)
    ran = office.pc.claimcheck(*HOW, rf"{name}\{SAMPLE}")
    assert "Traceback" not in ran.said, ran
    assert not drafts(here), drafts(here)
    if ran.status == 1:
        assert len(names(here)) > 1, names(here)
        return f"{len(name) + 1 + len(SAMPLE)} characters; {len(names(here)) - 1} outputs written"
    assert ran.status == 2, ran
    assert "太长" in joined(ran.said), ran
    return line_with(ran, "太长")


def runs_out_of_memory(office: Office) -> str:
    """A form for which a worker's memory does not suffice: CC101, and nothing else dies.

    Wine keeps no job's limit, so Linux limits that process: what follows is the release's own.
    """
    _, here = with_sample(office, "内存")
    run = office.pc.begin_ready(PYTHON, "-c", WITH_A_WORKER, *HOW, SAMPLE, folder=here)
    while len(workers := office.pc.processes("program.py")) != 1:
        time.sleep(0.1)  # while Wine starts a process, there are two for a moment
    limit(workers[0], _A_LITTLE)
    out, err = run.communicate(b"\n", timeout=PATIENCE)
    said = (out + err).decode("gb18030", errors="replace")
    assert run.returncode == 2, said
    assert "CC101" in said, said
    assert "内存超过上限" in said, said
    return joined(said).split("1 处·")[1].split("读取 0")[0].split("读取0")[0]


def keeps_workers_in_jobs(office: Office) -> str:
    """A worker's job: it is there, and closing it ends the worker."""
    ran = office.pc.run(PYTHON, "-c", JOB)
    assert ran.said.split() == ["True", "True"], ran
    return "alive in its job, ended with it"


def is_broken_off(office: Office) -> str:
    """Ctrl+C while forms are checked: no half file, no worker left."""
    _, here = with_sample(office, "中断")
    ran = office.pc.run(PYTHON, "-c", BROKEN_OFF, *HOW, SAMPLE, folder=here)
    assert ran.status not in (0, 2), ran
    assert "Traceback" not in ran.said, ran
    assert not drafts(here), drafts(here)
    assert not list(office.pc.processes("program.py")), "a worker was left"
    return f"status {ran.status}, {joined(ran.said)[-20:]}"


def with_sample(office: Office, name: str) -> tuple[str, Path]:
    """A new folder with the sample in it, as Windows and as Linux name it."""
    place, here, _ = office.fresh(name)
    shutil.copyfile(REPOSITORY / "samples" / SAMPLE, here / SAMPLE)
    return place, here


@contextmanager
def held(office: Office, place: str) -> Iterator[None]:
    """Another program holds a file open as long as this lasts."""
    excel = office.pc.begin_ready(PYTHON, "-c", HOLD, place)
    try:
        yield
    finally:
        excel.communicate(b"\n", timeout=PATIENCE)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing can be written into a folder as long as this lasts; root needs another way."""
    root = os.geteuid() == 0
    off, on = (["chattr", "+i"], ["chattr", "-i"]) if root else (["chmod", "555"], ["chmod", "755"])
    subprocess.run([*off, str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run([*on, str(folder)], check=True)


def limit(process: int, more: int) -> None:
    """Let a process have so many kB more than it takes when it has imported what it needs."""
    before, now = -1, memory(process)
    while now != before:
        time.sleep(2)
        before, now = now, memory(process)
    subprocess.run(["prlimit", "--pid", str(process), f"--data={(now + more) * 1024}"], check=True)


def memory(process: int) -> int:
    """The kB that a process may write to."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    [taken] = [line.split()[1] for line in lines if line.startswith("VmData:")]
    return int(taken)


def names(folder: Path) -> list[str]:
    """The files of a folder that people see."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def drafts(folder: Path) -> list[str]:
    """Files that were begun and not finished."""
    return [path.name for path in folder.iterdir() if path.name.startswith(".claimcheck-tmp")]


def line_with(ran: Ran, words: str) -> str:
    """The line of what was said that holds some words."""
    found = [line.strip() for line in ran.said.splitlines() if words in line]
    assert found, ran
    return found[0]


def joined(said: str) -> str:
    """What was said, without the breaks of lines."""
    return "".join(line.strip() for line in said.splitlines())


ALL = (
    holds_an_input,
    holds_an_output,
    may_not_write,
    reads_from_a_share,
    goes_deep,
    runs_out_of_memory,
    keeps_workers_in_jobs,
    is_broken_off,
)
