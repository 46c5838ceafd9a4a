"""（五）职业技能培训补贴、（六）失业保险稳岗返还: items 21 to 24."""

from fractions import Fraction

from tests.independent.claim import Claim, Person, Sum, if_given, yuan
from tests.independent.zw23.shared import FIRMS


def item_21(claim: Claim) -> Sum:
    """政府补贴性培训: 550-6000元."""
    heads = len(
        claim.people(
            lambda person: person["is_subsidised_training"] is True, ["is_subsidised_training"]
        )
    )
    return claim.settle(heads, (), [], lambda: claim.decided(heads * yuan(550), heads * yuan(6000)))


CERTIFICATES = {"初级": yuan(1000), "中级": yuan(1500), "高级": yuan(2000)}

WORKERS = ("企业在职职工", "领取失业保险金人员")


def item_22(claim: Claim) -> Sum:
    """缴纳失业保险1年以上，取得初级、中级、高级证书: 1000、1500、2000元."""

    def counts(person: Person) -> bool:
        return (
            (person["insured_months"] or 0) >= 12
            and person["certificate_level"] in CERTIFICATES
            and person.get("worker_status", WORKERS[0]) in WORKERS
        )

    facts = ("insured_months", "certificate_level", "worker_status")
    people = claim.people(counts, facts)
    paid = [CERTIFICATES[person["certificate_level"]] for person in people]
    return claim.settle(len(people), (), [], lambda: sum(paid))


def item_23(claim: Claim) -> Sum:
    """职工教育经费不超过工资薪金总额8%的部分."""
    payroll, spent = claim["payroll_fen"], claim["education_spend_fen"]
    kinds = (*FIRMS, "就业帮扶车间", "合作社", "劳务中介组织", "其他")
    tests = [if_given(claim["applicant_kind"], lambda kind: kind in kinds)]
    return claim.settle(
        None,
        tests,
        ["education_spend_fen", "payroll_fen"],
        lambda: min(
            Fraction(spent + claim.get("carried_forward_fen", 0)), Fraction(payroll * 8, 100)
        ),
    )


def item_24(claim: Claim) -> Sum:
    """裁员率不高于5.5%（30人以下20%），中小微企业返还60%，大型企业30%."""
    kinds = (
        *(*FIRMS, "就业帮扶车间", "合作社", "劳务中介组织", "社会团体", "基金会"),
        *("民办非企业单位", "社会服务机构", "律师事务所", "会计师事务所", "个体工商户"),
    )
    staff, rate, kind = (
        claim[key] for key in ("insured_staff", "layoff_rate_percent", "applicant_kind")
    )
    few = None
    if staff is not None and rate is not None:
        few = Fraction(rate, 10_000) <= (20 if staff <= 30 else Fraction("5.5"))
    tests = (if_given(staff, lambda number: number >= 1), if_given(kind, kinds.__contains__), few)
    share = Fraction(30 if kind == "大型企业" else 60, 100)
    premiums = ("employer_premium_fen", "employee_premium_fen")
    needs = ("insured_staff", "applicant_kind", "layoff_rate_percent", *premiums)
    return claim.settle(None, tests, needs, lambda: sum(claim[key] for key in premiums) * share)


MEASURES = {
    "ZW23-21": item_21,
    "ZW23-22": item_22,
    "ZW23-23": item_23,
    "ZW23-24": item_24,
}
