"""中卫市关于优化调整稳就业政策措施全力促发展惠民生的实施细则 (卫政办规发〔2023〕2号)."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from tests.independent.claim import Claim, Person, Sum, add_up, if_given, tier, yuan
from tests.independent.zw26 import AWAY, BROKERS

WINDOW: tuple[date | None, date | None] = (None, None)
WINDOWS: dict[str, tuple[date | None, date | None]] = {}

FIRMS = ("小微企业", "中型企业", "大型企业")
#: 用人单位: whoever employs people; no persons, agents or stations
NO_EMPLOYERS = ("个人", "劳务经纪人", "驻外劳务工作站")
YOUNG = ("毕业年度高校毕业生", "离校2年内未就业高校毕业生", "登记失业青年")


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
            and person.get("claims_this_year", 0) < 1
        )

    facts = ("has_contract", "is_insured", "destination", "claims_this_year")
    people = claim.people(counts, facts, stints=True, dates=True)
    paid = [yuan(800 if one["destination"] == "跨省（区）" else 200) for one in people]
    return claim.settle(len(people), (), [], lambda: sum(paid))


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


CONTRIBUTIONS = ("earlier_months", "monthly_contribution_fen", "contribution_months")


def contributions(person: Person, most: int) -> int | None:
    """What was paid a month, for the months paid, as far as the years allowed go."""
    monthly, months = person["monthly_contribution_fen"], person["contribution_months"]
    if monthly is None or months is None:
        return None
    return int(monthly) * min(months, max(most - person.get("earlier_months", 0), 0))


def _young_enough(person: Person) -> bool:
    """登记失业的16-24岁青年: of the others no age is asked."""
    if person["category"] != "登记失业青年":
        return person["category"] in YOUNG
    return person["age"] is not None and 16 <= person["age"] <= 24


def item_7(claim: Claim) -> Sum:
    """劳动合同，失业、工伤、职工养老保险费1个月以上: 每招用1人不超过1500元."""

    def counts(person: Person) -> bool:
        return (
            _young_enough(person)
            and person["has_contract"] is True
            and (person["insured_months"] or 0) >= 1
        )

    heads = len(claim.people(counts, ("category", "age", "has_contract", "insured_months")))
    most = heads * yuan(1500) - claim.get("already_paid_fen", 0)
    tests = (if_given(claim["applicant_kind"], lambda kind: kind in FIRMS), most > 0)
    return claim.settle(heads, tests, [], lambda: claim.decided(most=most))


def grant(sum_: int, *, yearly: bool = False) -> Callable[[Claim], Sum]:
    """A sum for one recognised facility, once or once a year."""

    def work(claim: Claim) -> Sum:
        tests = (
            if_given(claim["is_recognised"], bool),
            not yearly or claim.get("claims_this_year", 0) < 1,
        )
        return claim.settle(None, tests, ["is_recognised"], lambda: yuan(sum_))

    return work


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


def item_26(claim: Claim) -> Sum:
    """毕业年度或离校2年内未就业高校毕业生、失业青年，签订1年以上劳动合同: 1000元/人."""

    def counts(person: Person) -> bool:
        return _young_enough(person) and (person["contract_months"] or 0) >= 12

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
    "ZW23-15a": item_15_business,
    "ZW23-15b": item_15_students,
    "ZW23-16a": item_16_space,
    "ZW23-16b": item_16_grant,
    "ZW23-17a": grant(500_000),
    "ZW23-17b": grant(50_000),
    "ZW23-18a": item_18_person,
    "ZW23-18b": item_18_partners,
    "ZW23-21": item_21,
    "ZW23-22": item_22,
    "ZW23-23": item_23,
    "ZW23-24": item_24,
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
