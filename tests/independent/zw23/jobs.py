"""一、强化政策支持扩大就业容量，（一）至（三）: items 3 to 11."""

from tests.independent.claim import Claim, Person, Sum, add_up, if_given, tier, yuan
from tests.independent.zw23.shared import (
    CONTRIBUTIONS,
    FIRMS,
    NO_EMPLOYERS,
    contributions,
    grant,
    young_enough,
)
from tests.independent.zw26 import AWAY, BROKERS, HAD_THIS_YEAR, yearly_fare


def item_3(claim: Claim) -> Sum:
    """农村劳动力20人以上且工资达3000元以上，1、3、6个月以上: 100、200、300元/人."""
    floor = yuan(3000)

    def months(person: Person) -> int:
        return person.months(unbroken=False, floor_fen=floor)

    people = claim.people(
        lambda person: (
            person["residence_kind"] == "农村" and months(person) >= 1 and person.earns(floor)
        ),
        ["residence_kind"],
        stints=True,
        dates=True,
    )
    paid = add_up(yuan(tier(months(person), (1, 100), (3, 200), (6, 300))) for person in people)
    tests = (
        if_given(claim["applicant_kind"], lambda kind: kind in BROKERS),
        len(people) >= 20,
    )
    return claim.settle(len(people), tests, [], lambda: paid)


def item_4(claim: Claim) -> Sum:
    """组织农村劳动力到驻站地就业，1000人以上且稳定就业3个月以上: 15万元."""

    def counts(person: Person) -> bool:
        return (
            person["residence_kind"] == "农村"
            and person.get("works_at_station_place", True)
            and person.months(unbroken=True) >= 3
        )

    facts = ("residence_kind", "works_at_station_place")
    heads = len(claim.people(counts, facts, stints=True, dates=True))
    tests = (
        if_given(claim["applicant_kind"], lambda kind: kind == "驻外劳务工作站"),
        heads >= 1000,
    )
    return claim.settle(heads, tests, [], lambda: yuan(150_000))


def item_5(claim: Claim) -> Sum:
    """外出务工6个月以上签订劳动合同、缴纳社会保险: 区内200元，跨省800元，每年一次."""

    def counts(person: Person) -> bool:
        return (
            person.months(unbroken=False) >= 6
            and person["has_contract"] is True
            and person["is_insured"] is True
            and person["destination"] in AWAY
            and yearly_fare(person) > 0
        )

    facts = ("has_contract", "is_insured", "destination", *HAD_THIS_YEAR)
    people = claim.people(counts, facts, stints=True, dates=True)
    return claim.settle(len(people), (), [], lambda: add_up(map(yearly_fare, people)))


def item_6(claim: Claim) -> Sum:
    """签订6个月以上劳动合同并缴纳社会保险: 企业实际缴费部分不超过1年."""
    groups = ("就业困难人员", "离校2年内未就业高校毕业生", "脱贫人口", "农村低收入人口", "搬迁群众")

    def counts(person: Person) -> bool:
        return (
            person["category"] in groups
            and (person["contract_months"] or 0) >= 6
            and person["is_insured"] is True
            and person.get("contribution_months", 1) >= 1
            and 12 - person.get("earlier_months", 0) > 0
        )

    facts = ("category", "contract_months", "is_insured")
    people = claim.people(counts, (*facts, *CONTRIBUTIONS))
    paid = add_up(contributions(person, 12) for person in people)
    if paid is None:
        return Sum(None, len(people))
    tests = (if_given(claim["applicant_kind"], lambda kind: kind not in NO_EMPLOYERS),)
    return claim.settle(len(people), tests, [], lambda: paid)


def item_7(claim: Claim) -> Sum:
    """劳动合同，失业、工伤、职工养老保险费1个月以上: 每招用1人不超过1500元."""

    def counts(person: Person) -> bool:
        return (
            young_enough(person)
            and person["has_contract"] is True
            and (person["insured_months"] or 0) >= 1
        )

    heads = len(claim.people(counts, ("category", "age", "has_contract", "insured_months")))
    most = heads * yuan(1500) - claim.get("already_paid_fen", 0)
    tests = (if_given(claim["applicant_kind"], lambda kind: kind in FIRMS), most > 0)
    return claim.settle(heads, tests, [], lambda: claim.decided(most=most))


def item_10(claim: Claim) -> Sum:
    """遴选10个金牌劳务中介组织，10万元/个."""
    tests = (
        if_given(claim["is_recognised"], bool),
        if_given(claim["applicant_kind"], lambda kind: kind == "劳务中介组织"),
    )
    return claim.settle(None, tests, ["is_recognised"], lambda: yuan(100_000))


def item_11_community(claim: Claim) -> Sum:
    """创建国家级充分就业社区，20万元/个."""
    tests = (
        if_given(claim["is_recognised"], bool),
        if_given(claim["level"], lambda level: level == "国家级"),
    )
    return claim.settle(None, tests, ["is_recognised", "level"], lambda: yuan(200_000))


MEASURES = {
    "ZW23-3": item_3,
    "ZW23-4": item_4,
    "ZW23-5": item_5,
    "ZW23-6": item_6,
    "ZW23-7": item_7,
    "ZW23-9a": grant(600_000),
    "ZW23-9b": grant(150_000),
    "ZW23-9c": grant(100_000, yearly=True),
    "ZW23-9d": grant(80_000, yearly=True),
    "ZW23-10": item_10,
    "ZW23-11a": grant(10_000),
    "ZW23-11b": item_11_community,
}
