# ruff: noqa: E501, ARG005 - a table is easier to read in long lines; all cells are
# written by functions of the same two arguments.
"""The layouts as banks write them: headings, how each cell is written, what stands around.

Made from published descriptions of the columns, with made-up people; nothing here is a
real statement.
"""

from collections.abc import Sequence

from samples.statements.further_layouts import FURTHER
from samples.statements.looks import (
    Look,
    balance,
    balance_commas,
    both,
    both_slashed,
    came_in,
    day,
    direction,
    fixed,
    glued,
    masked_party,
    or_else,
    padded,
    payee,
    payee_account,
    payer,
    payer_account,
    signed,
    signed_commas,
    size,
    spaced,
    text,
    went_out,
)

ICBC = [
    ("交易日期", padded(day("%Y-%m-%d"))), ("摘要", padded(text("memo"))),
    ("交易场所", padded(fixed("网上银行"))), ("交易国家或地区简称", fixed("CHN")), ("钞/汇", fixed("钞")),
    ("记账金额(收入)", padded(came_in)), ("记账金额(支出)", padded(went_out)),
    ("记账币种", padded(fixed("人民币"))), ("余额", padded(balance_commas)),
    ("对方户名", padded(text("party"))),
]  # fmt: skip
ICBC_ABOVE = [
    ["明细查询文件下载"], [""], ["卡号: {number}\t,卡别名: ", "户名: {name}"],
    ["子账户序号: 00001\t", "子账户类别: 活期", "币种: 人民币"],
    ["起始日期: {first}", "截止日期: {last}"], [""],
]  # fmt: skip
ABC = [
    ("交易日期", day("%Y%m%d")), ("交易时间", lambda a, e: "" if e.memo == "结息" else e.time.replace(":", "")),
    ("交易摘要", fixed("转存")), ("交易金额", signed), ("本次余额", balance),
    ("对手信息", text("party")), ("日 志 号", text("reference")), ("交易渠道", fixed("网上银行")),
    ("交易附言", text("memo")),
]  # fmt: skip
BOC = [
    ("记账日期", day("%Y-%m-%d")), ("记账时间", text("time")), ("币别", fixed("人民币")),
    ("金额", signed_commas), ("余额", balance_commas), ("交易名称", text("memo")), ("渠道", fixed("其他")),
    ("网点名称", fixed("-------------------")), ("附言", fixed("-------------------")),
    ("对方账户名", or_else(text("party"), "-------------------")),
    ("对方卡号/账号", or_else(text("party_account"), "-------------------")),
    ("对方开户行", fixed("-------------------")),
]  # fmt: skip
CCB_CSV = [
    ("序号", text("number")), ("摘要", text("memo")), ("币别", fixed("人民币元")), ("钞汇", fixed("钞")),
    ("交易日期", day("%Y%m%d")), ("交易金额", signed_commas), ("账户余额", balance_commas),
    ("交易地点/附言", fixed("")), ("对方账号与户名", both_slashed),
]  # fmt: skip
BOCOM = [
    ("序号", text("number")), ("交易日期", day("%Y-%m-%d")), ("交易时间", text("time")),
    ("交易类型", fixed("转账")), ("借贷", direction("贷 Cr", "借 Dr")), ("交易金额", size),
    ("余额", balance), ("对方账号", text("party_account")), ("对方户名", text("party")),
    ("交易地点", fixed("网上银行")), ("摘要", text("memo")),
]  # fmt: skip
RURAL = [
    ("序号", text("number")), ("摘要", text("memo")), ("币别", fixed("人民币")), ("钞汇", fixed("钞")),
    ("交易日期", day("%Y%m%d")), ("交易金额", signed_commas), ("账户余额", balance_commas),
]  # fmt: skip
TEXT_ABOVE = [["户名：{name}", "账号：{number}"]]

