"""Says where two ID numbers differ, with everything else of them hidden."""

from claimcheck.identity import mask_id

#: So many wrong digits are a slip; more are another number.
_SLIPS = 2


def is_slip(one: str, other: str) -> bool:
    """Whether two numbers differ by a slip: a digit or two, two digits changed about, one lost."""
    if len(one) == len(other):
        return 0 < len(_places(one, other)) <= _SLIPS
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )


def difference(here: str, roster: str) -> str:
    """How a number differs from the one on the roster, both masked.

    The characters that differ are shown: without them nobody can see what to look for.
    """
    shown = f"这里是 {mask_id(here)}，花名册是 {mask_id(roster)}"
    if len(here) != len(roster):
        return f"{shown}，位数不同（{len(here)} 位和 {len(roster)} 位）"
    places = _places(here, roster)
    if len(places) > _SLIPS:
        return f"{shown}，有 {len(places)} 位不同"
    where = "、".join(
        f"第 {place + 1} 位不同（{here[place]} 和 {roster[place]}）" for place in places
    )
    return f"{shown}，{where}"


def _places(one: str, other: str) -> list[int]:
    return [
        place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right
    ]
