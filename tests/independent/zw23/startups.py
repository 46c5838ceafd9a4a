"""（四）加大创业支持力度: items 15 to 18."""

from tests.independent.claim import Claim, Person, Sum, add_up, if_given, yuan
from tests.independent.zw23.shared import grant


def _startup(claim: Claim, people: list[Person], ceiling: int) -> Sum:
    heads = len(people)
    most = heads * yuan(ceiling) - claim.get("already_paid_fen", 0)
    return claim.settle(heads, [most > 0], [], lambda: claim.decided(most=most))


def item_15_business(claim: Claim) -> Sum:
    """首次注册工商营业执照创业带动就业、正常经营满1年以上: 不超过1万元."""

    def counts(person: Person) -> bool:
        return (
            person["is_first_business"] is True
            and (person["operating_months"] or 0) >= 12
            and (person["jobs_created"] or 0) >= 1
        )

    facts = ("is_first_business", "operating_months", "jobs_created")
    return _startup(claim, claim.people(counts, facts), 10_000)


def item_15_students(claim: Claim) -> Sum:
    """毕业两年内的大学生首次从事第三产业创业: 不超过1.2万元."""

    def counts(person: Person) -> bool:
        since = person["months_since_graduation"]
        return (
            since is not None
            and since <= 24
            and person["is_first_business"] is True
            and person["is_tertiary_industry"] is True
        )

    facts = ("months_since_graduation", "is_first_business", "is_tertiary_industry")
    return _startup(claim, claim.people(counts, facts), 12_000)


def item_16_space(claim: Claim) -> Sum:
    """按30%的比例免费提供: no money."""
    tests = [if_given(claim["is_government_funded"], bool)]
    return claim.settle(None, tests, ["is_government_funded"], lambda: None)


def item_16_grant(claim: Claim) -> Sum:
    """新认定的国家、自治区、市创业孵化基地: 200、100、50万元."""
    grants = {"国家级": 2_000_000, "自治区级": 1_000_000, "市级": 500_000}
    level = claim["level"]
    tests = (
        if_given(claim["is_newly_recognised"], bool),
        if_given(level, lambda found: found in grants),
    )
    return claim.settle(None, tests, ["is_newly_recognised", "level"], lambda: yuan(grants[level]))


def item_18_person(claim: Claim) -> Sum:
    """有创业愿望和具备创业能力: 最高30万元贴息贷款."""
    people = claim.people(
        lambda person: person.get("is_able_founder", True), ("is_able_founder", "requested_fen")
    )
    asked = [person["requested_fen"] for person in people]
    lent = add_up(None if fen is None else min(fen, yuan(300_000)) for fen in asked)
    if lent is None:
        return Sum(None, len(people))
    return claim.settle(len(people), (), [], lambda: lent)


def item_18_partners(claim: Claim) -> Sum:
    """个人合伙创业的，贷款总额最高不超过300万元."""
    heads = len(
        claim.people(lambda person: person.get("is_able_founder", True), ["is_able_founder"])
    )
    asked = claim["requested_fen"]
    most = min(heads * yuan(300_000), yuan(3_000_000))
    return claim.settle(heads, [heads > 1], ["requested_fen"], lambda: min(asked, most))


MEASURES = {
    "ZW23-15a": item_15_business,
    "ZW23-15b": item_15_students,
    "ZW23-16a": item_16_space,
    "ZW23-16b": item_16_grant,
    "ZW23-17a": grant(500_000),
    "ZW23-17b": grant(50_000),
    "ZW23-18a": item_18_person,
    "ZW23-18b": item_18_partners,
}