LOOKS: Sequence[Look] = (
    Look("工商银行.csv", "icbc", ICBC, "utf-8", ICBC_ABOVE, [["人民币合计", "", "", "", "", "1.00", "2.00"]]),
    Look("工商银行-带交易详情.csv", "icbc", [*ICBC[:2], ("交易详情", fixed("")), *ICBC[2:], ("对方账户", text("party_account"))],
         "gbk", ICBC_ABOVE, [["人民币合计", "", "", "", "", "", "1.00", "2.00"]], newest_first=True),
    Look("工商银行.pdf", "icbc-pdf", [
        ("交易日期", glued), ("帐号", lambda a, e: a.number), ("储种", fixed("活期")), ("币种", fixed("人民币")),
        ("摘要", text("memo")), ("地区", fixed("2903")), ("收入/支出金额", signed_commas), ("余额", balance_commas),
        ("对方户名", or_else(text("party"), "（空）")), ("对方帐号", or_else(text("party_account"), "（空）")), ("渠道", fixed("网银")),
    ], "", [["中国工商银行借记账户历史明细（电子版）"], ["卡号 {number}", "户名：{name}", "起止日期：{first} — {last}"]],
         [["本页仅供参考"]]),
    Look("工商银行-邮件.html", "icbc", ICBC, "gbk", [["尊敬的客户"], ["户名：{name}"], ["卡号：{number}"]]),
    Look("农业银行.csv", "abc", ABC, "utf-8-sig", names_holder=False),
    Look("农业银行.pdf", "abc", ABC, "", [["中国农业银行账户活期交易明细清单"], ["户名：{name}", "账户：{number}", "币种：人民币"]]),
    Look("中国银行.csv", "boc", BOC, "utf-8", [["客户姓名：{name}", "借记卡号：{number}"]], newest_first=True, wage_memo="工资"),
    Look("中国银行.pdf", "boc", [BOC[0], BOC[1], *BOC[3:6], ("附言", fixed("-----")), BOC[9], BOC[10]], "",
         [["中国银行交易流水明细清单"], ["客户姓名：{name}", "借记卡号：{number}"]], wage_memo="工资"),
    Look("中国银行-对公.xlsx", "boc-corporate", [
        ("交易类型[ Transaction Type ]", direction("来账", "往账")), ("付款人账号[ Debit Account No. ]", payer_account),
        ("付款人名称[ Payer's Name ]", payer), ("收款人账号[ Payee's Account Number ]", payee_account),
        ("收款人名称[ Payee's Name ]", payee), ("交易日期[ Transaction Date ]", day("%Y%m%d")),
        ("交易货币[ Trade Currency ]", fixed("CNY")), ("交易金额[ Trade Amount ]", size),
        ("交易后余额[ After-transaction balance ]", balance), ("交易流水号[ Transaction reference number ]", text("reference")),
        ("用途[ Purpose ]", text("memo")),
    ], employer=True),
    Look("建设银行.xls", "ccb", [
        ("  记账日  ", day("%Y%m%d")), ("交易日期 ", day("%Y%m%d")), (" 交易时间", text("time")), (" 支出 ", went_out),
        (" 收入 ", came_in), (" 账户余额 ", balance_commas), ("币　　种", fixed("人民币")), (" 摘要 ", text("memo")),
        ("对方账号", text("party_account")), (" 对方户名", masked_party), ("交易地点", fixed("")),
    ], "", [["China Construction Bank"], ["个人活期账户明细"], ["客户名称：", "{name}"], ["卡号/账号：", "{number}"], ["起始日期：{first}", "结束日期：{last}"]],
         [["以上数据仅供参考，具体内容请以柜台为准。"]]),
    Look("建设银行.csv", "ccb-csv", CCB_CSV, "utf-8", [["户名:{name}", "卡号/账号:{number}"]]),
    Look("建设银行-对公.xlsx", "ccb-corporate", [
        ("账号", lambda a, e: a.number), ("账户名称", lambda a, e: a.name), ("交易时间", lambda a, e: f"{e.day:%Y%m%d} {e.time}"),
        ("借方发生额（支取）", went_out), ("贷方发生额（收入）", came_in), ("余额", balance), ("币种", fixed("人民币元")),
        ("对方户名", text("party")), ("对方账号", text("party_account")), ("对方开户机构", fixed("")),
        ("记账日期", day("%Y%m%d")), ("摘要", text("memo")), ("备注", fixed("")), ("账户明细编号-交易流水号", text("reference")),
    ], employer=True),
    Look("建设银行-对公.csv", "ccb-corporate", [
        ("账号", lambda a, e: a.number + "\t"), ("账户名称", lambda a, e: a.name), ("交易时间", lambda a, e: f"{e.day:%Y%m%d} {e.time}\t"),
        ("借方发生额（支取）", went_out), ("贷方发生额（收入）", came_in), ("余额", balance), ("币种", fixed("人民币元")),
        ("对方户名", text("party")), ("对方账号", text("party_account")), ("摘要", text("memo")), ("备注", fixed("")),
    ], "gb18030", employer=True, newest_first=True),
    Look("交通银行.csv", "bocom", BOCOM, "utf-8-sig", names_holder=False),
    Look("交通银行.pdf", "bocom", [*BOCOM[:7], BOCOM[8], BOCOM[10]], "",
         [["交通银行个人客户交易清单"], ["账号/卡号：{number}", "户名：{name}"]],
         second_heading=["Serial Num", "Trans Date", "Trans Time", "Trading Type", "Dc Flg", "Trans Amt", "Balance", "Payee", "Abstract"]),
    Look("交通银行-对公.pdf", "bocom-corporate", [
        ("序号", text("number")), ("会计日期", day("%Y-%m-%d")), ("交易日期", day("%Y-%m-%d")), ("交易名称", fixed("转账")),
        ("借方发生额", went_out), ("贷方发生额", came_in), ("余额", balance_commas), ("对方账号", text("party_account")),
        ("对方户名", text("party")), ("摘要", text("memo")),
    ], "", [["交通银行企业账户交易明细"], ["账号：{number}", "户名：{name}"]],
         [["当前账单借方发生数 30 笔  贷方发生数 6 笔"]], employer=True),
    Look("招商银行.csv", "cmb", [
        ("记账日期", day("%Y-%m-%d")), ("货币", fixed("CNY")), ("交易金额", signed_commas), ("联机余额", balance_commas),
        ("交易摘要", text("memo")), ("对手信息", both), ("客户摘要", fixed("")),
    ], "utf-8", names_holder=False),
    Look("浦发银行.xls", "spdb", [
        ("顺序号", text("number")), ("交易日期", spaced), ("交易类型", fixed("网上转账")), ("存入金额", came_in),
        ("取出金额", went_out), ("余额", balance), ("交易对手名称", text("party")), ("交易对手账号", text("party_account")),
        ("附言", text("memo")),
    ], "", [["户名：{name}  账号：{number}"]], newest_first=True),
    Look("农商银行.pdf", "rural", RURAL, "", [["农村商业银行个人账户交易明细"], ["客户名称：{name}", "账号：{number}"],
         ["总收入：100,000.00", "总支出：90,000.00"]], page_break=12),
    Look("天津农商银行.pdf", "rural-tianjin", [
        ("交易日期", day("%Y-%m-%d")), ("交易时间", text("time")), ("交易摘要", fixed("转账")), ("交易金额", signed_commas),
        ("当前余额", balance_commas), ("交易附言", text("memo")), ("对手户名", text("party")), ("对手账号", text("party_account")),
        ("交易渠道", fixed("网银")),
    ], "", [["个人账户交易明细"], ["户名：{name}", "账号：{number}"]]),
    Look("河北农信.pdf", "rural-hebei", [
        ("序号", text("number")), ("交易日期", day("%Y-%m-%d")), ("交易金额", signed_commas), ("金额", balance_commas),
        ("对方户名", text("party")), ("对方账号", text("party_account")), ("摘要", text("memo")), ("网点", fixed("营业部")), ("来源", fixed("网银")),
    ], "", [["农村信用社交易明细"], ["户名：{name}", "账号：{number}"]]),
    Look("邮储银行-对公.xlsx", "psbc-corporate", [
        ("交易日期", day("%Y-%m-%d")), ("支出金额", went_out), ("收入金额", came_in), ("余额", balance_commas),
        ("对方户名", text("party")), ("对方账号", text("party_account")), ("摘要", text("memo")),
    ], "", [["中国邮政储蓄银行账户交易明细"], ["户名：", "{name}", "账号：", "{number}"]], employer=True),
    Look("支付宝.csv", "alipay", [
        ("交易时间", lambda a, e: f"{e.day:%Y-%m-%d} {e.time}"), ("交易分类", fixed("转账红包")), ("交易对方", text("party")),
        ("对方账号", fixed("/")), ("商品说明", text("memo")), ("收/支", direction("收入", "支出")), ("金额", size),
        ("收/付款方式", fixed("")), ("交易状态", fixed("交易成功")), ("交易订单号", lambda a, e: e.reference + "\t"), ("备注", fixed("")),
    ], "gbk", [["-" * 40], ["导出信息："], ["姓名：{name}"], ["支付宝账户：199****0000"], *[[""]] * 18, ["-" * 10 + "支付宝（中国）网络技术有限公司  电子客户回单" + "-" * 10], [""]],
         has_balance=False),
    Look("微信支付.csv", "wechat", [
        ("交易时间", lambda a, e: f"{e.day:%Y-%m-%d} {e.time}"), ("交易类型", fixed("转账")), ("交易对方", or_else(text("party"), "/")),
        ("商品", lambda a, e: f'"{e.memo}"'), ("收/支", direction("收入", "支出")), ("金额(元)", lambda a, e: f"¥{abs(e.amount):.2f}"),
        ("支付方式", fixed("/")), ("当前状态", fixed("已存入零钱")), ("交易单号", lambda a, e: e.reference + "\t"), ("商户单号", fixed("/")), ("备注", fixed("/")),
    ], "utf-8-sig", [["微信支付账单明细"], ["微信昵称：[小马]"], *[[""]] * 13, ["----------------------微信支付账单明细列表--------------------"]],
         names_holder=False, has_balance=False, newest_first=True),
    Look("微信支付.xlsx", "wechat", [
        ("交易时间", lambda a, e: f"{e.day:%Y-%m-%d} {e.time}"), ("交易类型", fixed("转账")), ("交易对方", or_else(text("party"), "/")),
        ("商品", text("memo")), ("收/支", direction("收入", "支出")), ("金额(元)", lambda a, e: f"¥{abs(e.amount):.2f}"),
        ("支付方式", fixed("/")), ("当前状态", fixed("已存入零钱")), ("交易单号", text("reference")), ("商户单号", fixed("/")), ("备注", fixed("/")),
    ], "", [["微信支付账单明细"], ["微信昵称：[小马]"], *[[""]] * 13, ["----------------------微信支付账单明细列表--------------------"]],
         names_holder=False, has_balance=False),
    Look("其他银行-通用列名.csv", "generic", [
        ("日期", day("%Y年%m月%d日")), ("摘要", text("memo")), ("贷方发生额", came_in), ("借方发生额", went_out), ("余额", balance),
        ("对方名称", text("party")), ("凭证号", text("reference")), ("柜员", fixed("0001")),
    ], "gb18030", TEXT_ABOVE, [["合计", "", "1.00", "2.00"], ["打印日期：2026-11-20"]], page_break=15),
    *FURTHER,
)  # fmt: skip
