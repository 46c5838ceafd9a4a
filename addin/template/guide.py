"""填报说明: what this is, who may apply, what to fill in, what to attach, where the clause is.

The first sheet fits one page. Where a template holds many measures, the first sheet names
them, and a second one, 事项说明, says of each who may apply, what is paid and what to attach.
"""

from collections.abc import Iterator, Sequence

from addin.template.compact import CompactWorksheet
from addin.template.engine import told
from addin.template.lists import ENGINE, INSTALLED, clause_text
from addin.template.plan import GRID_SHEET, TEMPLATE_VERSION, Plan
from addin.template.printing import print_nothing
from addin.template.quoted import quoted
from addin.template.rule_plan import RulePlan
from addin.template.styles import BAND, COMPUTED, INK, INPUT, LINE, NOT_NEEDED, WRONG, WRONG_INK
from addin.template.writer import Writer
from claimcheck.forms import SheetKind
from claimcheck.money import round_yuan, show_yuan
from claimcheck.office import Standard
from claimcheck.policy.overlaps import window_of
from claimcheck.policy.readings import holds

GUIDE_SHEET = "填报说明"
DETAILS_SHEET = "事项说明"
#: characters of text that fit one line of the text column
_LINE = 70
_TITLE_HEIGHT = 36
#: points of rows that fit a page of the details
_PAGE = 675
#: so many measures are explained in full on the first sheet
_IN_FULL = 2

_Lines = Sequence[tuple[str, str]]


def write_guide(writer: Writer) -> None:
    """Write the first sheet; where there are many measures, the second one, too."""
    plan, styles = writer.plan, writer.styles
    sheet = writer.add_sheet(GUIDE_SHEET)
    sheet.activate()
    sheet.set_first_sheet()
    _write_title(writer, sheet, f"{plan.form.title}申报模板", plan.form.purpose)
    row = _write_lines(writer, sheet, list(_lines(plan)), 3)
    sheet.set_row(row, 25)
    head = styles.get(bold=True, bg_color=BAND, border=1, border_color=LINE, indent=1)
    body = styles.get(text_wrap=True, border=1, border_color=LINE, indent=1)
    sheet.write_string(row, 1, "计算方式", head)
    # Without a value, so that every program computes it as it opens the template.
    sheet.write_formula(row, 2, "=" + told(ENGINE, INSTALLED, whole=True), body, "")
    _legend(writer, sheet, row + 2)
    _set_up(sheet)
    sheet.fit_to_pages(1, 1)
    if not _is_short(plan):
        _write_details(writer)


def _write_details(writer: Writer) -> None:
    """The second sheet: one block a measure."""
    plan, styles = writer.plan, writer.styles
    sheet = writer.add_sheet(DETAILS_SHEET)
    _write_title(writer, sheet, f"{plan.form.title} {DETAILS_SHEET}", "按申报表中的事项编号查看。")
    row, used, breaks = 3, 80, []
    title = styles.get(bold=True, font_size=11, bottom=1, bottom_color=LINE)
    for item in plan.rules:
        lines = list(_details(plan, item))
        height = 40 + sum(_height(text) for _, text in lines)
        if used > _TITLE_HEIGHT and used + height > _PAGE:
            # A measure begins on a new page rather than being torn apart.
            breaks.append(row)
            used = _TITLE_HEIGHT
        used += height
        sheet.set_row(row, 24)
        sheet.write_string(row, 1, item.rule.id, title)
        sheet.write_string(row, 2, f"{item.rule.measure.title}　{clause_text(item)}", title)
        row = _write_lines(writer, sheet, lines, row + 1) + 1
    sheet.repeat_rows(0)
    _set_up(sheet)
    sheet.set_print_scale(74)
    sheet.set_h_pagebreaks(breaks)
    if not writer.for_excel:
        print_nothing(sheet, 3)


def _write_title(writer: Writer, sheet: CompactWorksheet, title: str, note: str) -> None:
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 16)
    sheet.set_column(2, 2, 112)
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.write_string(0, 1, title, writer.styles.title())
    sheet.set_row(1, 20)
    sheet.write_string(1, 1, note, writer.styles.note())


