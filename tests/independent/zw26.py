"""中卫市2026年稳就业促创业助增收实施方案（征求意见稿）."""

from datetime import date
from fractions import Fraction

from tests.independent.claim import Claim, Person, Sum, add_up, if_given, tier, yuan

WINDOW = (date(2026, 1, 1), date(2026, 12, 31))
WINDOWS: dict[str, tuple[date | None, date | None]] = {}

AWAY = ("区内跨县（区、市）", "跨省（区）")
BROKERS = ("劳务中介组织", "劳务经纪人")

#: 条三: 就业困难人员、离校2年内未就业高校毕业生、有就业能力的残疾人、农村低收入人口、搬迁群众
GROUPS = ("就业困难人员", "离校2年内未就业高校毕业生", "残疾人", "农村低收入人口", "搬迁群众")
HIRING_TIERS = ((5, yuan(20_000)), (11, yuan(40_000)), (21, yuan(60_000)), (31, yuan(80_000)))


def clause_2(claim: Claim) -> Sum:
    """本市户籍城乡劳动力转移就业累计3个月以上，人均劳务收入不低于1万元: 200元/人."""

    def counts(person: Person) -> bool:
        return (
            person["is_local_hukou"] is True
            and person.months(unbroken=False) >= 3
            and person.get("claims_this_year", 0) == 0
        )

    facts = ("is_local_hukou", "claims_this_year")
    people = claim.people(counts, facts, stints=True, dates=True)
    heads = len(people)
    # 人均: of those of whom the clause speaks; the claimant's figure where no pay is known
    earned = sum(person.earned() for person in people)
    average = Fraction(earned, heads) if earned else claim["average_income_fen"]
    tests = (
        if_given(claim["applicant_kind"], lambda kind: kind in BROKERS),
        if_given(average, lambda fen: fen >= yuan(10_000)),
        if_given(claim["already_paid_fen"], lambda fen: fen <= 0),
    )
    needs = [] if earned else ["average_income_fen"]
    return claim.settle(heads, tests, needs, lambda: heads * yuan(200))


def clause_3(claim: Claim) -> Sum:
    """五类人员，月工资达到3000元以上，就业6个月及以上的（以银行工资流水为准）."""

    def counts(person: Person) -> bool:
        hired = person["hired_on"]
        reached = [fen for fen in person.pay() if fen >= yuan(3000)]
        return (
            person["category"] in GROUPS
            and hired is not None
            and date(2026, 1, 1) <= hired <= date(2026, 12, 31)
            and len(reached) >= 6
        )

    heads = len(claim.people(counts, ["category"], dates=True))
    earlier = claim.get("earlier_headcount", 0)
    # 一次性: 各批人数合并定档，只补差额；按较高的一项，已领的扣除
    own = tier(heads + earlier, *HIRING_TIERS) - tier(earlier, *HIRING_TIERS)
    paid = max(claim.get("already_paid_fen", 0), 0)
    tests = (
        if_given(claim["applicant_kind"], lambda kind: kind == "小微企业"),
        heads + earlier >= 5,
        own > 0,
        own > paid or paid == 0,
    )
    return claim.settle(heads, tests, [], lambda: max(own - paid, 0))


def clause_4_charter(claim: Claim) -> Sum:
    """一次性组织务工人员达35人（含）以上的，可提供包车或包机: no money."""
    tests = (
        if_given(claim["applicant_kind"], lambda kind: kind in BROKERS),
        if_given(claim["is_local_hukou"], lambda local: local),
        if_given(claim["destination"], lambda where: where in AWAY),
        if_given(claim["group_size"], lambda size: size >= 35),
    )
    return claim.settle(None, tests, ["group_size"], lambda: None)


def clause_4_fares(claim: Claim) -> Sum:
    """10人（含）以上35人以下的，据实报销交通费，当年度报销不超过2次."""

    def counts(person: Person) -> bool:
        return (
            person["is_local_hukou"] is True
            and person["destination"] in AWAY
            and person.get("reimbursements_this_year", 0) + 1 <= 2
        )

    facts = ("is_local_hukou", "destination", "reimbursements_this_year", "fare_fen")
    people = claim.people(counts, facts)
    fares = add_up(person["fare_fen"] for person in people)
    if fares is None:
        return Sum(None, len(people))
    tests = (
        if_given(claim["applicant_kind"], lambda kind: kind in BROKERS),
        if_given(claim["group_size"], lambda size: 10 <= size < 35),
    )
    return claim.settle(len(people), tests, ["group_size"], lambda: fares)


