"""二、拓宽高校毕业生等青年就业渠道，三、强化帮扶兜底保民生: items 26 to 38."""

from datetime import date
from fractions import Fraction

from tests.independent.claim import Claim, Person, Sum, add_up, if_given, yuan
from tests.independent.zw23.shared import CONTRIBUTIONS, FIRMS, contributions, young_enough


def item_26(claim: Claim) -> Sum:
    """毕业年度或离校2年内未就业高校毕业生、失业青年，签订1年以上劳动合同: 1000元/人."""

    def counts(person: Person) -> bool:
        return young_enough(person) and (person["contract_months"] or 0) >= 12

    heads = len(claim.people(counts, ("category", "age", "contract_months")))
    left = heads * yuan(1000) - claim.get("already_paid_fen", 0)
    tests = (if_given(claim["applicant_kind"], lambda kind: kind in FIRMS), left > 0)
    return claim.settle(heads, tests, [], lambda: left)


def item_30(claim: Claim) -> Sum:
    """县级以下基层单位、服务期3年以上（含3年）: 学费补偿."""
    graduates = ("高校毕业生", "毕业年度高校毕业生", "离校2年内未就业高校毕业生")

    def counts(person: Person) -> bool:
        return (
            person["works_below_county"] is True
            and (person["service_months"] or 0) >= 36
            and person.get("category", graduates[0]) in graduates
        )

    facts = ("works_below_county", "service_months", "category", "tuition_fen")
    people = claim.people(counts, facts)
    most = add_up(person["tuition_fen"] for person in people)
    if most is None:
        return Sum(None, len(people))
    return claim.settle(len(people), (), [], lambda: claim.decided(most=most))


def item_31(claim: Claim) -> Sum:
    """自2017年7月起招聘，转正定级后薪级工资高定两级 (a grade stands as a yuan)."""

    def counts(person: Person) -> bool:
        hired = person["hired_on"]
        return (
            hired is not None
            and hired >= date(2017, 7, 1)
            and person["is_regularised"] is True
            and person.get("is_grassroots_institution", True)
        )

    facts = ("hired_on", "is_regularised", "is_grassroots_institution")
    heads = len(claim.people(counts, facts))
    return claim.settle(heads, (), [], lambda: yuan(2))


def item_33_base(claim: Claim) -> Sum:
    """每年累计接收见习人员10名以上、留用率达到50%且签订劳动合同: 不超过1万元."""
    heads = len(claim.people(lambda person: person["has_contract"] is True, ["has_contract"]))
    tests = (
        if_given(claim["trainees"], lambda number: number >= 10),
        if_given(claim["retention_rate_percent"], lambda rate: rate >= 50 * 10_000),
    )
    needs = ("trainees", "retention_rate_percent")
    return claim.settle(heads, tests, needs, lambda: claim.decided(most=yuan(10_000)))


def item_33_rest(claim: Claim) -> Sum:
    """见习期未满与见习人员签订劳动合同: 剩余期限的见习补贴."""

    def counts(person: Person) -> bool:
        return person["has_contract"] is True and (person["remaining_months"] or 0) >= 1

    facts = ("has_contract", "remaining_months", "monthly_subsidy_fen")
    people = claim.people(counts, facts)
    return _each(claim, people, "monthly_subsidy_fen", "remaining_months")


def _each(claim: Claim, people: list[Person], monthly: str, months: str) -> Sum:
    """So much a month for everybody."""
    paid = add_up(_product(person, monthly, months) for person in people)
    if paid is None:
        return Sum(None, len(people))
    return claim.settle(len(people), (), [], lambda: paid)


def _product(person: Person, *keys: str) -> int | None:
    one, other = (person[key] for key in keys)
    return None if one is None or other is None else one * other


def _some_month(person: Person) -> bool:
    return person.get("traineeship_months", 1) >= 1


def item_34_living(claim: Claim) -> Sum:
    """就业见习人员: 补贴标准不低于最低工资标准."""
    keys = ("minimum_wage_fen", "traineeship_months")
    people = claim.people(_some_month, keys)
    least = add_up(_product(person, *keys) for person in people)
    if least is None:
        return Sum(None, len(people))
    return claim.settle(len(people), (), [], lambda: claim.decided(least=least))


def item_35_living(claim: Claim) -> Sum:
    """机关事业单位实习岗位: 按最低工资标准."""
    keys = ("minimum_wage_fen", "traineeship_months")
    return _each(claim, claim.people(_some_month, keys), *keys)


def flexible_insurance(claim: Claim) -> Sum:
    """期满6个月以上、以灵活就业身份缴纳社会保险: 实际缴费的2/3，最长不超过1年."""

    def counts(person: Person) -> bool:
        return (
            (person["traineeship_months"] or 0) >= 6
            and person["is_flexibly_insured"] is True
            and person.get("contribution_months", 1) >= 1
            and 12 - person.get("earlier_months", 0) > 0
        )

    def share(person: Person) -> Fraction | None:
        paid = contributions(person, 12)
        return None if paid is None else Fraction(2 * paid, 3)

    facts = ("traineeship_months", "is_flexibly_insured", *CONTRIBUTIONS)
    people = claim.people(counts, facts)
    paid = add_up(share(person) for person in people)
    if paid is None:
        return Sum(None, len(people))
    return claim.settle(len(people), (), [], lambda: paid)


def item_36(claim: Claim) -> Sum:
    """大学生1个月的社会实践、跟岗学习: 不低于500元/月."""

    def counts(person: Person) -> bool:
        return (person["traineeship_months"] or 0) >= 1 and person.get("is_student", True)

    people = claim.people(counts, ("traineeship_months", "is_student"))
    least = sum(yuan(500) * person["traineeship_months"] for person in people)
    return claim.settle(len(people), (), [], lambda: claim.decided(least=least))


def item_38(claim: Claim) -> Sum:
    """毕业学年、低保家庭的中等职业学校、技工院校毕业生: 2000元."""

    def counts(person: Person) -> bool:
        return (
            person["is_minimum_allowance_household"] is True
            and person["school_kind"] in ("中等职业学校", "技工院校")
            and person["is_graduation_year"] is True
        )

    facts = ("is_minimum_allowance_household", "school_kind", "is_graduation_year")
    heads = len(claim.people(counts, facts))
    return claim.settle(heads, (), [], lambda: heads * yuan(2000))


MEASURES = {
    "ZW23-26": item_26,
    "ZW23-30": item_30,
    "ZW23-31": item_31,
    "ZW23-33a": item_33_base,
    "ZW23-33b": item_33_rest,
    "ZW23-34a": item_34_living,
    "ZW23-34b": flexible_insurance,
    "ZW23-35a": item_35_living,
    "ZW23-35b": flexible_insurance,
    "ZW23-36": item_36,
    "ZW23-38": item_38,
}
