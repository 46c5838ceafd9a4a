"""Memos that name something else than a wage, and memos that do not, for all that judge them."""

#: Each names something that is no wage: the import turns it down, and it counts nowhere.
NO_WAGES = (
    "代发住房公积金", "费用报销", "个税退税", "保证金返还", "退费", "工伤待遇", "社保返还",
    "创业补贴款", "花呗", "余额宝收益发放", "车险赔付", "土地流转费", "现金存入", "ATM存", "atm存",
    "手机充值", "国家助学金", "工会慰问", "农民工工资保证金返还", "工资理财赎回", "工资卡年费",
    "非工资", "代扣工资", "退工资多发款", "代发工资保证金", "退 税", "报\u3000销", "扣\u00a0款",
    "工资 卡年费", "非工资理财", "扣回工资卡年费", "搬运费用报支",
    "惠农补贴", "惠农区惠农补贴", "定期存款", "工资贷放款", "补助金", "转账红包返还", "退保",
)  # fmt: skip

#: Each leaves the payment a wage where it was typed; the import takes it or asks about it.
LEFT_AS_WAGES = (
    "工资", "3月工资", "工 资", "工资及差旅报销", "扣款返还工资", "退税后工资",
    "工资（含公积金补发）", "奖金退回", "绩效返还", "加班费报销", "劳务费扣款后", "扣社保后实发",
    "工资卡入账", "代发", "津贴", "惠农区代发", "搬运费代发", "固定金额代发", "3月发放款代发",
    "定期代发", "工 资 报 销",
    "工资卡工资", "扣工资后绩效", "返还多扣工资绩效", "代发生活费", "工资总额代发",
    "薪酬（含社保）", "村干部报酬", "计件",
)  # fmt: skip

#: In each, two phrases share a word, which is taken off for both of them: what else it names must
#: stand there twice. No payer writes so; what matters is that all that judge them say the same.
OVERLAPPING = {
    "非工资理财工资": True,
    "非工资理财工资工资": False,
    "退工资卡工资": True,
    "转账红包转账返还": False,
    "转账红包转账返还退款": True,
}