def _write_lines(writer: Writer, sheet: CompactWorksheet, lines: _Lines, row: int) -> int:
    """Write labelled texts; gives the row behind them."""
    styles = writer.styles
    head = styles.get(bold=True, bg_color=BAND, border=1, border_color=LINE, indent=1)
    body = styles.get(text_wrap=True, border=1, border_color=LINE, indent=1)
    for label, text in lines:
        sheet.set_row(row, _height(text))
        sheet.write_string(row, 1, label, head)
        sheet.write_string(row, 2, text, body)
        row += 1
    return row


def _height(text: str) -> int:
    """The height of a row that shows a whole text, in points."""
    return 8 + 17 * sum(1 + max(len(part) - 1, 0) // _LINE for part in text.split("\n"))


def _set_up(sheet: CompactWorksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&9模板版本 {TEMPLATE_VERSION}&R&9第 &P 页，共 &N 页")
    sheet.center_horizontally()


def _legend(writer: Writer, sheet: CompactWorksheet, row: int) -> None:
    styles = writer.styles
    entries = [
        (INPUT, INK, "填写", "淡黄色：由申报单位填写。"),
        (COMPUTED, INK, "自动计算", "浅灰色：自动计算，不必填写；改动了会在表头上方提示。"),
        (
            WRONG,
            WRONG_INK,
            "有误",
            "红字浅红底：填写有误，原因见同一行的“填写检查”；显示不全时双击行号的下边线。",
        ),
    ]
    if len(writer.plan.rules) > 1:
        entries.insert(1, (NOT_NEEDED, INK, "不必填写", "灰色：所选事项用不到的列。"))
    for number, (fill, ink, label, text) in enumerate(entries):
        style = styles.get(
            bg_color=fill, font_color=ink, border=1, border_color=LINE, align="center"
        )
        sheet.set_row(row + number, 20)
        sheet.write_string(row + number, 1, label, style)
        sheet.write_string(row + number, 2, text, styles.get(indent=1))


def _is_short(plan: Plan) -> bool:
    return len(plan.rules) <= _IN_FULL


def _lines(plan: Plan) -> Iterator[tuple[str, str]]:
    if _is_short(plan):
        yield "适用事项", "\n".join(_named(plan, item) for item in plan.rules)
        details = [dict(_details(plan, item)) for item in plan.rules]
        order = list(dict.fromkeys(label for found in details for label in found))
        before, after = order[: order.index(_ATTACH)], order[order.index(_ATTACH) :]
        yield from _together(plan, details, before)
        yield "怎样填写", _how(plan)
        yield from _together(plan, details, after)
        return
    yield "适用事项", "\n".join(_named(plan, item) for item in plan.rules)
    yield (
        "先选事项",
        (
            "先在申报表的“事项编号”一列选择事项；当日有效的排在前面，其余仍可核算旧的申报。"
            f"各事项谁可以申报、标准、须附材料和采用的口径，见“{DETAILS_SHEET}”。"
        ),
    )
    yield "怎样填写", _how(plan)


def _together(
    plan: Plan, details: Sequence[dict[str, str]], labels: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for label in labels:
        texts = [
            found[label] if len(plan.rules) == 1 else f"{item.rule.id}：{found[label]}"
            for item, found in zip(plan.rules, details, strict=True)
            if label in found
        ]
        yield label, "\n".join(texts)


def _named(plan: Plan, item: RulePlan) -> str:
    """One line of a measure: id, title, document and clause, days, draft mark, where it holds."""
    window = window_of(item.rule.measure, item.rule.document)
    days = [
        f"{word} {day.isoformat()}"
        for word, day in (("自", window.start), ("至", window.end))
        if day is not None
    ]
    period = f"，{' '.join(days)}" if days else ""
    here = plan.area is None or plan.area.is_bound(item.rule)
    elsewhere = "" if here or plan.area is None else f"　{plan.area.name}不适用"
    return f"{item.rule.id}　{item.rule.measure.title}（{clause_text(item)}{period}）{elsewhere}"


def _how(plan: Plan) -> str:
    claims = plan.sheet(SheetKind.CLAIMS).name
    steps = [f"{claims}：一行一项申报，最多 {plan.claims} 项。"]
    looked_at = claims
    if plan.has(SheetKind.ROSTER):
        roster = plan.sheet(SheetKind.ROSTER).name
        steps.append(f"{roster}：一行一人，最多 {plan.people} 人；申报编号与{claims}一致。")
        looked_at = f"{claims}和{roster}"
    if plan.has(SheetKind.WAGES):
        wages = plan.sheet(SheetKind.WAGES).name
        steps.append(f"{wages}：一行一笔，最多 {plan.payments} 笔；身份证号与{roster}一致。")
    grid = f"，以及“{GRID_SHEET}”" if plan.has(SheetKind.WAGES) else ""
    steps.append(
        f"看结果：各表上方几行、{looked_at}左侧的灰色列{grid}。"
        "身份证号、银行账号按文本填写；日期如 2026-03-05；金额以元为单位。"
    )
    steps.append("打印：只印要交的表；先用表头的筛选去掉空白行，空白的就一定不会印出。")
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))


_ATTACH = "须附材料"
_NOTHING_NAMED = "条文没有写明，以受理部门的要求为准。"


def _details(plan: Plan, item: RulePlan) -> Iterator[tuple[str, str]]:
    measure = item.rule.measure
    yield "谁可以申报", measure.claimant
    yield "哪些人计入" if item.tests_people else "哪些情形计入", measure.who
    yield "补贴标准", _tiers(item)
    if words := quoted(item):
        yield "条文怎样写", words
    if item.standard is not None and item.is_decided:
        yield "核定标准", _standard(item.standard)
    yield _ATTACH, "、".join(measure.evidence) + "。" if measure.evidence else _NOTHING_NAMED
    yield "政策依据", _source(plan, item)
    if measure.exclusions:
        yield "不得同时享受", measure.exclusions
    yield "受理部门", measure.department.rstrip("。") + "。"
    readings = _readings(item)
    if item.counting and plan.settings.wage_month_by_memo:
        by_memo = "· 一笔工资算哪个月：摘要写明月份的算所写月份，没有写明的按入账日期。"
        readings = "\n".join(filter(None, (readings, by_memo)))
    if readings:
        yield "采用的口径", readings


def _standard(standard: Standard) -> str:
    """What the office has set where the text leaves the sum to it."""
    if standard.yuan is not None:
        sums = f"每项申报 {show_yuan(round_yuan(standard.yuan))} 元"
    elif standard.yuan_each is not None:
        sums = f"每人 {show_yuan(round_yuan(standard.yuan_each))} 元"
    else:
        sums = "；".join(
            f"{row.start} 人起 {show_yuan(round_yuan(row.yuan))} 元" for row in standard.scale
        )
    return f"{sums}（{standard.basis}，{standard.decided_on.isoformat()}）。"


def _source(plan: Plan, item: RulePlan) -> str:
    window = window_of(item.rule.measure, item.rule.document)
    first, last = (day and day.isoformat() for day in (window.start, window.end))
    days = f"，政策期 {first} 至 {last}" if first and last else ""
    days = days or (f"，执行至 {last}" if last else f"，自 {first} 起执行" if first else "")
    said = plan.settings.office.document(item.rule.document.key)
    issued = (said.number if said else "") or item.rule.document.number
    number = f"（{issued}）" if issued else ""
    clause = f"《{item.rule.document.title}》{number}第{item.rule.measure.clause.strip('（）')}条"
    draft = "，尚为征求意见稿，以正式文件为准" if item.is_draft else ""
    return f"{clause}{draft}{days}。"


def _tiers(item: RulePlan) -> str:
    """The tiers in the words of the text, where the measure has any in yuan."""
    tables = [table for table in item.rule.measure.tables if holds(table.when, item.chosen)]
    rows = [row for table in tables if table.unit == "yuan" for row in table.rows]
    words = "；".join(dict.fromkeys(row.words for row in rows)) or item.rule.measure.summary
    return words.rstrip("。") + "。"


def _readings(item: RulePlan) -> str:
    chosen = (
        f"{reading.question}：{reading.option(item.chosen[key]).means}"
        for key, reading in item.rule.readings.items()
    )
    return "\n".join(f"· {text}。" for text in chosen)
