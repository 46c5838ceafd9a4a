"""What an office does with a release, one step each; a step gives the figure it found."""

import json
import shutil
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from trial.comparing import differences, where_differs, with_plain_lines
from trial.office import Office
from trial.pc import INSTALLED, PATIENCE, USER, Pc

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = "hiring-faulty.xlsx"
DAY = ("--on", "2026-11-28")

COMMAND = rf"{INSTALLED}\program\bin\claimcheck.exe"
PYTHON = rf"{INSTALLED}\program\python\python.exe"
LEDGER = rf"{USER}\AppData\Local\claimcheck\ledger.sqlite"


#: Gives the figure it found; raises where the release does not do what it should.
Step = Callable[[Office], str]


def installs(office: Office) -> str:
    """Setup, silent, for the user 张三."""
    ran = office.setup()
    assert ran.status == 0, ran
    for place in (
        rf"{USER}\Desktop\claimcheck 核查.lnk",
        rf"{USER}\AppData\Roaming\Microsoft\Windows\SendTo\claimcheck 核查.lnk",
        rf"{USER}\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\claimcheck\使用说明.lnk",
        rf"{INSTALLED}\LibreOffice扩展\claimcheck.oxt",
        rf"{INSTALLED}\开始.html",
    ):
        assert office.pc.at(place).is_file(), f"missing: {place}"
    assert "claimcheck\\program\\bin" in office.pc.value(r"HKCU\Environment", "Path")
    root = office.pc.at(INSTALLED)
    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
    return f"{size / 1e6:.0f} MB on the disk, compiled modules included; {ran.seconds:.0f} s"


def starts(office: Office) -> str:
    """claimcheck --version, against Linux."""
    windows = [office.pc.claimcheck("--version") for _ in range(4)][1:]
    linux = [office.linux("--version") for _ in range(4)][1:]
    bare = [office.pc.run(PYTHON, "-c", "pass") for _ in range(4)][1:]
    assert windows[0].said.strip() == linux[0].said.strip(), (windows[0], linux[0])
    best, reference, python = (min(ran.seconds for ran in runs) for runs in (windows, linux, bare))
    return (
        f"{windows[0].said.strip()}; {best:.2f} s, Linux {reference:.2f} s, ratio "
        f"{best / reference:.1f}; Wine with an empty Python program alone {python:.2f} s"
    )


def validates(office: Office) -> str:
    """validate, every output, against Linux."""
    _, here, there = office.fresh("核查")
    for folder in (here, there):
        shutil.copyfile(REPOSITORY / "samples" / SAMPLE, folder / SAMPLE)
    how = ("--ledger", "none", *DAY)
    ours = office.pc.claimcheck("validate", SAMPLE, *how, folder=here)
    office.share_key()
    theirs = office.linux("validate", SAMPLE, *how, folder=there)
    assert ours.status == theirs.status == 1, (ours, theirs)
    found = differences(here, there)
    assert not found, found[:5]
    assert "暂不能提交" in ours.said, ours.said[-300:]
    return f"{len(list(here.iterdir()))} files the same; ratio {ours.seconds / theirs.seconds:.1f}"


def formats(office: Office) -> str:
    """validate in json, csv and html to a pipe, code page 936, against Linux."""
    _, here, there = office.fresh("格式")
    for folder in (here, there):
        shutil.copyfile(REPOSITORY / "samples" / SAMPLE, folder / SAMPLE)
    summary = {}
    for kind in ("json", "csv", "html"):
        how = ("validate", SAMPLE, "--no-write", "--ledger", "none", "--format", kind, *DAY)
        said = office.pc.output(COMMAND, *how, folder=here)
        theirs = office.linux_output(*how, folder=there)
        found = where_differs(with_plain_lines(said), with_plain_lines(theirs))
        assert theirs, f"{kind}: nothing was written"
        assert not found, f"{kind}: {found}"
        if kind == "json":
            summary = json.loads(said)["summary"]
    return f"the same; {summary}"


