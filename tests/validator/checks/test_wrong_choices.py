from pathlib import Path

from tests.validator.books import checked, claims, only, save


def test_a_slip_in_an_option_is_answered_with_the_option_meant(tmp_path: Path):
    made = claims(5)
    made[0].row["county"] = "沙坡头"
    assert "是否应为“沙坡头区”" in str(
        only(checked(save(tmp_path / "a.xlsx", made)), "CC209")["fix"]
    )


def test_a_cell_of_thousands_of_characters_is_quoted_in_part(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["category"] = "长" * 30_000
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC209")
    assert len(str(finding["message"])) < 600
    assert len(str(finding["value"])) == 60


def test_a_number_typed_where_the_measure_belongs_stays_hidden(tmp_path: Path):
    made = claims(6)
    made[0].row["measure"] = "640598199001011230"
    found = checked(save(tmp_path / "a.xlsx", made))
    assert found.claims["measure"].to_list() == ["640598********1230"]


def test_a_measures_title_in_place_of_its_number_is_answered_with_the_numbers(tmp_path: Path):
    made = claims(6)
    made[0].row["measure"] = "小微企业新吸纳就业服务补贴"
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC209")
    assert "是事项名称，编号是 ZW26-3（中卫2026年方案第三条）" in str(finding["fix"])
