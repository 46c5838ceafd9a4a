"""What several items of the document have in common."""

from collections.abc import Callable

from tests.independent.claim import Claim, Person, Sum, if_given, yuan

FIRMS = ("小微企业", "中型企业", "大型企业")

#: 用人单位: whoever employs people; no persons, agents or stations
NO_EMPLOYERS = ("个人", "劳务经纪人", "驻外劳务工作站")

YOUNG = ("毕业年度高校毕业生", "离校2年内未就业高校毕业生", "登记失业青年")

CONTRIBUTIONS = ("earlier_months", "monthly_contribution_fen", "contribution_months")


def contributions(person: Person, most: int) -> int | None:
    """What was paid a month, for the months paid, as far as the years allowed go."""
    monthly, months = person["monthly_contribution_fen"], person["contribution_months"]
    if monthly is None or months is None:
        return None
    return int(monthly) * min(months, max(most - person.get("earlier_months", 0), 0))


def young_enough(person: Person) -> bool:
    """登记失业的16-24岁青年: of the others no age is asked."""
    if person["category"] != "登记失业青年":
        return person["category"] in YOUNG
    return person["age"] is not None and 16 <= person["age"] <= 24


def grant(sum_: int, *, yearly: bool = False) -> Callable[[Claim], Sum]:
    """A sum for one recognised facility, once or once a year."""

    def work(claim: Claim) -> Sum:
        tests = (
            if_given(claim["is_recognised"], bool),
            not yearly or claim.get("claims_this_year", 0) < 1,
        )
        return claim.settle(None, tests, ["is_recognised"], lambda: yuan(sum_))

    return work
