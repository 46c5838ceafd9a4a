"""By ID, by account, by name and employer; what is ambiguous is listed, never guessed."""

from validator.intake.statements.matching import match
from validator.intake.statements.pay import plain_name
from validator.intake.statements.roster import Person, _indexed

FIRM, OTHER = "中宁国栋物流有限公司", "海原海燕纺织有限公司"
ONE = Person("640598199001010017", "马小龙", {"6229991000000000011"}, {plain_name(FIRM)})
TWO = Person("640598199202020035", "马小龙", {"6229991000000000029"}, {plain_name(FIRM)})
SHE = Person("640598198803030046", "王秀梅", {"6229992000000000038"}, {plain_name(OTHER)})
ROSTER = _indexed([ONE, TWO, SHE])


def test_the_id_decides_before_the_account():
    found = match(ROSTER, ONE.id_number, "6229991000000000029", "马小龙", FIRM)
    assert (found.person, found.by) == (ONE, "身份证号")


def test_the_account_decides_between_two_of_the_same_name():
    found = match(ROSTER, "", "6229991000000000029", "马小龙", "")
    assert (found.person, found.by) == (TWO, "账号")


def test_two_of_the_same_name_and_employer_are_never_guessed():
    found = match(ROSTER, "", "", "马小龙", FIRM)
    assert found.person is None
    assert "不止一人" in found.doubt
    assert ONE.id_number not in found.doubt


def test_name_and_employer_are_enough_where_only_one_fits():
    found = match(ROSTER, "", "", " 王 秀梅", OTHER)
    assert (found.person, found.by) == (SHE, "姓名和付款单位")


def test_another_account_than_the_rosters_is_said():
    found = match(ROSTER, "", "6229990000000000000", "王秀梅", OTHER)
    assert found.person is SHE
    assert "账号与花名册不同" in found.by


def test_the_name_alone_is_not_enough():
    for payer in ("", FIRM, "海***纺织有限公司"):
        found = match(ROSTER, "", "", "王秀梅", payer)
        assert found.person is None
        assert "只有姓名相同" in found.doubt


def test_an_account_of_one_under_the_name_of_another_is_listed():
    found = match(ROSTER, "", "6229992000000000038", "马小龙", OTHER)
    assert found.person is None
    assert "不是同一人" in found.doubt


def test_an_id_that_is_not_on_the_roster_is_somebody_else():
    found = match(ROSTER, "640598197001010011", "6229992000000000038", "王秀梅", OTHER)
    assert found.person is None
    assert "不在花名册" in found.doubt


def test_a_masked_account_fits_where_only_one_does():
    found = match(ROSTER, "", "622999200****0038", "王秀梅", "")
    assert found.person is SHE
    assert match(ROSTER, "", "6229********", "王秀梅", "").person is None


def test_an_account_that_two_people_share_is_listed():
    shared = [
        Person("640598199001010017", "马小龙", {"6229990000000000000"}),
        Person("640598199202020035", "王秀梅", {"6229990000000000000"}),
    ]
    found = match(_indexed(shared), "", "6229990000000000000", "马小龙", "")
    assert found.person is None
    assert "属于 2 人" in found.doubt


def test_of_two_accounts_alike_but_for_the_hidden_middle_the_name_decides():
    people = [
        Person("640598199001010017", "马小龙", {"6229991111111110000"}),
        Person("640598199202020035", "王秀梅", {"6229992222222220000"}),
        Person("640598198803030046", "王秀梅", {"6229993333333330000"}),
    ]
    roster = _indexed(people)
    found = match(roster, "", "622999*********0000", "马小龙", "")
    assert (found.person, found.by) == (people[0], "账号（部分遮盖）和姓名")
    assert match(roster, "", "622999*********0000", "王秀梅", "").person is None
    assert match(roster, "", "622999*********0000", "", "").person is None


def test_a_masked_account_that_hides_its_end_is_still_compared():
    found = match(ROSTER, "", "6229992000000***", "王秀梅", "")
    assert found.person is SHE
