"""银川市金凤区稳内拓外促进重点群体高质量充分就业专项行动方案 (2024-11-12)."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from math import ceil

from tests.independent.claim import Claim, Person, Sum, add_up, if_given, tier, yuan
from tests.independent.zw23.shared import CONTRIBUTIONS, contributions
from tests.independent.zw26 import AWAY

WINDOW: tuple[date | None, date | None] = (None, None)
WINDOWS: dict[str, tuple[date | None, date | None]] = {}

LIFTED = ("脱贫人口", "监测对象")
#: 9: 自治区级、县级按照国家级标准的80%、60%
SHARES = {"国家级": Fraction(1), "自治区级": Fraction(80, 100), "县级": Fraction(60, 100)}
LED = {"国家级": 15, "自治区级": 10, "县级": 5}


def section_2(claim: Claim) -> Sum:
    """中央财政预算内以工代赈资金安排项目劳务报酬占比提高到30%以上."""
    fund, pay = claim["central_fund_fen"], claim["labour_pay_fen"]
    reached = None if None in (fund, pay) else pay * 100 >= fund * 30
    tests = (if_given(fund, lambda fen: fen > 0), reached)
    needs = ("central_fund_fen", "labour_pay_fen")
    return claim.settle(None, tests, needs, lambda: ceil(Fraction(fund * 30, 100)))


def section_4_insurance(claim: Claim) -> Sum:
    """招用农民工: 实际缴纳不超过1年的社会保险费返还."""

    def counts(person: Person) -> bool:
        return (
            person["category"] == "农民工"
            and person.get("meets_conditions", True)
            and (person["contribution_months"] or 0) >= 1
            and person.get("monthly_contribution_fen", 1) > 0
            and 12 - person.get("earlier_months", 0) > 0
        )

    kinds = ("小微企业", "中型企业", "民办非企业单位", "社会团体")
    people = claim.people(counts, ("category", "meets_conditions", *CONTRIBUTIONS))
    paid = add_up(contributions(person, 12) for person in people)
    if paid is None:
        return Sum(None, len(people))
    tests = [if_given(claim["applicant_kind"], kinds.__contains__)]
    return claim.settle(len(people), tests, [], lambda: paid)


def section_4_workshop(claim: Claim) -> Sum:
    """就业帮扶车间吸纳脱贫人口、农村低收入人口、搬迁群众: 2万-10万."""
    groups = ("脱贫人口", "农村低收入人口", "搬迁群众")
    heads = len(claim.people(lambda person: person["category"] in groups, ["category"]))
    tests = [if_given(claim["applicant_kind"], lambda kind: kind == "就业帮扶车间")]
    return claim.settle(heads, tests, [], lambda: claim.decided(yuan(20_000), yuan(100_000)))


def section_4_others(claim: Claim) -> Sum:
    """其他经营主体吸纳辖区移民（其中已脱贫人口或监测对象占比达到20%）: 1万元-10万元."""
    kinds = (
        *("小微企业", "中型企业", "大型企业", "合作社", "家庭农场", "种植养殖大户"),
        *("劳务中介组织", "劳务经纪人"),
    )
    people = claim.people(lambda person: person["is_local_migrant"] is True, ["is_local_migrant"])
    heads = len(people)
    tests = (
        if_given(claim["applicant_kind"], kinds.__contains__),
        if_given(claim["is_local_applicant"], bool),
        if_given(claim["lifted_headcount"], lambda lifted: lifted * 100 >= heads * 20),
    )
    return claim.settle(
        heads, tests, ["lifted_headcount"], lambda: claim.decided(yuan(10_000), yuan(100_000))
    )


def section_6_brokers(claim: Claim) -> Sum:
    """在企业稳定就业6个月以上并签订劳动合同、缴纳社会保险: 每输出1人200元."""

    def counts(person: Person) -> bool:
        return (
            person.get("works_away", True)
            and person.months(unbroken=True) >= 6
            and person["has_contract"] is True
            and person["is_insured"] is True
        )

    facts = ("works_away", "has_contract", "is_insured")
    heads = len(claim.people(counts, facts, stints=True, dates=True))
    tests = [if_given(claim["applicant_kind"], ("劳务中介组织", "劳务经纪人").__contains__)]
    return claim.settle(heads, tests, [], lambda: heads * yuan(200))


def section_6_range(claim: Claim) -> Sum:
    """稳定就业在6个月以上并签订劳动合同、缴纳各项社会保险: 200-800元."""
    groups = ("脱贫人口", "农村低收入人口", "搬迁群众")

    def counts(person: Person) -> bool:
        return (
            person["category"] in groups
            and person.get("works_away", True)
            and person.months(unbroken=True) >= 6
            and person["has_contract"] is True
            and person["all_insured"] is True
            and person.get("claims_this_year", 0) == 0
        )

    facts = ("category", "works_away", "has_contract", "all_insured", "claims_this_year")
    heads = len(claim.people(counts, facts, stints=True, dates=True))
    paid = claim.get("already_paid_fen", 0)
    least, most = (max(heads * yuan(each) - paid, 0) for each in (200, 800))
    return claim.settle(heads, [most > 0], [], lambda: claim.decided(least, most))


def section_6_tiers(claim: Claim) -> Sum:
    """3个月以上6个月以下: 跨县400、跨省1000元；6个月以上: 600、1400元."""

    def counts(person: Person) -> bool:
        return (
            person["category"] in LIFTED
            and person["destination"] in AWAY
            and person.months(unbroken=True) >= 3
            and person.get("claims_this_year", 0) == 0
        )

    def each(person: Person) -> int:
        long = person.months(unbroken=True) >= 6
        if person["destination"] == "跨省（区）":
            return yuan(1400 if long else 1000)
        return yuan(600 if long else 400)

    facts = ("category", "destination", "claims_this_year")
    people = claim.people(counts, facts, stints=True, dates=True)
    left = sum(map(each, people)) - claim.get("already_paid_fen", 0)
    return claim.settle(len(people), [left > 0], [], lambda: left)


def section_7(claim: Claim) -> Sum:
    """收入达到1、2、3、4、5万元: 1000至5000元；每户最高不超过6000元."""
    rewards = tuple((yuan(10_000 * step), yuan(1000 * step)) for step in range(1, 6))

    def income(person: Person) -> int | None:
        earned = person["income_fen"]
        return None if earned is None else earned + person.get("business_income_fen", 0)

    def counts(person: Person) -> bool:
        found = income(person)
        return (
            person["category"] in LIFTED
            and person.get("works_away", True)
            and found is not None
            and found >= yuan(10_000)
        )

    facts = ("category", "works_away", "income_fen", "business_income_fen")
    people = claim.people(counts, (*facts, "household_id", "household_paid_fen"))
    households: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        households[person["household_id"] or person["id_number"] or ""].append(person)
    total = 0
    for members in households.values():
        had = max(person.get("household_paid_fen", 0) for person in members)
        due = sum(tier(income(person) or 0, *rewards) for person in members)
        total += min(due, max(yuan(6000) - had, 0))
    tests = [claim.get("household_paid_fen", 0) < yuan(6000)]
    return claim.settle(len(people), tests, [], lambda: total)


def section_8_special(claim: Claim) -> Sum:
    """专项职业能力培训: 最高1400元/人."""
    heads = len(claim.people(lambda _: True))
    return claim.settle(heads, (), [], lambda: claim.decided(most=heads * yuan(1400)))


def section_8_apprentices(claim: Claim) -> Sum:
    """企业新型学徒制培训后取得职业资格: 6000-15000元."""
    people = claim.people(lambda person: person["has_certificate"] is True, ["has_certificate"])
    heads = len(people)
    return claim.settle(
        heads, (), [], lambda: claim.decided(heads * yuan(6000), heads * yuan(15_000))
    )


def _workshop(claim: Claim, heads: int, led: int, national: int) -> Sum:
    level = claim["level"]
    tests = (
        if_given(level, SHARES.__contains__),
        if_given(claim["is_recognised"], bool),
        if_given(level, lambda found: found not in LED or led >= LED[found]),
    )
    needs = ("level", "is_recognised")
    return claim.settle(heads, tests, needs, lambda: national * SHARES[level])


def section_9_grant(claim: Claim) -> Sum:
    """国家级15人、自治区级10人、县级5人及以上: 30万元、80%、60%."""
    heads = len(claim.people(lambda person: person["category"] == "脱贫人口", ["category"]))
    return _workshop(claim, heads, heads, yuan(300_000))


def section_9_people(claim: Claim) -> Sum:
    """带动脱贫人口传承技艺、稳定就业6个月以上: 每人5000元."""
    people = claim.people(
        lambda person: person["category"] == "脱贫人口" and person.months(unbroken=True) >= 6,
        ["category"],
        stints=True,
        dates=True,
    )
    heads = len(people)
    led = max(heads, claim.get("led_headcount", 0))
    return _workshop(claim, heads, led, heads * yuan(5000))


MEASURES = {
    "JF24-2": section_2,
    "JF24-4a": section_4_insurance,
    "JF24-4b": section_4_workshop,
    "JF24-4c": section_4_others,
    "JF24-6a": section_6_brokers,
    "JF24-6b": section_6_range,
    "JF24-6c": section_6_tiers,
    "JF24-7": section_7,
    "JF24-8a": section_8_special,
    "JF24-8b": section_8_apprentices,
    "JF24-9a": section_9_grant,
    "JF24-9b": section_9_people,
}
