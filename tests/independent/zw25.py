"""关于实施就业优先战略促进高质量充分就业的通知（征求意见稿）, to 2027-12-31."""

from datetime import date

from tests.independent.claim import Claim, Person, Sum, add_up, if_given, tier, yuan
from tests.independent.zw26 import AWAY, BROKERS, HAD_THIS_YEAR, HIRING_TIERS, yearly_fare

WINDOW = (None, date(2027, 12, 31))
WINDOWS: dict[str, tuple[date | None, date | None]] = {}

GROUPS = (
    *("就业困难人员", "毕业年度高校毕业生", "离校2年内未就业高校毕业生"),
    *("脱贫人口", "农村低收入人口", "搬迁群众"),
)


def clause_1(claim: Claim) -> Sum:
    """200、300、400、500人且稳定就业3个月以上: 4、6、8、10万元."""

    def counts(person: Person) -> bool:
        return person.months(unbroken=True) >= 3 and not person["is_paid_otherwise"]

    heads = len(claim.people(counts, ["is_paid_otherwise"], stints=True, dates=True))
    tests = (
        if_given(claim["applicant_kind"], lambda kind: kind == "驻外劳务工作站"),
        heads >= 200,
    )
    tiers = ((200, 40_000), (300, 60_000), (400, 80_000), (500, 100_000))
    return claim.settle(heads, tests, [], lambda: yuan(tier(heads, *tiers)))


def clause_2(claim: Claim) -> Sum:
    """外出务工6个月以上、劳动合同、社会保险的本地户籍劳动力: 区内200元，跨省800元."""

    def counts(person: Person) -> bool:
        return (
            person.months(unbroken=False) >= 6
            and person["has_contract"] is True
            and person["is_insured"] is True
            and person["is_local_hukou"] is True
            and person["destination"] in AWAY
            and yearly_fare(person) > 0
        )

    facts = ("has_contract", "is_insured", "is_local_hukou", "destination", *HAD_THIS_YEAR)
    people = claim.people(counts, facts, stints=True, dates=True)
    return claim.settle(len(people), (), [], lambda: add_up(map(yearly_fare, people)))


def clause_3(claim: Claim) -> Sum:
    """20人以上，工资3000元以上，3个月以上不满6个月200元/人、6个月以上300元/人."""
    floor = yuan(3000)

    def months(person: Person) -> int:
        return person.months(unbroken=False, floor_fen=floor)

    def counts(person: Person) -> bool:
        return (
            person["is_local_hukou"] is True
            and person["residence_kind"] == "农村"
            and months(person) >= 3
            and person.earns(floor)
            and not person["is_paid_otherwise"]
        )

    facts = ("is_local_hukou", "residence_kind", "is_paid_otherwise")
    people = claim.people(counts, facts, stints=True, dates=True)
    paid = add_up(yuan(tier(months(person), (3, 200), (6, 300))) for person in people)
    tests = (
        if_given(claim["applicant_kind"], lambda kind: kind in BROKERS),
        if_given(claim["is_local_applicant"], bool),
        len(people) >= 20,
    )
    return claim.settle(len(people), tests, [], lambda: paid)


def clause_4(claim: Claim) -> Sum:
    """帮扶车间，签订6个月以上劳动合同并缴纳社会保险: 5、11、21、31人起 2、4、6、8万元."""

    def counts(person: Person) -> bool:
        return (
            person["category"] in GROUPS
            and (person["contract_months"] or 0) >= 6
            and person["is_insured"] is True
            and not person["was_paid_before"]
        )

    facts = ("category", "contract_months", "is_insured", "was_paid_before")
    heads = len(claim.people(counts, facts))
    earlier = claim.get("earlier_headcount", 0)
    due = tier(heads + earlier, *HIRING_TIERS) - tier(earlier, *HIRING_TIERS)
    tests = (
        if_given(claim["applicant_kind"], lambda kind: kind == "就业帮扶车间"),
        heads + earlier >= 5,
        due > 0,
    )
    return claim.settle(heads, tests, [], lambda: due)


def clause_5_charter(claim: Claim) -> Sum:
    """中卫市户籍（含常住人口）劳动力，35人（含）以上: 包车或包机, no money."""
    local, resident = claim["is_local_hukou"], claim["is_resident"]
    tests = (
        if_given(claim["applicant_kind"], lambda kind: kind in BROKERS),
        local is True or resident is True or (local is None and resident is None),
        if_given(claim["destination"], lambda where: where in AWAY),
        if_given(claim["group_size"], lambda size: size >= 35),
    )
    return claim.settle(None, tests, ["group_size"], lambda: None)


def clause_5_fares(claim: Claim) -> Sum:
    """10人（含）以上35人以下的，可据实报销车费: 客车、火车."""

    def counts(person: Person) -> bool:
        here = person["is_local_hukou"] is True or person["is_resident"] is True
        return here and person["destination"] in AWAY

    facts = ("is_local_hukou", "is_resident", "destination", "fare_fen")
    people = claim.people(counts, facts)
    fares = add_up(person["fare_fen"] for person in people)
    if fares is None:
        return Sum(None, len(people))
    tests = (
        if_given(claim["transport_mode"], lambda mode: mode in ("客车", "火车")),
        if_given(claim["applicant_kind"], lambda kind: kind in BROKERS),
        if_given(claim["group_size"], lambda size: 10 <= size < 35),
    )
    return claim.settle(len(people), tests, ["group_size"], lambda: fares)


def gig(claim: Claim, kind: str, people: int, grant: int) -> Sum:
    """已建成累计带动就业分别达500人/年、200人/年: 10万元/年、8万元/年."""
    tests = (
        if_given(claim["facility_kind"], lambda found: found == kind),
        if_given(claim["is_built"], bool),
        if_given(claim["people_placed"], lambda number: number >= people),
    )
    return claim.settle(None, tests, ["people_placed"], lambda: grant)


MEASURES = {
    "ZW25-1": clause_1,
    "ZW25-2": clause_2,
    "ZW25-3": clause_3,
    "ZW25-4": clause_4,
    "ZW25-5a": clause_5_charter,
    "ZW25-5b": clause_5_fares,
    "ZW25-6a": lambda claim: gig(claim, "零工市场", 500, yuan(100_000)),
    "ZW25-6b": lambda claim: gig(claim, "零工驿站", 200, yuan(80_000)),
}
