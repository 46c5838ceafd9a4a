"""`claimcheck ledger correct`: one recorded claim as it is to be paid after an appeal."""

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.day_option import DAY
from claimcheck.next_step import next_step
from validator.commands.ledger_options import (
    agreed,
    json_option,
    key_option,
    ledger_option,
    need_ledger,
    opened_ledger,
    print_json,
)

if TYPE_CHECKING:
    from validator.ledger.ledger import Ledger
    from validator.run.validate import Validation


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹..."
)
@click.option(
    "--claim", "claim_id", required=True, metavar="编号", help="要更正的申报编号，照申报表填写。"
)
@click.option("--reason", required=True, help="为什么更正，如“申诉后改为通过”。")
@click.option("--reviewer", default="", help="由谁更正（默认本机的用户）。")
@click.option("--yes", is_flag=True, help="不再询问。")
@click.option("--on", "day", type=DAY, metavar="日期", help="按这一天核查（默认今天）。")
@click.option("--office", metavar="文件", help="经办机构设置（默认取当前文件夹的 office.toml）。")
@ledger_option
@key_option
@json_option
def correct(
    *,
    paths: tuple[Path, ...],
    claim_id: str,
    reason: str,
    reviewer: str,
    yes: bool,
    day: datetime | None,
    office: str | None,
    url: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """更正台账里的一项申报：登记以后改了裁定（如申诉）的，按现在应付的金额和人数记。

    同一批的其他申报不动。原来登记的金额、人数和更正的理由永久留在审核记录里。
    现在一分钱也不付的，从台账里拿出。申报文件须是登记时的内容。
    """
    from claimcheck.identity import hide_numbers
    from validator.common.progress import Progress
    from validator.ledger.audit.book import this_user
    from validator.output import ledger_lines as printing
    from validator.run.prepared import prepared
    from validator.supervision.correcting import content_to_correct, paid_now

    need_ledger(url)
    if not reason.strip():
        raise click.UsageError("请写明理由：--reason 理由")
    found = prepared(paths, day, office, partial(click.echo, err=True))
    progress = Progress()
    with opened_ledger(url, key_file, create=False) as ledger:
        seen = ledger.seen()

        def ruled(against: "Ledger") -> "Validation":
            own = range(1, seen.batch + 1)
            result = found.run(progress, against, own=own)
            return _under_verdicts(result, url, found.settings.on, key_file)

        content = content_to_correct(ruled(ledger), claim_id)
        hashed = ledger.content_hash(content)
        held = ledger.held_claim(hashed)
        now = paid_now(ruled(ledger.as_if_new([hashed])), content, found.settings.on)
        progress.done()
        if not yes and not agreed(printing.correction_question(held, now)):
            click.echo("没有更正。", err=True)
            return
        who = hide_numbers(reviewer.strip()) or this_user()
        done = ledger.correct(hashed, replace(now, seen=seen), who, hide_numbers(reason.strip()))
    if as_json:
        print_json(printing.corrected_as_dict(done))
        return
    for line in printing.corrected_lines(done):
        click.echo(line)
    next_step("把现在的台账备份一份；只补发或追回差额，不要照全额再发一次")


def _under_verdicts(
    result: "Validation", url: str | None, on: date, key_file: Path | None
) -> "Validation":
    from validator.ledger.audit.distrust import broken
    from validator.ledger.audit.errors import BrokenTrailError
    from validator.supervision.verdicts import with_verdicts

    result = with_verdicts(result, url, on, key_file=key_file)
    if result.supervision is not None and result.supervision.fault:
        raise BrokenTrailError(broken(result.supervision.fault))
    return result
