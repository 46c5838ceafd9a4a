# ruff: noqa: E501, ARG001, ARG005 - a table is easier to read in long lines
"""Further shapes of exports: other banks, other generations, wallets, English headings.

Made from public descriptions of columns (`source`), with made-up people; nothing here is a real
statement. Files of these shapes hold text, so that they stay small.
"""

from collections.abc import Sequence

from samples.statements.accounts import Account, Entry
from samples.statements.looks import (
    Look,
    balance,
    balance_commas,
    both_slashed,
    came_in,
    day,
    direction,
    fixed,
    or_else,
    signed,
    signed_commas,
    size,
    spaced,
    text,
    went_out,
)

_IMPORTERS = "公开的记账导入程序的示例"
_ANALYSIS = "公开的流水整理程序的列名表"
_ACCOUNTING = "公开的财务软件的对账单导入"
_UNKNOWN = "没有公开样式，按同类银行的常用列名自拟"


def stamp(account: Account, entry: Entry) -> str:
    return f"{entry.day:%Y-%m-%d} {entry.time}"


def compact(account: Account, entry: Entry) -> str:
    return f"{entry.day:%Y%m%d} {entry.time}"


def zero_or(cell: str) -> str:
    return cell or "0.00"


def in_or_zero(account: Account, entry: Entry) -> str:
    return zero_or(came_in(account, entry))


def out_or_zero(account: Account, entry: Entry) -> str:
    return zero_or(went_out(account, entry))


def in_minus_out(account: Account, entry: Entry) -> str:
    return f"-{went_out(account, entry)}" if entry.amount < 0 else ""


def trailing_sign(account: Account, entry: Entry) -> str:
    return f"{abs(entry.amount):,.2f}{'-' if entry.amount < 0 else ''}"


def account_and_name(account: Account, entry: Entry) -> str:
    return f"{entry.party}/{entry.party_account}".strip("/")


ABOVE = [
    ["账户交易明细"],
    ["户名：{name}", "账号：{number}"],
    ["起始日期：{first}", "截止日期：{last}"],
]
PARTY = [("对方户名", text("party")), ("对方账号", text("party_account"))]

