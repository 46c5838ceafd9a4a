"""Rebuilds what is generated: `python -m tests.rebuild [NAME…]`, all of it without a name.

Nothing of it is edited by hand: tests compare what is committed with what the sources give,
and name the part to rebuild.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from claimcheck.cli import main as claimcheck

ROOT = Path(__file__).parents[1]


def locale() -> None:
    """The compiled Chinese texts of the command line."""
    from datetime import UTC, datetime

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = ROOT / "claimcheck/locale/zh_CN/LC_MESSAGES/messages.po"
    texts = read_po(io.BytesIO(source.read_bytes()))
    # The source has no day; without one, today's would change the file in every run.
    texts.creation_date = datetime(2026, 1, 1, tzinfo=UTC)
    with source.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, texts)


def reference() -> None:
    """docs/reference: what the policy documents say."""
    run("policy", "reference", "-o", str(ROOT / "docs/reference"))


def functions() -> None:
    """docs/functions.zh-CN.md: the cell functions."""
    run("addin", "reference", "-o", str(ROOT / "docs/functions.zh-CN.md"))


def templates() -> None:
    """The macro-free template of every claim type."""
    target = str(ROOT / "templates")
    run("template", "new", "--all", "--no-macros", "--overwrite", "-o", target)


def samples() -> None:
    """The sample workbooks, and where their faults must be found."""
    from samples import make_samples

    make_samples.main()


def statements() -> None:
    """A sample of every bank's statement, and what must be read from it."""
    from samples.statements import make_statements

    make_statements.main()


def findings() -> None:
    """docs/findings.zh-CN.md: every finding, with a link to a sample that shows it."""
    from validator.findings import document

    document.PAGE.write_text(document.as_markdown(), encoding="utf-8")


def acceptance() -> None:
    """docs/acceptance-windows.zh-CN.md: needs LibreOffice, and says so."""
    from tests.addin import acceptance as run_in_libreoffice

    run_in_libreoffice.main()


#: Every part by its name, in an order in which each finds what it is made from.
PARTS: dict[str, Callable[[], None]] = {
    made.__name__: made
    for made in (
        locale, reference, functions, templates, samples, statements, findings, acceptance,
    )
}  # fmt: skip


def how(part: str) -> str:
    """What a test says where a part is not what its sources give."""
    return f"run: python -m tests.rebuild {PARTS[part].__name__}"


def run(*arguments: str) -> None:
    """Run a command of the program; what it says goes to where it went wrong."""
    done = CliRunner().invoke(claimcheck, arguments)
    if done.exit_code != 0:
        sys.stderr.write(done.output)
        raise done.exception or RuntimeError(arguments)


def main(names: list[str]) -> None:
    """Rebuild parts, all where none is named."""
    if unknown := [name for name in names if name not in PARTS]:
        sys.exit(f"no part {unknown[0]}; there are: {', '.join(PARTS)}")
    for name in names or PARTS:
        sys.stdout.write(f"{name}: {(PARTS[name].__doc__ or '').splitlines()[0]}\n")
        sys.stdout.flush()
        PARTS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
