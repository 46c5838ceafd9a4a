"""What is decided about payments and numbers, and what people are paid then."""

from claimcheck.forms import SheetKind
from samples.honest import Row
from tests.validator.output.page.desk import (
    CLAIMS,
    ROSTER,
    WAGES,
    Desk,
    code,
    hires,
    payments_of,
    people_of,
)
from tests.validator.supervision.whole_claims import reviewed, whole


def test_whose_wages_went_to_somebody_else_is_taken_out_with_his_payments(desk: Desk):
    rows = hires(11)
    for payment in payments_of(rows, rows[ROSTER][4])[:2]:
        payment["name"] = "欧阳代收"
    desk.hand_in("hiring", rows)
    assert whole(desk) == (40_000, 40_000, 40_000, 11, "pay"), "a reminder takes nothing out"
    assert desk.apply((code("CC305"), "核减")).exit_code == 0
    assert whole(desk) == (40_000, 40_000, 20_000, 10, "pay"), "four months are no six"
    assert desk.paid() == {"SB-001": [20_000]}
    assert desk.noticed() == [("SB-001", "10", 20_000)]
    assert desk.recorded() == (1, 10, 20_000)


def test_a_number_used_twice_costs_the_repeats_and_leaves_the_first(desk: Desk):
    rows = hires(11)
    own = payments_of(rows, rows[ROSTER][4])
    own[3]["reference"] = own[2]["reference"]
    desk.hand_in("hiring", rows)
    assert whole(desk)[1:4] == (40_000, 40_000, 11)
    assert desk.apply((code("CC307"), "核减")).exit_code == 0
    assert whole(desk)[1:4] == (40_000, 20_000, 10), "five of six months are left"


def test_one_repeat_costs_nobody_who_has_a_month_to_spare(desk: Desk):
    rows = hires(11, months=7)
    own = payments_of(rows, rows[ROSTER][4])
    own[3]["reference"] = own[2]["reference"]
    desk.hand_in("hiring", rows)
    assert desk.apply((code("CC307"), "核减")).exit_code == 0
    assert whole(desk)[1:4] == (40_000, 40_000, 11), "only the repeat is out, not the first"


def test_a_payment_entered_twice_counts_twice_only_if_a_supervisor_says_so(desk: Desk):
    rows = hires(11)
    entered_twice(rows, rows[ROSTER][4])
    desk.hand_in("hiring", rows)
    assert whole(desk)[1:4] == (20_000, 20_000, 10)
    assert desk.apply((code("CC307"), "通过"), (code("CC503"), "通过")).exit_code == 0
    assert whole(desk) == (40_000, 20_000, 40_000, 11, "pay")


def entered_twice(rows: dict[SheetKind, list[Row]], person: Row) -> None:
    """One wage in two halves, which look like one payment that was entered twice."""
    half = payments_of(rows, person)[2]
    half["amount_yuan"] = 1_600
    rows[WAGES].append(dict(half))


def test_a_payment_entered_twice_holds_up_the_claim_of_its_person_alone(desk: Desk):
    rows = hires(11, 6)
    entered_twice(rows, rows[ROSTER][4])
    desk.hand_in("hiring", rows)
    assert whole(desk) == (40_000, 20_000, 20_000, 10, "open")
    assert whole(desk, "SB-002") == (20_000, 20_000, 20_000, 6, "pay")


def test_a_payment_entered_twice_is_refused_to_the_claim_of_its_person_alone(desk: Desk):
    rows = hires(11, 6)
    entered_twice(rows, rows[ROSTER][4])
    desk.hand_in("hiring", rows)
    assert desk.apply((code("CC307"), "不予支持")).exit_code == 0
    assert whole(desk)[2:] == (0, 11, "refuse")
    assert whole(desk, "SB-002") == (20_000, 20_000, 20_000, 6, "pay")
    assert desk.paid() == {"SB-002": [20_000]}


def test_a_payment_that_is_let_pass_as_a_wage_brings_its_person_back(desk: Desk):
    rows = hires(5)
    payments_of(rows, rows[ROSTER][1])[3]["memo"] = "差旅费报销"
    desk.hand_in("hiring", rows)
    assert whole(desk) == (20_000, 0, 0, 4, "open")
    assert desk.apply((code("CC310"), "通过")).exit_code == 0
    assert whole(desk) == (20_000, 0, 20_000, 5, "pay"), "and what followed from it is settled"
    assert desk.paid() == {"SB-001": [20_000]}
    assert desk.noticed() == [("SB-001", "5", 20_000)]
    assert desk.recorded() == (1, 5, 20_000)


def jobless_youth(born: str) -> dict[SheetKind, list[Row]]:
    """A claim for one young person, of whose number Excel has lost the last digits."""
    lost = {"category": "登记失业青年", "id_number": float(f"640598{born}0010000"[:15] + "000")}
    rows = people_of("ZW23-7", lost)
    rows[CLAIMS][0] |= {"claimed_yuan": 1_500, "decided_yuan": 1_500}
    return rows


def test_a_number_without_its_last_digits_still_tells_the_age(desk: Desk):
    desk.hand_in("recruit", jobless_youth("20060101"))
    assert whole(desk) == (1_500, 0, 0, 0, "open")
    assert desk.apply((code("CC202"), "通过")).exit_code == 0
    assert whole(desk) == (1_500, 0, 1_500, 1, "pay")


def test_who_is_let_pass_without_a_whole_number_must_be_young_enough_all_the_same(desk: Desk):
    desk.hand_in("recruit", jobless_youth("19900101"))
    assert "CC210" not in reviewed(desk).findings["code"], "of a wrong cell that alone is said"
    assert desk.apply((code("CC202"), "通过")).exit_code == 0
    assert whole(desk) == (1_500, 0, 0, 0, "open")
    assert desk.apply((code("CC210"), "通过")).exit_code == 0
    assert whole(desk) == (1_500, 0, 1_500, 1, "pay")
