"""To whom a payment belongs: by ID, by account, by name and employer, in this order.

Nothing is guessed. What fits two people, or fits in one way and not in another, is listed
with the reason.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from claimcheck.identity import hide_numbers, id_fault, mask_account, mask_id
from claimcheck.identity_documents import of_first_generation
from claimcheck.names import plain_name
from validator.intake.statements.differing import difference, is_slip
from validator.intake.statements.roster import TAIL, Person, Roster


@dataclass(frozen=True)
class Match:
    """The person, or why there is none."""

    person: Person | None
    by: str = ""  #: how the person was found
    doubt: str = ""  #: why nobody was
    #: whom the clerk means where he answers 是: all but the ID number fits him
    candidate: Person | None = None


def match(roster: Roster, id_number: str, account: str, name: str, payer: str) -> Match:
    """Find the person to whom a payment was made.

    Args:
        roster: the people of the claim.
        id_number: of the payee, where the file has it; tidy.
        account: of the payee, tidy; the bank may have masked its middle with `*`.
        name: of the payee.
        payer: who paid, as the file says; may be masked.
    """
    if id_number:
        person = roster.by_id.get(id_number)
        if person is not None:
            return _unless_other_name(person, name, "身份证号")
        whole = of_first_generation(id_number)
        if whole and (person := roster.by_id.get(whole)) is not None:
            return _unless_other_name(person, name, "身份证号（名单上是 15 位旧号码）")
        return _despite_id(roster, id_number, account, name, payer)
    found = _by_account(roster, account)
    if "*" in account and len(found) > 1 and name and "*" not in name:
        # The bank hid the middle: with the name, what it shows may still mean one person.
        named = [person for person in found if plain_name(person.name) == plain_name(name)]
        if len(named) == 1:
            return Match(named[0], "账号（部分遮盖）和姓名")
    if len(found) > 1:
        return Match(None, doubt=f"账号（{mask_account(account)}）在花名册上属于 {len(found)} 人")
    if found:
        return _unless_other_name(found[0], name, "账号")
    return _by_name(roster, account, name, payer)


def _despite_id(roster: Roster, id_number: str, account: str, name: str, payer: str) -> Match:
    """Nobody has this ID number: is there somebody whom everything else fits?"""
    absent = f"身份证号（{mask_id(id_number)}）不在花名册"
    plain = plain_name(name)
    by_account = [
        person for person in _by_account(roster, account) if plain_name(person.name) == plain
    ]
    by_payer = [
        person for person in roster.by_name.get(plain, []) if plain_name(payer) in person.employers
    ]
    for people, alike in ((by_account, "同名同账号"), (by_payer, "同名同单位")):
        if not name or len(people) != 1:
            continue
        person = people[0]
        if not is_slip(id_number, person.id_number):
            if people is by_account:
                return Match(
                    None, doubt=f"{absent}，花名册第 {person.row} 行{alike}，请核对是否同一人"
                )
            continue
        told = difference(id_number, person.id_number)
        doubt = f"花名册第 {person.row} 行{alike}，身份证号不一致：{told}"
        return Match(None, doubt=doubt, candidate=person)
    return _unsound(roster, account, name) or Match(None, doubt=absent)


def _unsound(roster: Roster, account: str, name: str) -> Match | None:
    """Somebody whose ID number on the roster is wrong, by name and account."""
    plain = plain_name(name)
    alike = [person for person in roster.unsound if plain and plain_name(person.name) == plain]
    found = [person for person in alike if account and account in person.accounts] or alike
    if not found:
        return None
    person = found[0]
    same = "同名同账号" if account and account in person.accounts else "同名"
    fault = hide_numbers(id_fault(person.id_number))
    return Match(
        None, doubt=f"花名册第 {person.row} 行{same}，但那一行{fault}。请先更正花名册再导入"
    )


def _unless_other_name(person: Person, name: str, by: str) -> Match:
    if name and "*" not in name and plain_name(name) != plain_name(person.name):
        return Match(None, doubt=f"{by}与花名册相符，但户名不是同一人")
    return Match(person, by)


def _by_account(roster: Roster, account: str) -> list[Person]:
    if "*" not in account:
        return roster.by_account.get(account, []) if account else []
    # Fewer than eight visible digits fit too many accounts.
    if sum(character.isdigit() for character in account) < 8:
        return []
    parts = (re.escape(part) for part in re.split(r"\*+", account))
    pattern = re.compile(r"\d+".join(parts))
    found = {
        person.id_number: person
        for known in _alike(roster, account)
        if pattern.fullmatch(known)
        for person in roster.by_account[known]
    }
    return list(found.values())


def _alike(roster: Roster, masked: str) -> Iterable[str]:
    """The accounts that end as a masked one does; all where it shows too little of its end."""
    tail = masked.rpartition("*")[2]
    if len(tail) < TAIL:
        return roster.by_account
    return roster.by_tail.get(tail[-TAIL:], [])


def _by_name(roster: Roster, account: str, name: str, payer: str) -> Match:
    if not name:
        return Match(None, doubt="对账单没有户名，账号也不在花名册")
    people = roster.by_name.get(plain_name(name), [])
    if not people:
        return _unsound(roster, account, name) or Match(None, doubt="此人不在花名册")
    fitting = [person for person in people if plain_name(payer) in person.employers]
    if len(fitting) > 1:
        return Match(None, doubt=_several(fitting))
    if len(fitting) == 1:
        differs = bool(account and fitting[0].accounts and account not in fitting[0].accounts)
        note = "（账号与花名册不同）" if differs else ""
        return Match(fitting[0], f"姓名和付款单位{note}")
    if not payer:
        return Match(None, doubt="只有姓名相同：对账单没有付款单位")
    if "*" in payer:
        return Match(None, doubt="只有姓名相同：付款单位被银行遮盖，无法确认")
    return Match(None, doubt="只有姓名相同：付款方不是花名册上的用工单位")


def _several(people: Iterable[Person]) -> str:
    numbers = "、".join(mask_id(person.id_number) for person in people)
    return f"同名且同单位的不止一人（{numbers}）"
