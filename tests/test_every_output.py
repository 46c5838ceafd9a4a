"""Every file that a command gives out: whose it is, and that it comes whole or not at all."""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openxml_audit import OpenXmlValidator, ValidationSeverity

from addin.template.build import build_template
from addin.template.plan import make_plan
from addin.vba import make_xlsm
from claimcheck.cli import main
from samples.books import book_of
from tests.ooxml import faults
from tests.validator.books import claims, save
from tests.validator.supervision.made import faulty_claims, fill

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")

STATEMENT = Path(__file__).parents[1] / "samples" / "statements" / "中国银行.csv"
DAY = "2026-11-20"


class Desk:
    """A folder in which commands are called, with a ledger and a key of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.batch = save(folder / "批次" / "a.xlsx", faulty_claims())
        self.honest = save(folder / "批次" / "honest.xlsx", claims(6, 7))

    def run(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    def with_ledger(self, *arguments: str | Path) -> Result:
        place = ("--ledger", self.folder / "台账" / "l.sqlite", "--key", self.folder / "key" / "k")
        return self.run(*arguments, *place)

    def validate(self, *more: str | Path) -> Result:
        return self.with_ledger("validate", self.batch, "--on", DAY, *more)

    def decide(self) -> None:
        """Let everything pass, in the review workbook, and hand it in."""
        self.validate()
        said = {"reason": "已到银行核实", "reviewer": "王审核"}
        workbook = self.batch.with_name("a.审核.xlsx")
        fill(workbook, lambda line: said | {"decision": _verdict(line)})
        assert self.with_ledger("review", "apply", workbook).exit_code == 0

    def goes_out(self, command: str) -> Result:
        self.decide()
        return self.with_ledger("review", command, self.batch, "--on", DAY, "-o", "发文")

    def collect(self) -> Result:
        return self.run("collect", self.batch, self.honest, "-o", "汇总/batch.xlsx")

    def split(self) -> Result:
        self.collect()
        return self.run("split", "汇总/batch.xlsx", "-o", "拆分")

    def template(self, suffix: str) -> Path:
        """A filled template with something to find."""
        rows = book_of(faulty_claims()).rows
        counts = {kind.value: len(rows[kind]) + 20 for kind in rows}
        plan = make_plan(
            "hiring",
            claims=counts["claims"],
            people=counts["roster"],
            payments=counts["wages"],
        )
        path = self.folder / "模板" / "申报.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(build_template(plan, rows))
        return path if suffix == ".xlsx" else make_xlsm(path, path.with_suffix(suffix))

    def validate_file(self, path: Path) -> Result:
        return self.with_ledger("validate", path, "--on", DAY, "--out", "结果")

    def into_template(self, path: Path) -> Result:
        return self.run("wages", "import", STATEMENT, "--into", path, "-o", f"导入/{path.name}")

    def split_with_findings(self, path: Path) -> Result:
        self.run("collect", path, self.honest, "-o", "汇总/batch.xlsx")
        self.with_ledger("validate", "汇总/batch.xlsx", "--on", DAY)
        return self.run("split", "汇总/batch.核查.xlsx", "-o", "拆分")

    def record(self) -> Result:
        return self.with_ledger("ledger", "record", self.honest, "--on", DAY)

    def export(self, ending: str) -> Result:
        self.record()
        return self.with_ledger("ledger", "export", "-o", f"导出/台账{ending}")

    def into_claim(self) -> Result:
        return self.run(
            "wages", "import", STATEMENT, "--into", self.honest, "-o", "导入/a.已导入.xlsx"
        )


def _verdict(line: dict[str, str]) -> str:
    return "不予支持" if line["claim_id"] == "SB-001" else "通过"


#: What tells of people: the command, and the files that it leaves.
PRIVATE: dict[str, tuple[Callable[[Desk], Result], list[str]]] = {
    "validate": (
        lambda desk: desk.validate("--out", "结果"),
        ["结果/a.*.xlsx", "结果/a.核查报告.html", "结果/.claimcheck-last.json"],
    ),
    "collect": (Desk.collect, ["汇总/batch.xlsx"]),
    "split": (Desk.split, ["拆分/a.xlsx", "拆分/honest.xlsx"]),
    "wages import": (
        lambda desk: desk.run("wages", "import", STATEMENT, "-o", "导入/wages.xlsx"),
        ["导入/wages.xlsx"],
    ),
    "wages import --into": (Desk.into_claim, ["导入/a.已导入.xlsx"]),
    "ledger record": (Desk.record, ["台账/l.sqlite", "key/k"]),
    "ledger export .csv": (lambda desk: desk.export(".csv"), ["导出/台账.csv"]),
    "ledger export .json": (lambda desk: desk.export(".json"), ["导出/台账.json"]),
    "ledger export .xlsx": (lambda desk: desk.export(".xlsx"), ["导出/台账.xlsx"]),
    "review payment": (
        lambda desk: desk.goes_out("payment"),
        ["发文/发放清册-*.xlsx", "发文/发放清册-*.xls"],
    ),
    "review notice": (lambda desk: desk.goes_out("notice"), ["发文/公示名单-*.xlsx"]),
    "review letters": (lambda desk: desk.goes_out("letters"), ["发文/告知书-*.docx"]),
    "addin serve": (
        lambda desk: desk.run("addin", "serve", "--prepare-only", "--home", "服务"),
        ["服务/server.key", "服务/server.pem", "服务/token", "服务/manifest.xml", "服务/*.crt"],
    ),
}  # fmt: skip

#: What is meant to be handed out, and tells of nobody.
SHARED: dict[str, tuple[Callable[[Desk], Result], list[str]]] = {
    "template new": (
        lambda desk: desk.run("template", "new", "gig", "-o", "模板"),
        ["模板/gig.xlsx", "模板/gig.xlsm"],
    ),
    "template new, a file": (
        lambda desk: desk.run("template", "new", "gig", "-o", "模板/我的.xlsx", "--overwrite"),
        ["模板/我的.xlsx"],
    ),
    "policy office": (
        lambda desk: desk.run("policy", "office", "-o", "设置/office.toml"),
        ["设置/office.toml"],
    ),
    "policy reference": (
        lambda desk: desk.run("policy", "reference", "-o", "参考"),
        ["参考/*.md"],
    ),
    "addin install": (
        lambda desk: desk.run("addin", "install", "--to", "加载项"),
        ["加载项/claimcheck.xlam"],
    ),
    "addin libreoffice": (
        lambda desk: desk.run("addin", "libreoffice", "-o", "扩展/claimcheck.oxt"),
        ["扩展/claimcheck.oxt"],
    ),
    "addin reference": (
        lambda desk: desk.run("addin", "reference", "-o", "说明/functions.md"),
        ["说明/functions.md"],
    ),
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk of a user whose files others may read."""
    monkeypatch.chdir(tmp_path)
    before = os.umask(0o022)
    yield Desk(tmp_path)
    os.umask(before)


