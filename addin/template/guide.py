"""填报说明: what this is, who may apply, what to fill in, what to attach, where the clause is."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from addin.template.lists import ENGINE
from addin.template.plan import GRID_SHEET, TEMPLATE_VERSION, Plan, RulePlan
from addin.template.styles import BAND, COMPUTED, INK, INPUT, LINE, WRONG, WRONG_INK
from addin.template.writer import Writer
from claimcheck.forms import SheetKind

GUIDE_SHEET = "填报说明"
#: characters of text that fit one line of the text column
_LINE = 74


def write_guide(writer: Writer) -> None:
    """Write the first sheet; it fits one page."""
    plan, styles = writer.plan, writer.styles
    sheet = writer.add_sheet(GUIDE_SHEET)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 16)
    sheet.set_column(2, 2, 112)
    sheet.set_row(0, 36)
    sheet.write_string(0, 1, f"{plan.form.title}申报模板", styles.title())
    sheet.set_row(1, 20)
    sheet.write_string(1, 1, plan.form.purpose, styles.note())
    head = styles.get(bold=True, bg_color=BAND, border=1, border_color=LINE, indent=1)
    body = styles.get(text_wrap=True, border=1, border_color=LINE, indent=1)
    row = 3
    for label, text in _lines(plan):
        lines = sum(1 + (len(part) - 1) // _LINE for part in text.split("\n"))
        sheet.set_row(row, 8 + 17 * lines)
        sheet.write_string(row, 1, label, head)
        sheet.write_string(row, 2, text, body)
        row += 1
    sheet.set_row(row, 25)
    sheet.write_string(row, 1, "计算方式", head)
    engine = (
        f'IF({ENGINE}="","普通公式（本机未安装 Python 引擎，结果相同）","Python 引擎 "&{ENGINE})'
    )
    sheet.write_formula(row, 2, "=" + engine, body, "普通公式（本机未安装 Python 引擎，结果相同）")
    _legend(writer, sheet, row + 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&9模板版本 {TEMPLATE_VERSION}&R&9第 &P 页，共 &N 页")
    sheet.center_horizontally()


def _legend(writer: Writer, sheet: Worksheet, row: int) -> None:
    styles = writer.styles
    entries = (
        (INPUT, INK, "填写", "淡黄色：由申报单位填写。"),
        (COMPUTED, INK, "自动计算", "浅灰色：自动计算，受保护，不必也不能填写。"),
        (WRONG, WRONG_INK, "有误", "红字浅红底：填写有误，原因见同一行的“填写检查”。"),
    )
    for number, (fill, ink, label, text) in enumerate(entries):
        style = styles.get(
            bg_color=fill, font_color=ink, border=1, border_color=LINE, align="center"
        )
        sheet.set_row(row + number, 20)
        sheet.write_string(row + number, 1, label, style)
        sheet.write_string(row + number, 2, text, styles.get(indent=1))


def _lines(plan: Plan) -> Iterator[tuple[str, str]]:
    claims, roster, wages = (
        plan.sheet(kind).name for kind in (SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES)
    )
    yield (
        "适用事项",
        "\n".join(
            f"{item.rule.id}　{item.rule.measure.title}：{item.rule.measure.summary}"
            for item in plan.rules
        ),
    )
    yield (
        "谁可以申报",
        "\n".join(_of(item, item.rule.measure.claimant, plan) for item in plan.rules),
    )
    yield "哪些人计入", "\n".join(_of(item, item.rule.measure.who, plan) for item in plan.rules)
    yield "补贴标准", "\n".join(_of(item, _tiers(item), plan) for item in plan.rules)
    yield (
        "怎样填写",
        (
            f"1. {claims}：一行一项申报，最多 {plan.claims} 项。\n"
            f"2. {roster}：一行一人，最多 {plan.people} 人；申报编号与{claims}一致。\n"
            f"3. {wages}：一行一笔，最多 {plan.payments} 笔；身份证号与{roster}一致。\n"
            f"4. 看结果：{claims}和{roster}右侧的灰色列，以及“{GRID_SHEET}”。"
            "身份证号、银行账号按文本填写；日期如 2026-03-05；金额以元为单位。"
        ),
    )
    yield (
        "须附材料",
        "\n".join(
            _of(item, "、".join(item.rule.measure.evidence) + "。", plan) for item in plan.rules
        ),
    )
    yield "政策依据", "\n".join(_source(item) for item in plan.rules)
    yield (
        "受理部门",
        "\n".join(_of(item, item.rule.measure.department + "。", plan) for item in plan.rules),
    )
    for item in plan.rules:
        yield "采用的口径", _of(item, _readings(item), plan)


def _of(item: RulePlan, text: str, plan: Plan) -> str:
    return text if len(plan.rules) == 1 else f"{item.rule.id}：{text}"


def _source(item: RulePlan) -> str:
    window = item.rule.measure.window or item.rule.document.window
    days = [day.isoformat() for day in (window.start, window.end) if day is not None]
    number = f"（{item.rule.document.number}）" if item.rule.document.number else ""
    clause = f"《{item.rule.document.title}》{number}第{item.rule.measure.clause.strip('（）')}条"
    return clause + (f"，政策期 {' 至 '.join(days)}。" if days else "。")


def _tiers(item: RulePlan) -> str:
    """The tiers in the words of the text, where the measure has any in yuan."""
    rows = [row for table in item.rule.measure.tables if table.unit == "yuan" for row in table.rows]
    words = "；".join(row.words for row in rows) or item.rule.measure.summary
    return words.rstrip("。") + "。"


def _readings(item: RulePlan) -> str:
    chosen = (
        f"{reading.question}：{reading.option(item.chosen[key]).means}"
        for key, reading in item.rule.readings.items()
    )
    return "\n".join(f"· {text}。" for text in chosen)
