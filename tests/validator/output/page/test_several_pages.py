"""Several pages on one batch, and workbooks beside them: no decision is lost, everybody is told."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from claimcheck.settings import Settings
from tests.addin.officejs.browser import chromium
from tests.validator.books import save
from tests.validator.output.page.browser import Page, start
from tests.validator.output.page.using import choose, decide, until
from tests.validator.supervision.made import ON, Office, fill, standings
from validator.ledger.audit.events import Verdict
from validator.ledger.audit.trail import Trail, open_trail
from validator.output.page.review import Review
from validator.output.page.server import ReviewService
from validator.output.page.states import OtherCheckError
from validator.run.validate import run_validation
from validator.supervision.listing import listed
from validator.supervision.sealing import with_seals


@pytest.fixture
def trail(office: Office) -> Iterator[Trail]:
    with open_trail(office.ledger, office.key_file) as opened:
        yield opened


@pytest.fixture
def review(office: Office, trail: Trail) -> Review:
    return Review(run_validation([office.batch], Settings(on=ON)), Settings(on=ON), trail)


class OpenPage:
    """What a page does, without a browser."""

    def __init__(self, review: Review, reviewer: str) -> None:
        self.review, self.reviewer = review, reviewer
        self.rows = with_seals(listed(self.review.now()), self.review.now())
        self.shown = {"check": self.review.check, "state": 0}

    def decide(self, word: str, place: int = 0, times: int = 1) -> dict[str, Any]:
        """Decide about a finding, in the order in which they stood at first, once or again."""
        row = {key: value or "" for key, value in self.rows.row(place, named=True).items()}
        said = {"decision": word, "reason": "已到银行核实", "reviewer": self.reviewer}
        decisions = [row | said] * times
        return self._asked(self.review.decide(self.shown | {"decisions": decisions}))

    def undo(self) -> dict[str, Any]:
        """Take back what was decided last."""
        return self._asked(self.review.undo(self.shown | {"reviewer": self.reviewer}))

    def news(self) -> dict[str, Any]:
        """Ask what happened."""
        return self._asked(self.review.news(self.shown))

    def _asked(self, reply: dict[str, Any]) -> dict[str, Any]:
        self.shown["state"] = reply["state"]
        return reply


def given(trail: Trail) -> list[str]:
    """Who decided what, in the order of the trail."""
    return [
        f"{entry.who} {entry.event.decision}"
        for entry in trail.read().recorded
        if isinstance(entry.event, Verdict)
    ]


def apply_workbook(office: Office, word: str, reviewer: str) -> None:
    """A third one decides about everything in the review workbook."""
    office.workbook.unlink(missing_ok=True)
    office.validate()
    said = {"decision": word, "reason": "已到银行核实", "reviewer": reviewer}
    fill(office.workbook, lambda _: said)
    result = office.review("apply", office.workbook)
    assert "记录裁定" in result.stdout, result.output


def test_what_another_page_has_decided_is_not_decided_over_unseen(review: Review, trail: Trail):
    one, other = OpenPage(review, "王审核"), OpenPage(review, "李审核")
    assert one.decide("核减")["recorded"] == 1
    reply = other.decide("通过")
    assert reply["recorded"] == 0
    assert "王审核刚裁定“核减”，您还没有看到，没有记录。请看过再裁定" in reply["refused"][0]
    assert reply["others"] == ["王审核：裁定“核减” 1 项"]
    assert reply["standings"][0][1:2] == ["let_through"]
    assert given(trail) == ["王审核 reduce"]
    # Who has seen it may well see it otherwise: then both stand until they agree.
    reply = other.decide("通过")
    assert reply["recorded"] == 1
    assert "裁定不一致" in reply["conflicts"][0]
    told = one.news()
    assert told["others"] == ["李审核：裁定“通过” 1 项"]
    assert told["standings"][0][1] == "conflict"
    assert "李审核：通过" in told["standings"][0][2]


def test_who_says_twice_what_he_may_not_say_is_refused_twice(review: Review, trail: Trail):
    one, other = OpenPage(review, "王审核"), OpenPage(review, "李审核")
    one.decide("核减")
    reply = other.decide("通过", times=2)
    assert (reply["recorded"], len(reply["refused"])) == (0, 2)
    assert given(trail) == ["王审核 reduce"]


def test_two_pages_under_one_name_do_not_write_over_each_other(review: Review, trail: Trail):
    one, other = OpenPage(review, "王审核"), OpenPage(review, "王审核")
    one.decide("核减")
    assert other.decide("不予支持")["recorded"] == 0
    assert given(trail) == ["王审核 reduce"]


def test_who_says_the_same_again_is_not_refused(review: Review):
    one, other = OpenPage(review, "王审核"), OpenPage(review, "王审核")
    one.decide("核减")
    reply = other.decide("核减")
    assert (reply["unchanged"], reply["refused"]) == (1, [])


def test_what_others_decide_elsewhere_does_not_hold_up_the_rest(review: Review):
    one, other = OpenPage(review, "王审核"), OpenPage(review, "李审核")
    one.decide("核减")
    reply = other.decide("不予支持", place=1)
    assert (reply["recorded"], reply["refused"]) == (1, [])
    assert reply["others"] == ["王审核：裁定“核减” 1 项"]
    assert other.news().keys() == {"state", "undoable", "filesChanged"}, "it was told already"


def test_sums_that_follow_from_the_others_decision_are_told(review: Review):
    one, other = OpenPage(review, "王审核"), OpenPage(review, "李审核")
    mine = one.decide("核减")
    assert mine["claims"]
    told = other.news()
    assert told["claims"] == mine["claims"]
    assert told["summary"]["decided"] == mine["summary"]["decided"]


def test_a_page_that_was_loaded_in_between_does_not_take_the_news_from_others(review: Review):
    one, other = OpenPage(review, "王审核"), OpenPage(review, "李审核")
    one.decide("核减")
    review.html("审核", "/x/")
    assert other.news()["others"] == ["王审核：裁定“核减” 1 项"]


def test_a_workbook_that_is_recorded_beside_the_page_is_told_and_not_decided_over(
    office: Office, review: Review
):
    page, watching = OpenPage(review, "王审核"), OpenPage(review, "赵审核")
    apply_workbook(office, "退回补正", "李审核")
    assert watching.news()["others"][0].startswith("李审核：裁定“退回补正”")
    reply = page.decide("通过")
    assert reply["recorded"] == 0
    assert "李审核刚裁定“退回补正”" in reply["refused"][0]
    (told,) = reply["others"]
    assert told.startswith("李审核：裁定“退回补正”")


def test_what_is_recorded_at_the_same_moment_holds_the_decision_back(
    office: Office, review: Review, trail: Trail, monkeypatch: pytest.MonkeyPatch
):
    """Another program writes after this one has looked and before it writes."""
    page, add = OpenPage(review, "王审核"), trail.add
    workbooks = iter(["退回补正"])

    def late(who: str, make: Any) -> Any:
        for word in workbooks:
            apply_workbook(office, word, "李审核")
        return add(who, make)

    monkeypatch.setattr(trail, "add", late)
    assert page.decide("通过")["recorded"] == 0
    assert {one.split()[0] for one in given(trail)} == {"李审核"}


def test_nobody_takes_back_what_another_has_recorded(review: Review, trail: Trail):
    one, other = OpenPage(review, "王审核"), OpenPage(review, "李审核")
    other.decide("退回补正", place=1)
    one.decide("核减")
    assert one.news()["undoable"] == {"王审核": 1, "李审核": 1}
    assert other.undo()["undone"] == 1
    assert set(standings_of(review)) == {"let_through", "open"}
    reply = one.news()
    assert reply["others"] == ["李审核：撤销裁定 1 项"]
    assert other.undo()["undone"] == 0
    assert len(given(trail)) == 2, "the trail keeps everything"


def standings_of(review: Review) -> list[str]:
    """How the findings stand."""
    return [str(one) for one in review.now().findings["standing"]]


def test_a_page_of_an_earlier_check_records_nothing(office: Office, review: Review, trail: Trail):
    page = OpenPage(review, "王审核")
    page.review = Review(run_validation([office.batch], Settings(on=ON)), Settings(on=ON), trail)
    for act in (lambda: page.decide("核减"), page.undo, page.news):
        with pytest.raises(OtherCheckError, match="请刷新网页，看过再裁定"):
            act()
    assert given(trail) == []


def test_files_that_are_changed_while_the_page_is_open_are_named(office: Office, review: Review):
    page = OpenPage(review, "王审核")
    assert page.news()["filesChanged"] == []
    office.validate()
    assert page.news()["filesChanged"] == [], "checking once more changes no claim"
    office.change(lambda claims: claims[0].row.update(claimed_people=4))
    reply = page.decide("核减")
    assert (reply["recorded"], reply["filesChanged"]) == (1, ["a.xlsx"])
    assert standings(office.checked())["lapsed"] == 1, "recorded, and asked for again"


# ---- in two browsers -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Page]]:
    if chromium() is None:
        pytest.skip("chromium and chromedriver are not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "localhost,127.0.0.1")
        opened = [start(tmp_path_factory.mktemp(f"browser{number}")) for number in (1, 2)]
        yield opened[0], opened[1]
        for page in opened:
            page.driver.quit()


@pytest.fixture
def both(
    office: Office, review: Review, trail: Trail, browsers: tuple[Page, Page]
) -> Iterator[tuple[Page, Page]]:
    found = run_validation([office.batch], Settings(on=ON))
    with ReviewService(found, Settings(on=ON), trail, port=0, title="审核") as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        for page, name in zip(browsers, ("王审核", "李审核"), strict=True):
            page.open(running.address)
            page.run("sessionStorage.clear()")
            page.by_id("reviewer").send_keys(name)
            page.by_id("list").click()
        yield browsers
        for page in browsers:
            page.open("about:blank")
        running.shutdown()
        thread.join()


def test_both_see_what_the_other_does_and_decide_over_it_only_knowingly(
    office: Office, both: tuple[Page, Page]
):
    one, other = both
    other.run("select(0, true)")
    other.by_id("reason").send_keys("已到银行核实")
    one.run("select(0, true)")
    decide(one, "核减")
    until(lambda: "已记录 1 项" in one.text("said"))
    until(lambda: "王审核：裁定“核减” 1 项" in other.text("news"))
    assert "已放行" in other.text("row-0"), "where it stood, so that nothing moves under the hand"
    assert other.run("return byId('reason').value") == "已到银行核实"
    assert other.text("glance") == one.text("glance")
    decide(other, "通过")
    until(lambda: "这一项别人刚裁定过" in other.text("decision-wrong"))
    assert "王审核" in other.text("decision-wrong")
    assert standings(office.checked())["let_through"] == 1
    other.by_id("decide").click()
    until(lambda: "裁定不一致" in other.text("decision-wrong"))
    until(lambda: "李审核：裁定“通过” 1 项" in one.text("news"))
    one.by_id("news-show").click()
    assert one.run("return shown.length") == 1
    assert "裁定不一致" in one.text("row-0")
    one.by_id("news-read").click()
    assert not one.by_id("news").is_displayed()
    assert one.complaints == other.complaints == []


def test_a_workbook_recorded_beside_two_open_pages_shows_in_both(
    office: Office, both: tuple[Page, Page]
):
    apply_workbook(office, "退回补正", "赵审核")
    for page in both:
        until(lambda page=page: "赵审核：裁定“退回补正”" in page.text("news"))
        choose(page, "by-standing", "")
        assert page.run("return pile().left") == 0
    assert standings(office.checked()).keys() == {"decided"}


def test_a_claim_that_is_saved_anew_is_named_on_both_pages(
    office: Office, both: tuple[Page, Page], tmp_path: Path
):
    office.claims[0].row["claimed_people"] = 4
    save(office.batch, office.claims)
    for page in both:
        until(lambda page=page: "“a.xlsx”在核查以后改动过" in page.text("changed"))