def written(desk: Desk, patterns: list[str]) -> list[Path]:
    """The files of a command; there is at least one of each pattern."""
    found = {pattern: list(desk.folder.glob(pattern)) for pattern in patterns}
    assert all(found.values()), found
    return [path for paths in found.values() for path in paths]


def modes(paths: list[Path]) -> dict[str, str]:
    return {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in paths}


def strays(folder: Path) -> list[Path]:
    """Temporary files that were left behind."""
    return [path for path in folder.rglob("*claimcheck-*-*") if path.is_file()]


@pytest.mark.parametrize("command", PRIVATE)
def test_what_tells_of_people_is_its_owners_alone(desk: Desk, command: str):
    call, patterns = PRIVATE[command]
    result = call(desk)
    assert result.exit_code in {0, 1}, result.output
    files = written(desk, patterns)
    assert set(modes(files).values()) == {"0o600"}, modes(files)
    folders = [path.parent for path in files]
    assert set(modes(folders).values()) == {"0o700"}, modes(folders)
    assert strays(desk.folder) == []


NEW_WORKBOOKS = [
    "validate", "collect", "wages import", "ledger export .xlsx", "review payment",
    "review notice", "template new", "addin install",
]  # fmt: skip
_WORKBOOKS = (".xlsx", ".xlsm", ".xlam")


@pytest.mark.parametrize("command", NEW_WORKBOOKS)
def test_excel_would_open_every_workbook_that_is_written(desk: Desk, command: str):
    call, patterns = {**PRIVATE, **SHARED}[command]
    own = errors_in(desk.batch)  # what the input has stays in its marked copy
    call(desk)
    for path in written(desk, [one for one in patterns if one.endswith(_WORKBOOKS)]):
        assert errors_in(path) - own == set(), path.name