def clause_5(claim: Claim) -> Sum:
    """200人以上，月工资4000元以上，稳定就业3、6、9个月以上: 3、6、9万元."""
    floor = yuan(4000)

    def months(person: Person) -> int:
        return person.months(unbroken=True, floor_fen=floor)

    people = claim.people(
        lambda person: months(person) >= 3 and person.earns(floor), stints=True, dates=True
    )
    # Who counts has stayed three months: 200 of them is what the test below asks for.
    long = [sum(months(person) >= least for person in people) for least in (6, 9)]
    reached = (heads >= 200 for heads in long)
    more = [yuan(sum_) for sum_, met in zip((60_000, 90_000), reached, strict=True) if met]
    grant = max([yuan(30_000), *more])
    tests = (len(people) >= 200, if_given(claim["already_paid_fen"], lambda fen: fen <= 0))
    return claim.settle(len(people), tests, [], lambda: grant)


def gig(claim: Claim, kind: str, people: int, grant: int) -> Sum:
    """带动就业或开展零工就业服务分别达500人/年、200人/年: 10万元/年、8万元/年."""
    placed, served = claim["people_placed"], claim.get("people_served", 0)
    tests = (
        if_given(claim["facility_kind"], lambda found: found == kind),
        if_given(claim["is_built"], lambda built: built),
        if_given(placed, lambda number: max(number, served) >= people),
    )
    return claim.settle(None, tests, ["people_placed"], lambda: grant)


def clause_7(claim: Claim) -> Sum:
    """实体10、20、30、50、100家，分别带动20、40、60、100、200人: 5、10、20、30、50万元."""
    entities, jobs = claim["new_entities"], claim["jobs_created"]
    sums = (50_000, 100_000, 200_000, 300_000, 500_000)
    grant = None
    if entities is not None and jobs is not None:
        by_entities = tier(entities, (10, 1), (20, 2), (30, 3), (50, 4), (100, 5))
        by_jobs = tier(jobs, (20, 1), (40, 2), (60, 3), (100, 4), (200, 5))
        # 以实体数的档次为基础，人数达到更高档次的按更高档次；两个条件都要达到
        reached = by_jobs if by_entities else 0
        grant = yuan(sums[reached - 1]) if reached else 0
    tests = (if_given(claim["is_recognised"], bool), grant is None or grant > 0)
    needs = ("is_recognised", "new_entities", "jobs_created")
    return claim.settle(None, tests, needs, lambda: grant)


#: What tells whether the yearly transport subsidy was had before.
HAD_THIS_YEAR = ("claims_this_year", "earlier_destination")


def yearly_fare(person: Person) -> int:
    """每人每年可享受一次性交通补贴: 区内200元，跨省800元, in all three documents of the city."""
    by_destination = {"区内跨县（区、市）": yuan(200), "跨省（区）": yuan(800)}
    full = by_destination.get(person["destination"], 0)
    # 又去了更高的一档，补差额；其余一年只补一次
    earlier = by_destination.get(person["earlier_destination"], 0)
    times = max(person.get("claims_this_year", 0), 1 if earlier else 0)
    if times > 1 or (times == 1 and not earlier):
        return 0
    return max(full - earlier, 0)


def clause_8(claim: Claim) -> Sum:
    """外出务工6个月以上、劳动合同、社会保险的农村劳动力: 区内200元，跨省800元，每年一次."""

    def counts(person: Person) -> bool:
        return (
            person.months(unbroken=False) >= 6
            and person["has_contract"] is True
            and person["is_insured"] is True
            and person["is_local_hukou"] is True
            and person["residence_kind"] == "农村"
            and person["destination"] in AWAY
            and yearly_fare(person) > 0
        )

    facts = ("has_contract", "is_insured", "is_local_hukou", "residence_kind", "destination")
    people = claim.people(counts, (*facts, *HAD_THIS_YEAR), stints=True, dates=True)
    return claim.settle(len(people), (), [], lambda: add_up(map(yearly_fare, people)))


def clause_11_fees(claim: Claim) -> Sum:
    """自筹资金、缴费困难的机关事业单位: 当年物业服务费的30%—50%."""
    fee = claim["property_fee_fen"]
    tests = (
        if_given(claim["is_self_funded"], bool),
        if_given(claim["is_in_difficulty"], bool),
    )
    return claim.settle(
        None,
        tests,
        ["is_in_difficulty", "property_fee_fen"],
        lambda: claim.decided(Fraction(fee * 30, 100), Fraction(fee * 50, 100)),
    )


def clause_11_staff(claim: Claim) -> Sum:
    """住宅物业服务劳务用工专项补贴: no sum is named, and 90% for pay does not change it."""
    return claim.settle(None, (), [], claim.decided)


MEASURES = {
    "ZW26-2": clause_2,
    "ZW26-3": clause_3,
    "ZW26-4a": clause_4_charter,
    "ZW26-4b": clause_4_fares,
    "ZW26-5": clause_5,
    "ZW26-6a": lambda claim: gig(claim, "零工市场", 500, yuan(100_000)),
    "ZW26-6b": lambda claim: gig(claim, "零工驿站", 200, yuan(80_000)),
    "ZW26-7": clause_7,
    "ZW26-8": clause_8,
    "ZW26-11a": clause_11_fees,
    "ZW26-11b": clause_11_staff,
}