def makes_a_template(office: Office) -> str:
    """template new, against Linux."""
    name, here, there = office.fresh("模板")
    ours = office.pc.claimcheck("template", "new", "hiring", "-o", name)
    theirs = office.linux("template", "new", "hiring", "-o", str(there))
    assert ours.status == theirs.status == 0, (ours, theirs)
    found = differences(here, there)
    assert not found, found[:5]
    written = sorted(path.name for path in here.iterdir())
    assert written == ["hiring.xlsm", "hiring.xlsx"], written
    return "the same parts in " + "、".join(written)


def imports_statements(office: Office) -> str:
    """wages import of statements in GBK, against Linux."""
    _, here, there = office.fresh("流水")
    statements = ("工商银行-带交易详情.csv", "支付宝.csv", "其他银行-通用列名.csv")
    for statement in statements:
        content = (REPOSITORY / "samples" / "statements" / statement).read_bytes()
        content.decode("gbk")
        for folder in (here, there):
            (folder / statement).write_bytes(content)
    how = ("wages", "import", *statements, "-o", "工资流水.xlsx")
    ours = office.pc.claimcheck(*how, folder=here)
    theirs = office.linux(*how, folder=there)
    # 1: some lines of the statements wait for a person's answer.
    assert ours.status == theirs.status == 1, (ours, theirs)
    assert (here / "工资流水.xlsx").is_file(), ours
    found = differences(here, there)
    assert not found, found[:5]
    return f"the same parts from {len(statements)} statements, none in UTF-8"


def records(office: Office) -> str:
    """ledger record, then validate the same forms against the ledger, against Linux."""
    _, here, there = office.fresh("台账")
    for folder in (here, there):
        for name in ("申报.xlsx", "又一次.xlsx"):
            shutil.copyfile(REPOSITORY / "samples" / "hiring-clean.xlsx", folder / name)
    record = ("ledger", "record", "申报.xlsx", *DAY)
    ours = office.pc.claimcheck(*record, folder=here)
    theirs = office.linux(*record, folder=there)
    assert ours.status == theirs.status == 0, (ours, theirs)
    assert office.pc.at(LEDGER).stat().st_size > 0
    again = ("validate", "又一次.xlsx", "--no-write", "--format", "json", *DAY)
    codes = found_codes(office.pc.output(COMMAND, *again, folder=here))
    assert codes == found_codes(office.linux_output(*again, folder=there)), codes
    assert codes["CC609"], f"the ledger was not asked: {codes}"
    return f"recorded; the same forms again give {dict(codes)} on both"


def found_codes(output: bytes) -> Counter[str]:
    """How often `validate` found what, of its JSON."""
    return Counter(finding["code"] for finding in json.loads(output)["findings"])


def drops_a_file(office: Office) -> str:
    """A file dropped on the icon: the report is found, the window waits."""
    name, here, _ = office.fresh("拖放")
    shutil.copyfile(REPOSITORY / "samples" / SAMPLE, here / SAMPLE)
    ran = office.pc.run(PYTHON, rf"{INSTALLED}\program\start.py", rf"{name}\{SAMPLE}", typed="\r\n")
    for wanted in ("暂不能提交", "hiring-faulty.核查报告.html", "按回车键关闭本窗口"):
        assert wanted in ran.said, f"{wanted} not in {ran.said[-500:]}"
    return "the report is named, and the window waits for a key"


def installs_in_excel(office: Office) -> str:
    """Addin install and doctor."""
    ours = office.pc.claimcheck("addin", "install")
    assert ours.status == 0, ours
    doctor = office.pc.claimcheck("addin", "doctor")
    assert doctor.status == 0, doctor
    ticks = doctor.said.count("√")
    assert "一切就绪。" in doctor.said, doctor
    return f"{ticks} ticks, 一切就绪。"


