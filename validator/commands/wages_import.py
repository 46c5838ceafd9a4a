"""What `wages import` does around the import: what it is asked to heed, and what becomes of it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.streams import write_data
from claimcheck.text import shown_name
from validator.commands.not_ours import refuse_others

if TYPE_CHECKING:
    from validator.intake.statements.confirming import IncomeDecision
    from validator.intake.statements.importing import Import
    from validator.intake.statements.roster import ClaimBook
    from validator.intake.statements.statement import Options


def what_next(result: "Import", written: Path, *, into: bool) -> str:
    """What to do after an import."""
    name = shown_name(written)
    if any(entry.unsure for entry in result.files):
        return f"在“{name}”的“待确认收入”表里填“是”或“不是”，用同样的流水再导入一次"
    if into:
        return f"用 claimcheck validate {name} 核查"
    return f"把“{name}”中的各行抄入申报工作簿的“工资流水”表，或用 --into 直接写入"


def claim_book(ctx: click.Context, path: Path | None, options: "Options") -> "ClaimBook | None":
    """The claim to write into, whose employers the options learn; None where none was named."""
    if path is None:
        return None
    from validator.intake.statements.roster import read_claim_book
    from validator.reading.unreadable import UnreadableError

    try:
        claim = read_claim_book(path)
    except UnreadableError as error:
        click.echo(f"无法读取“{shown_name(path)}”：{error}", err=True)
        ctx.exit(2)
    options.employers = claim.roster.employers
    return claim


def keys_known(claim: "ClaimBook | None") -> frozenset[str]:
    """The payments that the claim has from imports before."""
    if claim is None:
        return frozenset()
    from validator.intake.statements.writing import known_keys

    return known_keys(claim)


def decisions_in(ctx: click.Context, path: Path | None) -> "dict[str, IncomeDecision]":
    """What was filled in by hand about unsure income; what cannot be followed is said."""
    if path is None:
        return {}
    from validator.intake.statements.writing import known_decisions
    from validator.reading.unreadable import UnreadableError

    try:
        found = known_decisions(path)
    except (UnreadableError, OSError) as error:
        why = error if isinstance(error, UnreadableError) else "没有这个文件或没有权限。"
        click.echo(f"无法读取“{shown_name(path)}”：{why}", err=True)
        ctx.exit(2)
    for decision in found.values():
        if decision.fault:
            click.echo(f"{decision.fault}。", err=True)
    return found


def keep_answers(ctx: click.Context, target: Path, used: "dict[str, IncomeDecision]") -> None:
    """Refuse to replace a workbook in which a clerk has answered what is not taken over."""
    from validator.intake.statements.writing import known_decisions
    from validator.reading.unreadable import UnreadableError

    if not target.is_file():
        return
    try:
        there = known_decisions(target)
    except (UnreadableError, OSError):
        return
    lost = sum(item.wages is not None and key not in used for key, item in there.items())
    if lost:
        click.echo(
            f"“{shown_name(target)}”的“待确认收入”表里已填了 {lost} 笔，没有改动。"
            f"请把 --into 改为“{shown_name(target)}”，再导入一次。",
            err=True,
        )
        ctx.exit(2)


def write_import(
    ctx: click.Context, claim: "ClaimBook | None", result: "Import", target: Path | None
) -> Path | None:
    """Write a copy of the claim with the payments, or these alone; gives the file's place."""
    from claimcheck.writing import WriteError
    from validator.common.naming import imported_name
    from validator.intake.statements.provenance import RECORD_SHEET
    from validator.intake.statements.writing import write_into, write_new

    try:
        if claim is None:
            assert target is not None  # noqa: S101 - the call was refused otherwise
            refuse_others(target, RECORD_SHEET, "导入结果")
            write_new(result, target)
            return target
        path = target or claim.path.with_name(imported_name(claim.path))
        if path.resolve() == claim.path.resolve():
            raise click.UsageError("-o 不能是申报工作簿本身：原文件不会被改动。")
        refuse_others(path, RECORD_SHEET, "导入结果")
        write_into(claim, result, path)
    except WriteError as error:
        click.echo(str(error), err=True)
        ctx.exit(2)
    return path


def print_import(result: "Import", output: str, *, unmask: bool, verbose: bool) -> None:
    """Say in the format that was asked for what was imported."""
    from validator.intake.statements.report import as_json, lines

    if output == "json":
        import json

        write_data(json.dumps(as_json(result, unmask=unmask), ensure_ascii=False, indent=1) + "\n")
        return
    for line in lines(result, unmask=unmask, verbose=verbose):
        click.echo(line)


@contextmanager
def import_progress(total: int) -> Iterator[Callable[[int, Path], None]]:
    """A bar on a terminal; elsewhere a line now and then, so that logs stay short."""
    if sys.stderr.isatty() and total > 1:
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("读取对账单", total=total)
            yield lambda done, _: bar.update(task, completed=done)
        return
    import time

    last = [time.monotonic()]

    def tell(done: int, _: Path) -> None:
        if time.monotonic() - last[0] > 3:
            last[0] = time.monotonic()
            click.echo(f"读取对账单 {done}/{total}…", err=True)

    yield tell
