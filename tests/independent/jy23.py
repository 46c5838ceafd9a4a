"""泾源县“就业创业促进年”活动实施方案 (2023-03-07)."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import ceil

from tests.independent.claim import Claim, Person, Sum, add_up, if_given, yuan
from tests.independent.zw23.shared import CONTRIBUTIONS, contributions
from tests.independent.zw23.skills import CERTIFICATES, WORKERS

WINDOW: tuple[date | None, date | None] = (None, None)
WINDOWS: dict[str, tuple[date | None, date | None]] = {}

FIRMS = ("小微企业", "中型企业", "大型企业", "就业帮扶车间")
JOBLESS = ("登记失业人员", "登记失业青年")


def item_1(claim: Claim) -> Sum:
    """以工代赈项目吸纳农民工占比15%和劳务报酬占比30%."""
    workers, all_ = claim["migrant_workers"], claim["workforce"]
    pay, total = claim["labour_pay_fen"], claim["project_total_fen"]
    tests = (
        None if None in (workers, all_) else workers * 100 >= all_ * 15,
        None if None in (pay, total) else pay * 100 >= total * 30,
    )
    needs = ("migrant_workers", "workforce", "labour_pay_fen", "project_total_fen")
    return claim.settle(None, tests, needs, lambda: ceil(Fraction(total * 30, 100)))


def item_7(claim: Claim) -> Sum:
    """灵活就业的社会保险补贴，最长期限不超过3年；距退休不足5年的可延长至退休."""

    def left(person: Person) -> int:
        to_retirement = person["months_to_retirement"]
        longest = 36 if to_retirement is None or to_retirement >= 60 else to_retirement
        return max(longest - person.get("earlier_months", 0), 0)

    def months(person: Person) -> int:
        return min(person["subsidy_months"], left(person))

    def counts(person: Person) -> bool:
        return (
            person["in_named_field"] is True
            and person["meets_conditions"] is True
            and (person["subsidy_months"] or 0) >= 1
            and left(person) > 0
        )

    facts = ("in_named_field", "meets_conditions", "subsidy_months", "months_to_retirement")
    people = claim.people(counts, (*facts, "earlier_months", "monthly_subsidy_fen"))
    decided = claim["decided_fen"]
    monthly = [person.get("monthly_subsidy_fen", 0) for person in people]

    def amount() -> int | Fraction | None:
        if all(monthly):
            owed = sum(fen * months(one) for fen, one in zip(monthly, people, strict=True))
            return owed if decided is None else min(owed, decided)
        if decided is None:
            return None
        asked = sum(person["subsidy_months"] for person in people)
        return Fraction(decided * sum(map(months, people)), asked)

    return claim.settle(len(people), (), [], amount)


def deduction(
    groups: tuple[str, ...], per_year: int, kinds: tuple[str, ...], *, new_hires: bool = False
) -> Callable[[Claim], Sum]:
    """签订1年以上劳动合同并缴纳社会保险: 3年内每人每年定额，依次扣减税费."""

    def counts(person: Person) -> bool:
        return (
            person["category"] in groups
            and (not new_hires or person["is_new_hire"] is True)
            and (not new_hires or person.get("meets_conditions", True))
            and (person["contract_months"] or 0) >= 12
            and person["is_insured"] is True
            and 36 - person.get("earlier_months", 0) > 0
            and person.get("deduction_months", 1) >= 1
        )

    def each(person: Person) -> Fraction | None:
        months = person["deduction_months"]
        if months is None:
            return None
        months = min(months, 36 - person.get("earlier_months", 0))
        return Fraction(yuan(per_year) * months, 12)

    own = ("is_new_hire", "meets_conditions") if new_hires else ()
    facts = ("category", *own, "contract_months", "is_insured")

    def work(claim: Claim) -> Sum:
        people = claim.people(counts, (*facts, "earlier_months", "deduction_months"))
        total = add_up(map(each, people))
        if total is None:
            return Sum(None, len(people))
        left = total - claim.get("already_paid_fen", 0)
        tests = (if_given(claim["applicant_kind"], kinds.__contains__), left > 0)
        return claim.settle(
            len(people), tests, ["tax_due_fen"], lambda: min(left, claim["tax_due_fen"])
        )

    return work


def training(
    least: int, most: int, counts: Callable[[Person], bool], *facts: str
) -> Callable[[Claim], Sum]:
    """A range for everybody who was trained."""

    def work(claim: Claim) -> Sum:
        heads = len(claim.people(counts, facts))
        return claim.settle(
            heads, (), [], lambda: claim.decided(heads * yuan(least), heads * yuan(most))
        )

    return work


def item_12_insurance(claim: Claim) -> Sum:
    """签订6个月以上劳动合同并缴纳社会保险: 企业实际缴费部分不超过1年."""

    def counts(person: Person) -> bool:
        return (
            person["category"] in ("脱贫人口", "监测对象")
            and (person["contract_months"] or 0) >= 6
            and person["is_insured"] is True
            and (person["contribution_months"] or 0) >= 1
            and person.get("monthly_contribution_fen", 1) > 0
            and 12 - person.get("earlier_months", 0) > 0
        )

    people = claim.people(counts, ("category", "contract_months", "is_insured", *CONTRIBUTIONS))
    total = add_up(contributions(person, 12) for person in people)
    if total is None:
        return Sum(None, len(people))
    left = total - claim.get("already_paid_fen", 0)
    tests = (if_given(claim["applicant_kind"], FIRMS.__contains__), left > 0)
    return claim.settle(len(people), tests, [], lambda: left)


def item_12_workshop(claim: Claim) -> Sum:
    """就业帮扶车间再按照吸纳就业人数: 2万-10万元."""
    heads = len(claim.people(lambda _: True))
    tests = [if_given(claim["applicant_kind"], lambda kind: kind == "就业帮扶车间")]
    return claim.settle(heads, tests, [], lambda: claim.decided(yuan(20_000), yuan(100_000)))


def item_12_students(claim: Claim) -> Sum:
    """“雨露计划+”监测帮扶对象家庭子女: 每人每年4000元."""

    def counts(person: Person) -> bool:
        return (
            person["category"] == "监测对象"
            and person["in_aid_plan"] is True
            and person.get("claims_this_year", 0) == 0
        )

    heads = len(claim.people(counts, ("category", "in_aid_plan", "claims_this_year")))
    return claim.settle(heads, (), [], lambda: heads * yuan(4000))


def _tenant(claim: Claim) -> tuple[bool | None, ...]:
    return (if_given(claim["is_tenant"], bool), if_given(claim["meets_conditions"], bool))


def item_15_loan(claim: Claim) -> Sum:
    """符合条件的入驻（孵）创业实体: 最高300万元创业担保贷款."""
    asked = claim["requested_fen"]
    needs = ("is_tenant", "meets_conditions", "requested_fen")
    return claim.settle(None, _tenant(claim), needs, lambda: min(asked, yuan(3_000_000)))


def item_15_startup(claim: Claim) -> Sum:
    """符合条件的入驻（孵）创业实体: 最高12000元."""
    needs = ("is_tenant", "meets_conditions")
    return claim.settle(None, _tenant(claim), needs, lambda: claim.decided(most=yuan(12_000)))


def item_15_guarantee(claim: Claim) -> Sum:
    """免除10万元以下的个人创业担保贷款反担保要求: no money."""
    tests = (
        if_given(claim["applicant_kind"], ("个人", "个体工商户").__contains__),
        if_given(claim["requested_fen"], lambda fen: fen <= yuan(100_000)),
    )
    return claim.settle(None, tests, ["requested_fen"], lambda: None)


def item_16(claim: Claim) -> Sum:
    """新认定的国家级及自治区级创业孵化基地: 200万元、100万元."""
    grants = {"国家级": 2_000_000, "自治区级": 1_000_000}
    level = claim["level"]
    tests = (if_given(claim["is_newly_recognised"], bool), if_given(level, grants.__contains__))
    return claim.settle(None, tests, ["is_newly_recognised", "level"], lambda: yuan(grants[level]))


#: 18: 失业人员、农村转移就业劳动力、高校毕业生等重点群体
TRAINED = (
    *("就业困难人员", "离校2年内未就业高校毕业生", "毕业年度高校毕业生", "高校毕业生"),
    *("残疾人", "农村低收入人口", "脱贫人口", "监测对象", "搬迁群众", "登记失业人员"),
    *("登记失业青年", "退役军人", "自主就业退役士兵", "农民工"),
)


def item_18_certificates(claim: Claim) -> Sum:
    """2022年内取得初级、中级、高级证书，12个月内申领: 1000、1500、2000元."""

    def counts(person: Person) -> bool:
        since = person["months_since_certificate"]
        return (
            person["worker_status"] in WORKERS
            and (person["insured_months_at_certificate"] or 0) >= 12
            and person["certificate_level"] in CERTIFICATES
            and person["certificate_year"] == 2022
            and since is not None
            and since <= 12
        )

    facts = ("worker_status", "insured_months_at_certificate", "certificate_level")
    people = claim.people(counts, (*facts, "certificate_year", "months_since_certificate"))
    paid = [CERTIFICATES[person["certificate_level"]] for person in people]
    return claim.settle(len(people), (), [], lambda: sum(paid))


MEASURES = {
    "JY23-1": item_1,
    "JY23-7": item_7,
    "JY23-2": deduction(
        ("离校2年内未就业高校毕业生", "毕业年度高校毕业生", "高校毕业生"), 7800, FIRMS
    ),
    "JY23-10a": deduction(
        JOBLESS,
        7800,
        (*FIRMS, "合作社", "家庭农场", "种植养殖大户", "劳务中介组织", "个体工商户"),
        new_hires=True,
    ),
    "JY23-10b": training(
        1200,
        1600,
        lambda person: (
            person["category"] in JOBLESS
            and person["is_subsidised_training"] is True
            and person["has_certificate"] is True
        ),
        *("category", "is_subsidised_training", "has_certificate"),
    ),
    "JY23-12a": item_12_insurance,
    "JY23-12b": item_12_workshop,
    "JY23-12c": item_12_students,
    "JY23-13": deduction(("自主就业退役士兵",), 9000, FIRMS),
    "JY23-15a": item_15_loan,
    "JY23-15b": item_15_startup,
    "JY23-15c": item_15_guarantee,
    "JY23-16": item_16,
    "JY23-17": training(1200, 1600, lambda _: True),
    "JY23-18a": training(
        800,
        3000,
        lambda person: person["category"] in TRAINED and person["has_certificate"] is True,
        *("category", "has_certificate"),
    ),
    "JY23-18b": item_18_certificates,
}
