"""Output that never breaks: each command, format and code page, through a real process."""

import contextlib
import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from tests.one_process import Said, calls
from tests.validator.books import ON, claims, save

#: A name that GBK cannot write, and GB18030 can: a rare character and a blank that is no blank.
RARE = "\U00020bb7\u00a0宁夏①有限公司"

#: PYTHONIOENCODING → the encoding in which text comes out of a pipe.
PAGES = {
    "gbk": "gb18030",
    "cp936": "gb18030",
    "cp1252": "utf-8",
    "ascii": "utf-8",
    "utf-8": "utf-8",
}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = claims(5)
    made[0].row |= {"claimed_people": 6, "applicant": RARE, "claim_id": "①\U00020bb7"}
    for person in made[0].people:
        person.row["claim_id"] = "①\U00020bb7"
    return save(tmp_path_factory.mktemp("streams") / "申报\U00020bb7.xlsx", made)


def environment(page: str) -> dict[str, str]:
    return os.environ | {"PYTHONUTF8": "0", "PYTHONIOENCODING": page, "LC_ALL": "C.UTF-8"}


def run(
    page: str, *arguments: str | Path, given: bytes = b""
) -> "subprocess.CompletedProcess[bytes]":
    done = subprocess.run(
        [sys.executable, "-m", "claimcheck", *map(str, arguments)],
        input=given, capture_output=True, check=False, env=environment(page),
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    return done


FORMATS = ("text", "json", "csv", "html")


def _orders(workbook: Path) -> list[list[str | Path]]:
    return [
        ["validate", workbook, "--no-write", "--ledger", "none", "--on", ON.isoformat(),
         "--format", output]
        for output in FORMATS
    ]  # fmt: skip


@pytest.fixture(scope="module")
def validate(
    workbook: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], bytes]:
    """What `validate` writes in a code page and a format; one process for each page."""

    @cache
    def runs(page: str) -> list[Said]:
        folder = tmp_path_factory.mktemp(page)
        return calls(_orders(workbook), folder, environment(page))

    def written(page: str, output: str) -> bytes:
        done = runs(page)[FORMATS.index(output)]
        assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
        assert done.status == 1
        return done.stdout

    return written


@pytest.mark.parametrize(("page", "encoding"), PAGES.items())
def test_text_is_written_in_the_code_page_or_what_can_write_it(
    page: str, encoding: str, validate: Callable[[str, str], bytes]
):
    assert RARE.split("\u00a0", maxsplit=1)[0] in validate(page, "text").decode(encoding)


@pytest.mark.parametrize("page", PAGES)
def test_json_is_utf_8(page: str, validate: Callable[[str, str], bytes]):
    found = json.loads(validate(page, "json").decode("utf-8"))
    assert found["claims"][0]["claim_id"] == "①\U00020bb7"


@pytest.mark.parametrize("page", PAGES)
def test_csv_is_utf_8_with_a_mark_for_excel(page: str, validate: Callable[[str, str], bytes]):
    content = validate(page, "csv")
    assert content.startswith("\ufeff编号,".encode())
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert "①\U00020bb7" in {row["申报编号"] for row in rows}


@pytest.mark.parametrize("page", PAGES)
def test_html_is_utf_8_without_a_mark(page: str, validate: Callable[[str, str], bytes]):
    content = validate(page, "html")
    assert content.startswith(b"<!")
    assert RARE in content.decode("utf-8").replace("\\u00a0", "\u00a0")


#: Every command that writes JSON or much text.
COMMANDS = (
    ("policy", "list"), ("policy", "list", "--json"), ("policy", "show", "ZW26-3"),
    ("policy", "show", "ZW26-3", "--json"), ("policy", "readings"), ("policy", "coverage"),
    ("calc", "ZW26-3", "headcount=12"), ("calc", "ZW26-3", "headcount=12", "--json"),
    ("findings", "list"), ("findings", "show", "CC302"), ("findings", "list", "--json"),
    ("template", "list"), ("template", "list", "--json"),
    ("template", "fields", "hiring", "--json"),
    ("wages", "layouts"), ("addin", "doctor"), ("addin", "reference"), ("--help",),
    ("validate", "--help"), ("nonsense",), ("validate", "没有\U00020bb7.xlsx", "--no-write"),
    ("collect", "没有\U00020bb7.xlsx", "-o", "a.csv"), ("wages", "show", "没有\U00020bb7.csv"),
    ("review", "apply", "没有\U00020bb7.xlsx"), ("split", "没有\U00020bb7.xlsx", "-o", "b"),
    ("ledger", "export", "--ledger", "没有\U00020bb7.sqlite"),
)  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Said]:
    """What the commands said, each in its code page."""
    found = {}
    for page in sorted(set(map(page_of, COMMANDS))):
        theirs = [arguments for arguments in COMMANDS if page_of(arguments) == page]
        folder = tmp_path_factory.mktemp(page)
        found |= dict(zip(theirs, calls(theirs, folder, environment(page)), strict=True))
    return found


