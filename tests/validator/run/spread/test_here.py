"""A batch that is checked on other machines gives what one machine gives, to the letter."""

from pathlib import Path

import msgspec
import pytest

from claimcheck.office import empty
from claimcheck.settings import Settings
from tests.validator.books import ON, save
from tests.validator.checks.test_listed import a_list
from tests.validator.run.spread.made import (
    PAIRS,
    crossing,
    one,
    same_as_alone,
)
from validator.run.spread import sending


@pytest.mark.parametrize("shares", [1, 4], ids=["few bundles", "more bundles"])
def test_files_that_hang_together_in_every_way_give_the_result_of_one_machine(
    tmp_path: Path, shares: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sending, "_SHARES", shares)
    paths, numbers = crossing(tmp_path)
    here, executor = same_as_alone(paths)
    crossed = {"CC308", "CC602", "CC604", "CC605", "CC606", "CC607", "CC609", "CC703"}
    assert crossed <= set(here.findings["code"])
    assert {number for number in numbers if any(number in back for back in executor.back)} == set()
    assert len(numbers) > 100


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.__name__)
def test_only_files_that_share_something_are_checked_once_more(tmp_path: Path, pair):
    first, second = pair()
    paths = [
        save(tmp_path / "甲.xlsx", first),
        save(tmp_path / "乙.xlsx", one(90)),
        save(tmp_path / "丙.xlsx", second),
    ]
    _, executor = same_as_alone(paths)
    assert executor.asked == (3 if pair.__name__ == "nothing_shared" else 5)


def test_lists_of_the_office_are_compared_without_being_sent(tmp_path: Path):
    made = [one(21), one(22), one(23), one(24)]
    for claim in made[2:]:
        for person in claim[0].people:
            person.row["category"] = "残疾人"
    disabled = [person.row["id_number"] for person in made[2][0].people[1:]]
    a_list(tmp_path / "名单.xlsx", "640598199001010007", made[1][0].people[2].row["id_number"])
    a_list(tmp_path / "残疾人.xlsx", *disabled, "不是号码")
    lists = {"公职人员": "名单.xlsx", "残疾人名册": "残疾人.xlsx", "死亡": "没有.xlsx", "别的": "x"}
    settings = Settings(on=ON, office=msgspec.structs.replace(empty(), lists=lists))
    paths = [save(tmp_path / f"{place}.xlsx", each) for place, each in enumerate(made)]
    here, executor = same_as_alone(paths, settings, lists_folder=tmp_path)
    counts = dict(here.findings["code"].value_counts().iter_rows())
    assert (counts["CC410"], counts["CC411"], counts["CC412"]) == (1, 7, 4)
    assert executor.asked == 4 + 2, "two files have people on a list"