def refuses_while_in_use(office: Office) -> str:
    """Setup while the program runs: refused, nothing broken."""
    busy = office.pc.begin(PYTHON, "-c", "print(1, flush=True); input()")
    try:
        assert busy.stdout and busy.stdout.readline().strip() == b"1"
        ran = office.setup()
    finally:
        busy.communicate(b"\n", timeout=PATIENCE)
    assert ran.status == 2, ran
    assert office.pc.claimcheck("--version").status == 0
    return "status 2, and the old one still starts"


def upgrades(office: Office) -> str:
    """Setup again over the old one: ledger, key and a clerk's own file stay."""
    pc = office.pc
    own = pc.at(rf"{INSTALLED}\模板\我填好的.xlsx")
    own.write_bytes(b"mine")
    stale = pc.at(rf"{INSTALLED}\program\python\Lib\site-packages\claimcheck\stale.py")
    stale.write_text("")
    kept = {path: path.read_bytes() for path in users_files(pc)}
    assert len(kept) >= 2, f"no ledger and key: {list(kept)}"
    path = pc.value(r"HKCU\Environment", "Path")
    ran = office.setup()
    assert ran.status == 0, ran
    assert own.read_bytes() == b"mine"
    assert not stale.exists(), "a file of the old version is still there"
    assert {path: path.read_bytes() for path in users_files(pc)} == kept
    assert pc.value(r"HKCU\Environment", "Path") == path
    assert pc.claimcheck("--version").status == 0
    return f"{len(kept)} files of the user unchanged: " + "、".join(file.name for file in kept)


def uninstalls(office: Office) -> str:
    """Uninstaller, silent: the program goes, what the user made stays."""
    pc = office.pc
    kept = {path: path.read_bytes() for path in users_files(pc)}
    ran = pc.run(rf"{INSTALLED}\uninstall.exe", "/S")
    assert ran.status == 0, ran
    program = pc.at(rf"{INSTALLED}\program")
    for _ in range(PATIENCE):  # it goes on from a copy of itself
        if not program.exists() and not pc.at(rf"{INSTALLED}\uninstall.exe").exists():
            break
        time.sleep(1)
    left = sorted(str(path.relative_to(pc.at(INSTALLED))) for path in pc.at(INSTALLED).rglob("*"))
    assert left == ["模板", "模板/我填好的.xlsx"], left[:5]
    assert {path: path.read_bytes() for path in users_files(pc)} == kept
    assert "claimcheck" not in pc.value(r"HKCU\Environment", "Path")
    assert not list(pc.at(USER).rglob("*.xlam")), "Excel's add-in is still there"
    assert not list(pc.at(USER).rglob("claimcheck*.lnk")), "a shortcut is still there"
    return "only the clerk's own form is left in the folder"


def carries(office: Office) -> str:
    """The portable archive, unpacked under a name with spaces and Chinese."""
    with zipfile.ZipFile(office.file("*-portable.zip")) as archive:
        archive.extractall(office.pc.at(r"C:\移动 盘"))
    [folder] = office.pc.at(r"C:\移动 盘").iterdir()
    root = rf"C:\移动 盘\{folder.name}"
    command = rf"{root}\program\bin\claimcheck.exe"
    calc = ("calc", "ZW26-3", "headcount=12", "--json")
    said = office.pc.output(command, *calc, folder=office.pc.at(root))
    theirs = office.linux_output(*calc, folder=office.work)
    found = where_differs(with_plain_lines(said), with_plain_lines(theirs))
    assert theirs, "nothing was written"
    assert not found, found
    return f"calc ZW26-3 as on Linux: {json.loads(said)['amount']} yuan"


def users_files(pc: Pc) -> list[Path]:
    """The ledger, the keys and the settings of the user."""
    folders = [pc.at(rf"{USER}\AppData\{kind}\claimcheck") for kind in ("Local", "Roaming")]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


ALL: tuple[Step, ...] = (
    installs,
    starts,
    validates,
    formats,
    makes_a_template,
    imports_statements,
    records,
    drops_a_file,
    installs_in_excel,
    refuses_while_in_use,
    upgrades,
    uninstalls,
    carries,
)