def page_of(arguments: tuple[str, ...]) -> str:
    """Every other one where Chinese is lacking altogether."""
    return ("gbk", "cp1252")[COMMANDS.index(arguments) % 2]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_command_breaks_in_a_code_page_that_lacks_characters(
    arguments: tuple[str, ...], said: dict[tuple[str, ...], Said]
):
    page, done = page_of(arguments), said[arguments]
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    data = "--json" in arguments
    text = done.stdout.decode("utf-8" if data else PAGES[page])
    complaints = done.stderr.decode(PAGES[page])
    assert "\\u" not in text + complaints
    assert text + complaints
    if data:
        json.loads(text)


def test_a_ledger_is_exported_in_utf_8_whatever_the_code_page(workbook: Path, tmp_path: Path):
    own = ("--ledger", tmp_path / "l.sqlite", "--key", tmp_path / "k")
    accepted = save(tmp_path / "b.xlsx", claims(5))
    done = run("gbk", "ledger", "record", accepted, *own, "--on", ON.isoformat())
    assert done.returncode == 0, done.stderr.decode("gb18030")
    content = run("gbk", "ledger", "export", *own).stdout
    assert content.startswith(b"\xef\xbb\xbf")
    assert "沙坡头区" in content.decode() or "县" in content.decode()
    json.loads(run("cp1252", "ledger", "export", *own, "--json").stdout)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_facts_are_read_from_a_pipe_in_utf_8_or_gbk(encoding: str):
    facts = json.dumps({"headcount": 12, "applicant_kind": "小微企业"}, ensure_ascii=False)
    done = run("gbk", "calc", "ZW26-3", "--facts", "-", "--json", given=facts.encode(encoding))
    assert done.returncode == 0, done.stderr.decode("gb18030")
    assert json.loads(done.stdout)["amount"] == 40_000


@pytest.fixture(scope="module")
def shown(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], str]:
    """What a terminal gets in a code page and a format; one process for each page."""

    @cache
    def runs(page: str) -> list[bytes]:
        folder = tmp_path_factory.mktemp(f"terminal-{page}")
        ends = [pty.openpty() for _ in FORMATS]
        with ThreadPoolExecutor(len(ends)) as readers:
            read = [readers.submit(_until_closed, ours) for ours, _ in ends]
            theirs = [end for _, end in ends]
            own = environment(page) | {"TERM": "dumb", "COLUMNS": "100"}
            try:
                done = calls(_orders(workbook), folder, own, theirs)
            finally:
                for end in theirs:
                    os.close(end)
        assert [run.status for run in done] == [1] * len(FORMATS)
        assert b"Traceback" not in b"".join(run.stderr for run in done)
        return [each.result() for each in read]

    return lambda page, output: runs(page)[FORMATS.index(output)].decode(page)


def _until_closed(terminal: int) -> bytes:
    content = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while part := os.read(terminal, 1 << 16):
            content += part
    os.close(terminal)
    return content


@pytest.mark.parametrize("page", ["gbk", "cp1252", "utf-8"])
@pytest.mark.parametrize("output", FORMATS)
def test_a_terminal_gets_what_it_can_show(output: str, page: str, shown: Callable[[str, str], str]):
    text = shown(page, output)
    assert text
    assert not text.startswith("\ufeff")
    assert ("\U00020bb7" in text) == (page == "utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("policy", "list"),
        *(("validate", *more) for more in ((), ("--format", "json"))),
    ],
    ids=" ".join,
)
def test_a_full_disk_is_said_in_words_and_ends_with_2(
    arguments: tuple[str, ...], workbook: Path, tmp_path: Path
):
    more = (workbook, "--no-write", "--ledger", "none") if arguments[0] == "validate" else ()
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "claimcheck", *arguments, *map(str, more)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=tmp_path,
            env=environment("utf-8"),
        )
    assert done.returncode == 2
    assert done.stderr.decode().endswith(
        "结果没有写完：磁盘已满。请清理磁盘，或换到另一个磁盘，再运行一次。\n"
    )