#: Changed copies of the applicant's own workbook: the command, and the copy that it leaves.
CHANGED: dict[str, tuple[Callable[[Desk, Path], Result], str]] = {
    "validate": (lambda desk, own: desk.validate_file(own), "结果/申报*.核查.xls?"),
    "split": (lambda desk, own: desk.split_with_findings(own), "拆分/申报.xls?"),
    "wages import --into": (
        lambda desk, own: desk.into_template(own),
        "导入/申报.xls?",
    ),
}


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
@pytest.mark.parametrize("command", CHANGED)
def test_excel_would_open_a_changed_copy_of_a_template(desk: Desk, command: str, suffix: str):
    call, copy = CHANGED[command]
    own = desk.template(suffix)
    assert errors_in(own) == set()
    result = call(desk, own)
    assert result.exit_code in {0, 1}, result.output
    (made,) = desk.folder.glob(copy)
    assert made.suffix == suffix
    assert made.read_bytes() != own.read_bytes()
    assert errors_in(made) == set()
    assert faults(made) == []


def test_excel_would_open_a_part_that_was_built_anew(desk: Desk):
    desk.collect()
    desk.batch.unlink()
    desk.run("split", "汇总/batch.xlsx", "-o", "拆分")
    assert errors_in(desk.folder / "拆分" / "a.xlsx") == set()


def errors_in(path: Path) -> set[str]:
    """What an independent validator calls an error."""
    found = OpenXmlValidator().validate(path).errors
    return {str(one) for one in found if one.severity is ValidationSeverity.ERROR}


@pytest.mark.parametrize("command", SHARED)
def test_what_is_handed_out_has_the_usual_rights(desk: Desk, command: str):
    call, patterns = SHARED[command]
    result = call(desk)
    assert result.exit_code == 0, result.output
    files = written(desk, patterns)
    assert set(modes(files).values()) == {"0o644"}, modes(files)
    assert set(modes([path.parent for path in files]).values()) == {"0o755"}
    assert strays(desk.folder) == []


def _contents(folder: Path) -> dict[Path, bytes]:
    """Everything that stands there but the ledger, which is no file that is written whole."""
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".sqlite" not in path.name and path.suffix != ".head"
    }


#: Asked for anew these keep what is there, as they say.
_KEPT = {"ledger record", "policy office", "addin serve"}


@pytest.mark.parametrize("command", sorted({*PRIVATE, *SHARED} - _KEPT))
def test_a_disk_that_is_full_leaves_the_old_files_and_no_draft(
    desk: Desk, command: str, monkeypatch: pytest.MonkeyPatch
):
    call, patterns = {**PRIVATE, **SHARED}[command]
    call(desk)
    files = written(desk, patterns)
    before = _contents(desk.folder)
    flushed = os.fsync

    def fill_up(handle: int) -> None:
        if any(os.path.samestat(os.fstat(handle), path.stat()) for path in drafts(desk, files)):
            raise OSError(errno.ENOSPC, "No space left on device")
        flushed(handle)

    monkeypatch.setattr(os, "fsync", fill_up)
    result = again(desk, command, call)
    assert result.exit_code == 2, result.output
    assert "磁盘已满。请清理磁盘" in result.output
    assert "Traceback" not in result.output
    assert _contents(desk.folder) == before
    assert strays(desk.folder) == []


def drafts(desk: Desk, files: list[Path]) -> list[Path]:
    """What is being written beside the files of a command."""
    folders = {path.parent for path in files}
    return [draft for folder in folders for draft in folder.glob(".claimcheck-*-*")]


def again(desk: Desk, command: str, call: Callable[[Desk], Result]) -> Result:
    """Call a command once more, whose preparations are made already."""
    if command.startswith("review "):
        word = command.removeprefix("review ")
        return desk.with_ledger("review", word, desk.batch, "--on", DAY, "-o", "发文")
    if command == "split":
        return desk.run("split", "汇总/batch.xlsx", "-o", "拆分")
    if command == "template new":
        return desk.run("template", "new", "gig", "-o", "模板", "--overwrite")
    if command.startswith("ledger export"):
        return desk.with_ledger("ledger", "export", "-o", f"导出/台账{command[14:]}")
    return call(desk)
