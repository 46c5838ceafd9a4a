"""The fields of a statement's or pay list's row, and what they are called in Chinese."""

#: field → its name for people. Layouts give headings for these.
FIELDS = {
    "date": "日期",
    "income": "收入",
    "expense": "支出",
    "amount": "金额",
    "direction": "收支方向",
    "balance": "余额",
    "maybe_balance": "可能是余额",
    "currency": "币种",
    "party": "对方户名",
    "party_account": "对方账号",
    "party_both": "对方户名和账号",
    "payer": "付款人",
    "payer_account": "付款人账号",
    "payee": "收款人",
    "payee_account": "收款人账号",
    "reference": "流水号",
    "memo": "摘要附言",
    "status": "状态",
    "own_account": "本方账号",
    "own_name": "本方户名",
    # of pay lists
    "name": "姓名",
    "id_number": "身份证号",
    "account": "账号",
    "month": "月份",
    "employer": "单位",
    "failure": "失败原因",
}
