"""The root command: fast, lazy, and in Chinese."""

import gettext
import importlib.resources
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from claimcheck import __version__
from claimcheck.cli import main
from tests.rebuild import how

LOCALE = importlib.resources.files("claimcheck") / "locale" / "zh_CN" / "LC_MESSAGES"
ENGLISH = re.compile(r"\b(Usage|Options|Commands|Show|Error|Try|No such|Missing|Invalid)\b")


def commands() -> list[str]:
    return main.list_commands(None)


def test_the_version_is_printed():
    assert CliRunner().invoke(main, ["--version"]).output == f"claimcheck {__version__}\n"


def test_the_version_needs_no_heavy_package():
    code = (
        "import sys; from claimcheck.cli import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('polars', 'pandera', 'openpyxl', 'msgspec') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def imported_by(*arguments: str) -> set[str]:
    """The packages that are there when a command has run."""
    code = (
        "import sys; from claimcheck.cli import main\n"
        f"try: main({[*arguments]})\n"
        "except SystemExit: pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_a_calculation_imports_nothing_that_only_workbooks_need():
    found = imported_by("calc", "ZW26-3", "headcount=12")
    assert "polars" in found
    assert not found & {"validator", "addin", "pandera", "pydantic", "xlsxwriter", "platformdirs"}
    assert not found & {"ssl", "http", "sqlalchemy", "asyncio", "multiprocessing"}


def test_the_list_of_measures_needs_no_table_library():
    assert not imported_by("policy", "list") & {"polars", "pandera", "validator", "addin"}


def test_a_clean_batch_needs_neither_pandera_nor_anything_that_reaches_the_network():
    clean = Path(__file__).parents[1] / "samples" / "hiring-clean.xlsx"
    options = ("--no-write", "--ledger", "none", "--on", "2026-11-28")
    found = imported_by("validate", str(clean), *options)
    assert {"polars", "validator"} <= found
    assert not found & {
        "pandera",
        "pydantic",
        "hypothesis",
        "openpyxl",
        "ssl",
        "http",
        "sqlalchemy",
    }


def all_commands(
    command: click.Command = main, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Every command and subcommand, by the words that call it."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from all_commands(inner, (*path, name))


@pytest.mark.parametrize("path", list(all_commands()), ids=" ".join)
def test_help_is_chinese(path):
    done = CliRunner().invoke(main, [*path, "--help"])
    assert done.exit_code == 0
    assert "用法：" in done.output
    assert not ENGLISH.search(done.output), done.output
    assert set(re.findall(r"\b[A-Z]{2,}\b", done.output)) <= {"JSON", "CSV", "ZW", "CN"}
    assert not re.search(r"%Y|\\b|<=|required|default", done.output)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["calc"],
        ["calc", "ZW26-3", "--nothing"],
        ["policy"],
        ["calc", "X-1", "--on", "x"],
    ],
)
def test_a_wrong_call_is_answered_in_chinese(arguments):
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert not ENGLISH.search(done.output + done.stderr)


def test_the_compiled_texts_are_those_of_the_source():
    catalogue = read_po(io.BytesIO((LOCALE / "messages.po").read_bytes()))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    expected = gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))
    found = gettext.GNUTranslations(io.BytesIO((LOCALE / "messages.mo").read_bytes()))
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = (found.ngettext(ids[0], ids[-1], 2), expected.ngettext(ids[0], ids[-1], 2))
        assert texts[0] == texts[1], how("locale")


@pytest.mark.parametrize(
    "call",
    [
        ["ledger", "search", "64059819900101123X"],
        ["validate", "/none/64059819900101123X.xlsx", "--format", "64059819900101123X"],
        ["review", "apply", "64059819900101123X.审核.xlsx", "--ledger", "none.sqlite"],
    ],
)
def test_a_message_repeats_no_number_that_was_typed(call: list[str]):
    result = CliRunner().invoke(main, call)
    assert result.exit_code == 2
    assert "640598********123X" in result.output
    assert "64059819900101123X" not in result.output


def test_a_group_without_a_command_shows_its_help():
    result = CliRunner().invoke(main, ["review"])
    assert "错误" not in result.output
    assert result.output.startswith("用法： ")
    assert "apply" in result.output
