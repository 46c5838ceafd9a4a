"""To whom a payment belongs: by ID, by account, by name and employer, in this order.

Nothing is guessed. What fits two people, or fits in one way and not in another, is listed
with the reason.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from claimcheck.identity import mask_account, mask_id
from validator.intake.statements.pay import plain_name
from validator.intake.statements.roster import TAIL, Person, Roster


@dataclass(frozen=True)
class Match:
    """The person, or why there is none."""

    person: Person | None
    by: str = ""  #: how the person was found
    doubt: str = ""  #: why nobody was


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
        if person is None:
            return Match(None, doubt=f"身份证号（{mask_id(id_number)}）不在花名册")
        return _unless_other_name(person, name, "身份证号")
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
        return Match(None, doubt="此人不在花名册")
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