FURTHER: Sequence[Look] = (
    Look("工商银行-交易与记账金额.csv", "icbc", [
        ("交易日期", day("%Y-%m-%d")), ("摘要", text("memo")), ("交易场所", fixed("网上银行")), ("交易国家或地区简称", fixed("CHN")), ("钞/汇", fixed("钞")),
        ("交易金额(收入)", came_in), ("交易金额(支出)", went_out), ("交易币种", fixed("人民币")),
        ("记账金额(收入)", came_in), ("记账金额(支出)", went_out), ("记账币种", fixed("人民币")), ("余额", balance_commas), ("对方户名", text("party")),
    ], "gbk", [["明细查询文件下载"], [""], ["卡号: {number}\t", "户名: {name}"], ["起始日期: {first}", "截止日期: {last}"]],
         [["人民币合计", "", "", "", "", "1.00", "2.00"]], newest_first=True, source=_IMPORTERS),
    Look("工商银行-对公.csv", "icbc-corporate", [
        ("凭证号", text("reference")), ("本方账号", lambda a, e: a.number), ("对方账号", text("party_account")), ("交易时间", compact),
        ("借/贷", direction("贷", "借")), ("借方发生额", out_or_zero), ("贷方发生额", in_or_zero), ("对方行号", fixed("")), ("摘要", fixed("转账")),
        ("用途", text("memo")), ("对方单位名称", text("party")), ("余额", balance), ("个性化信息", fixed("")),
    ], "gb18030", [["户名：{name}"], ["账号：{number}"]], employer=True, source=_ACCOUNTING),
    Look("农业银行-对公.csv", "abc-corporate", [
        ("交易时间", stamp), ("收入金额", came_in), ("支出金额", went_out), ("账户余额", balance_commas), ("交易行名", fixed("营业部")), ("对方省市", fixed("")),
        ("对方账号", text("party_account")), ("对方户名", text("party")), ("交易用途", text("memo")),
    ], "gbk", [["账户明细"], ["账号：{number}", "户名：{name}"]], newest_first=True, employer=True, source=_ACCOUNTING),
    Look("农业银行-借贷两列.csv", "abc-split", [
        ("交易日期", day("%Y%m%d")), ("交易时间", text("time")), ("交易金额借方", went_out), ("交易金额贷方", came_in), ("交易后余额", balance),
        ("摘要信息", text("memo")), ("交易渠道", fixed("网银")), ("对方名称", text("party")), ("交易对手账号", text("party_account")),
    ], "gb18030", [["合约名称：{name}"], ["户名：{name}", "卡号：{number}"]], source=_ANALYSIS),
    Look("建设银行-新一代.csv", "ccb-cards", [
        ("交易日期", day("%Y-%m-%d")), ("交易时间", text("time")), ("交易卡号", lambda a, e: a.number), ("摘要", text("memo")), ("借方发生额", out_or_zero),
        ("贷方发生额", in_or_zero), ("余额", balance), ("交易渠道", fixed("电子银行")), ("对方账号", text("party_account")), ("对方户名", text("party")),
        ("对方行名", fixed("")), ("交易备注", fixed("")),
    ], "gb18030", ABOVE, source=_ANALYSIS),
    Look("建设银行-全部交易.pdf", "ccb-csv", [
        ("序号", text("number")), ("摘要", text("memo")), ("币别", fixed("人民币元")), ("钞汇", fixed("钞")), ("交易日期", day("%Y%m%d")), ("交易金额", signed_commas),
        ("账户余额", balance_commas), ("交易地点/附言", fixed("网银")), ("对方账号与户名", both_slashed),
    ], "", [["中国建设银行个人活期账户全部交易明细"], ["卡号/账号：{number}", "客户名称：{name}"], ["起始日期：{first}", "结束日期：{last}"]],
         [["温馨提示：以上数据仅供参考"]], source=_IMPORTERS),
    Look("建设银行-对公-元.csv", "ccb-corporate-yuan", [
        ("交易时间", compact), ("借方发生额/元(支取)", out_or_zero), ("贷方发生额/元(收入)", in_or_zero), ("余额", balance), ("币种", fixed("人民币元")),
        ("对方户名", text("party")), ("对方账号", text("party_account")), ("对方开户机构", fixed("")), ("记账日期", day("%Y%m%d")), ("摘要", text("memo")),
        ("备注", fixed("")), ("账户明细编号-交易流水号", text("reference")),
    ], "utf-8-sig", [["中国建设银行"], ["账　　号", "{number}", "账户名称", "{name}"]], newest_first=True, employer=True, source=_ACCOUNTING),
    Look("邮储银行.csv", "psbc", [
        ("交易日期", day("%Y-%m-%d")), ("交易时间", text("time")), ("交易渠道", fixed("网上银行")), ("摘要", text("memo")), ("交易金额", size), ("账户余额", balance),
        ("对方户名", text("party")), ("对方账号/卡号/汇票号", text("party_account")), ("对方开户机构", fixed("")), ("交易机构名称", fixed("营业所")),
    ], "gb18030", [["中国邮政储蓄银行交易明细"], ["账号:{number}  户名:{name}"], ["起止日期：{first} {last}"], ["币种:人民币"], [""]],
         [["以下空白"], ["打印日期：2026-11-20"]], first_unknown=True, source=_ANALYSIS),
    Look("邮储银行-收支两列.csv", "psbc-split", [
        ("交易日期", day("%Y/%m/%d")), ("摘要", text("memo")), ("交易渠道", fixed("手机银行")), ("收入金额", came_in), ("支出金额", went_out), ("账户余额", balance_commas), *PARTY,
    ], "utf-8-sig", [["中国邮政储蓄银行个人账户交易明细"], ["户名：{name}", "卡号：{number}"]], newest_first=True, source=_UNKNOWN),
    Look("黄河农村商业银行.csv", "huanghe", [
        ("序号", text("number")), ("交易日期", day("%Y-%m-%d")), ("支出金额（元）", went_out), ("存入金额（元）", came_in), ("余额", balance_commas), ("摘要", text("memo")), *PARTY,
    ], "gb18030", [["宁夏黄河农村商业银行股份有限公司"], ["户名：{name}", "账号：{number}"]], [["合计", "", "1.00", "2.00"]], source=_UNKNOWN),
    Look("黄河农村商业银行-支取存入.csv", "huanghe", [
        ("交易日期", day("%Y%m%d")), ("支取", out_or_zero), ("存入", in_or_zero), ("结余", balance), ("摘要", text("memo")), ("对方户名", text("party")), ("柜员", fixed("0001")),
    ], "gbk", [["黄河银行活期存款明细"], ["户名：{name}", "账号：{number}"]], newest_first=True, page_break=14, source=_UNKNOWN),
    Look("宁夏银行.csv", "ningxia", [
        ("交易日期", day("%Y-%m-%d")), ("交易时间", text("time")), ("借贷标志", direction("贷", "借")), ("交易金额", size), ("账户余额", balance), ("摘要", text("memo")), *PARTY,
    ], "gbk", [["宁夏银行账户明细"], ["户名：{name}", "卡号：{number}"]], source=_UNKNOWN),
    Look("农村信用社-借贷.csv", "rural-debit-credit", [
        ("交易日期", day("%Y-%m-%d")), ("交易描述", fixed("人行小额汇入")), ("交易金额(借)", went_out), ("交易金额(贷)", came_in), ("凭证号", text("reference")),
        ("账户余额", balance), ("摘要", text("memo")), ("对方账号", text("party_account")), ("对方账号名称", text("party")), ("对方行名", fixed("")),
    ], "utf-8-sig", [["户名：{name}", "账号：{number}"]], source=_ACCOUNTING),
    Look("招商银行.pdf", "cmb", [
        ("记账日期", day("%Y-%m-%d")), ("货币", fixed("CNY")), ("交易金额", signed_commas), ("联机余额", balance_commas), ("交易摘要", text("memo")),
        ("对手信息", lambda a, e: f"{e.party} {e.party_account}".strip()),
    ], "", [["招商银行交易流水"], ["户 名：{name}", "账号：{number}"], ["{first} -- {last}"]], [["合计人民币 支出合计 收入合计"]],
         second_heading=["Date", "Currency", "Transaction Amount", "Balance", "Transaction Type", "Counter Party"], source=_IMPORTERS),
    Look("招商银行-对公.csv", "cmb-corporate", [
        ("交易流水号", text("reference")), ("交易日期", day("%Y-%m-%d")), ("借方(出账)", went_out), ("贷方(入账)", came_in), ("余额", balance_commas), ("摘要", text("memo")),
        ("收(付)方名称", text("party")), ("收(付)方账号", text("party_account")), ("交易类型", fixed("")),
    ], "gbk", [["账户交易明细"], ["户名：{name}", "账号：{number}"], ["记录数: 71"]], employer=True, source=_ACCOUNTING),
    Look("中信银行.csv", "citic", [
        ("客户账号", lambda a, e: a.number), ("客户名称", lambda a, e: a.name), ("交易日期", day("%Y%m%d")), ("币种中文", fixed("人民币")), ("借贷类型代码", direction("C", "D")), ("交易金额", size), ("账户余额", balance),
        ("通用对方客户账号", text("party_account")), ("对方账户名称", text("party")), ("对方行名称", fixed("")), ("摘要", text("memo")),
    ], "gb18030", source=_ANALYSIS),
    Look("中信银行-收支两列.csv", "citic-split", [
        ("交易日期", day("%Y-%m-%d")), ("收入金额", came_in), ("支出金额", went_out), ("账户余额", balance_commas), ("对方户名", text("party")), ("受理机构", fixed("网上银行")), ("摘要", text("memo")), ("状态", fixed("完成")),
    ], "gbk", [["中信银行账户交易明细"], ["户名：{name}", "账号：{number}"]], newest_first=True, source=_UNKNOWN),
    Look("广发银行.csv", "cgb", [
        ("客户名称", lambda a, e: a.name), ("本方账号", lambda a, e: a.number), ("交易日期", day("%Y%m%d")), ("交易时间", text("time")), ("借贷标识", direction("贷", "借")), ("交易货币", fixed("人民币")),
        ("交易金额", size), ("当前余额", balance), ("对手账号名称", text("party")), ("对手账号", text("party_account")), ("摘要中文", text("memo")), ("附言", fixed("")),
    ], "gb18030", source=_ANALYSIS),
    Look("兴业银行.csv", "cib", [
        ("帐号", lambda a, e: a.number), ("交易日期", day("%Y-%m-%d")), ("借贷标志", direction("贷", "借")), ("交易金额", size), ("账户余额", balance), ("对手户名", text("party")),
        ("对手账号", text("party_account")), ("对手开户行", fixed("")), ("摘要描述", text("memo")),
    ], "gb18030", [["户名：{name}", "账号：{number}"]], source=_ANALYSIS),
    Look("民生银行.csv", "cmbc", [
        ("凭证类型", fixed("")), ("凭证号码", text("reference")), ("交易时间", day("%Y/%m/%d")), ("摘要", text("memo")), ("交易金额", signed), ("账户余额", balance_commas),
        ("现转标志", fixed("转账")), ("交易渠道", fixed("网银")), ("交易机构", fixed("")), ("对方户名/账号", account_and_name), ("对方行名", fixed("")),
    ], "utf-8", [["中国民生银行个人账户对账单"], ["客户姓名:{name}", "客户账号:{number}"]], source=_IMPORTERS),
    Look("华夏银行.csv", "hxb", [
        ("客户名称", lambda a, e: a.name), ("过账日期", day("%Y-%m-%d")), ("业务类型", fixed("转账")), ("借贷标志", direction("贷", "借")), ("发生额", size), ("余额", balance),
        ("对方户名(或商户名称)", text("party")), ("对方账号(或商户编号)", text("party_account")), ("摘要", text("memo")),
    ], "gbk", [["账号：{number}", "户名：{name}"]], source=_ANALYSIS),
    Look("汇丰银行.csv", "hsbc", [
        ("Date", day("%d/%m/%Y")), ("Description", text("memo")), ("Billing amount", signed_commas), ("Billing currency", fixed("CNY")), ("Balance", balance_commas), ("Balance currency", fixed("CNY")),
    ], "utf-8-sig", names_holder=False, newest_first=True, source=_IMPORTERS),
    Look("英文列名.csv", "english", [
        ("Transaction Date", day("%d %b %Y")), ("Value Date", day("%d %b %Y")), ("Description", text("memo")), ("Debit", went_out), ("Credit", came_in), ("Balance", balance_commas), ("Counterparty Name", text("party")),
    ], "utf-8", [["Account Name: {name}"], ["Account Number: {number}"]], source=_IMPORTERS),
    Look("支付宝-网页版.csv", "alipay-web", [
        ("交易号                  ", lambda a, e: e.reference + "\t"), ("商家订单号               ", fixed("\t")), ("交易创建时间              ", stamp), ("付款时间                ", stamp),
        ("最近修改时间              ", stamp), ("交易来源地     ", fixed("其他（包括阿里巴巴和外部商家）")), ("类型              ", fixed("即时到账交易")), ("交易对方            ", text("party")),
        ("商品名称                ", text("memo")), ("金额（元）   ", size), ("收/支     ", direction("收入", "支出")), ("交易状态    ", fixed("交易成功")),
        ("服务费（元）   ", fixed("0.00")), ("成功退款（元）  ", fixed("0.00")), ("备注                  ", fixed("")), ("资金状态     ", direction("已收入", "已支出")), ("", fixed("")),
    ], "gbk", [["支付宝交易记录明细查询"], ["账号:[199****0000]"], ["起始日期:[{first} 00:00:00]    终止日期:[{last} 23:59:59]"], ["-" * 33 + "交易记录明细列表" + "-" * 36]],
         [["-" * 80], ["共40笔记录"], ["已收入:24笔", "1234.56元"], ["已支出:16笔", "2346.78元"], ["导出时间:[2026-11-20 01:01:02]    用户:{name}"]],
         names_holder=False, has_balance=False, newest_first=True, source=_IMPORTERS),
    Look("京东.csv", "jd", [
        ("交易时间", lambda a, e: f"{e.day:%Y-%m-%d} {e.time}\t"), ("商户名称", text("party")), ("交易说明", text("memo")), ("金额", lambda a, e: f"{abs(e.amount):.2f}" + ("(已退款1.00)" if e.amount < 0 and e.number % 4 == 0 else "")),
        ("收/付款方式", fixed("钱包余额")), ("交易状态", fixed("交易成功")), ("收/支", direction("收入", "支出")), ("交易分类", fixed("其他")), ("交易订单号", lambda a, e: e.reference + "\t"), ("商家订单号", fixed("\t")), ("备注", fixed("")),
    ], "utf-8-sig", [["导出信息："], ["申请时间：2026-11-20 11:32:42"], ["日期区间：{first} 至 {last}"], ["8.本明细仅供个人对账使用。"], [""]],
         names_holder=False, has_balance=False, newest_first=True, source=_IMPORTERS),
    Look("美团.csv", "meituan", [
        ("交易创建时间", stamp), ("交易成功时间", stamp), ("交易类型", fixed("转账")), ("订单标题", text("memo")), ("收/支", direction("收入", "支出")), ("支付方式", fixed("银行卡")),
        ("订单金额", lambda a, e: f"¥{abs(e.amount) + 1:.2f}"), ("实付金额", lambda a, e: f"¥{abs(e.amount):.2f}"), ("交易单号", text("reference")), ("商家单号", fixed("")), ("备注", fixed("/")),
    ], "utf-8-sig", [["美团交易账单明细"], ["起始时间：[{first}] 终止时间：[{last}]"], [""], ["【美团交易账单明细列表】"]],
         names_holder=False, has_balance=False, newest_first=True, names_payer=False, source=_IMPORTERS),
    Look("银行-符号在后.csv", "generic", [
        ("交易日期", spaced), ("交易金额", trailing_sign), ("账户余额", balance_commas), ("摘要", text("memo")), ("对方户名", or_else(text("party"), "-")),
    ], "gb18030", ABOVE, source=_ANALYSIS),
    Look("银行-括号列名.csv", "generic", [
        ("记账日期", day("%Y.%m.%d")), ("摘要", fixed("")), ("（收入）", came_in), ("（支出）", in_minus_out), ("余额（元）", balance), ("摘要", text("memo")), ("对方名称", text("party")),
    ], "gbk", ABOVE, source=_UNKNOWN),
)  # fmt: skip
