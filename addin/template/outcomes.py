"""One rule's hidden helper rows of the claims: its tests, outcome, amount and reasons."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from addin.formulas.expression import FormulaCompiler, number_text
from addin.formulas.requirements import (
    FormulaTest,
    formula_test,
    met_key,
    seen_key,
    shown,
)
from addin.formulas.telling import CellTelling
from addin.formulas.text import both, first_of, quote
from addin.template.doubts import doubt_formulas
from addin.template.income import average_income, income_told, pay_of_claim, typed_average
from addin.template.known import known_there
from addin.template.layout import PLACE, Block, mirrored
from addin.template.plan import Plan
from addin.template.rule_plan import RulePlan
from addin.template.verdicts import BEYOND
from addin.template.writer import Writer, write_formulas
from claimcheck.compiler.outcomes import (
    AMOUNT,
    IN_KIND,
    INCOMPLETE,
    INELIGIBLE,
    LACKING,
    NEEDS_DECISION,
    NOBODY,
    RESULTS,
    Sums,
    Told,
    outcome_of,
    reason_of,
)
from claimcheck.compiler.words import office_decides
from claimcheck.evaluate.earmark import AFTER, BEFORE, SPENT, YUAN
from claimcheck.evaluate.unknown import UNKNOWN, UNKNOWN_AFTER, UNKNOWN_BEFORE
from claimcheck.forms import SheetKind
from claimcheck.policy import fact
from claimcheck.policy.model import Level, Requirement
from claimcheck.policy.uses import DECIDED

#: outcomes that only a template has: a person's facts are missing, or a month is not seen
_UNKNOWN, _BLOCKED = "unknown", "blocked"
#: cells of the claim are not filled in, or hold none of their values
_OUT = "out"

#: what of a claim is compared between two readings of its numbers
_COMPARED = ("outcome", "amount", "least", "most")

_TELLING = CellTelling()
_Cell = Callable[[str], str]


def write_rule_claims(writer: Writer, item: RulePlan) -> None:
    """Write one rule's helper sheet of the claims."""
    plan, block = writer.plan, item.claim
    sheet = writer.add_sheet(block.sheet, helper=True)
    for name in block.keys:
        sheet.write_string(block.header_row - 1, block.index(name), name)
    write_formulas(sheet, block, lambda row: _gated(block, row, _formulas(plan, item, row)))


def _gated(block: Block, row: int, formulas: Mapping[str, str]) -> dict[str, str]:
    """The formulas of a row, looked at only where the claim names the rule."""
    mine = block.cell("mine", row)
    return {
        name: formula if name == "mine" else f'IF({mine}=0,"",{formula})'
        for name, formula in formulas.items()
    }


def _formulas(plan: Plan, item: RulePlan, row: int) -> dict[str, str]:
    """The formulas of one claim under one rule; each is only looked at where the rule is named."""
    shared, block = plan.claims_helper, item.claim

    def cell(name: str) -> str:
        return block.cell(name, row)

    formulas = {
        "out": shared.there("out", block, row),
        "mine": f"IF({shared.there('measure_pos', block, row)}={item.index},1,0)",
    }
    facts = {"headcount": cell("headcount")}
    sums = _sums(plan, item, row)
    formulas |= sums
    formulas |= pay_of_claim(plan, item, row)
    facts |= {count.name: cell(f"count_{count.name}") for count in item.counts}
    if item.each is not None:
        facts["each_total_yuan"] = cell("each_total")
    for use in item.claim_uses:
        name = use.fact.key
        source, default = known_there(shared, name, block, row), item.default(name)
        if name == "earlier_headcount" and default is not None:
            source = _earlier(plan, item, row, source)
        elif default is not None:
            source = f'IF({source}="",{default},{source})'
        formulas[f"fact_{name}"] = average_income(item, row, name, source)
        facts[name] = cell(f"fact_{name}")
    decided = known_there(shared, DECIDED, block, row)
    formulas["decided"] = decided
    facts[DECIDED] = cell("decided")
    needed = [use.fact.key for use in item.claim_uses if use.required]
    given = both(f'{facts[name]}<>""' for name in needed)
    formulas["complete"] = f"IF({given},1,0)"
    formulas["met_anyone"] = f"IF({cell('headcount')}>0,1,0)" if item.tests_people else "1"

    def results(values: Mapping[str, str], look: _Cell) -> dict[str, str]:
        """What follows from the facts in these cells."""
        found = {"decided": values[DECIDED]}
        for requirement, test in _tests(item, values, look):
            if test.seen:
                found[seen_key(requirement)] = test.seen
            found[met_key(test.name)] = test.met
        return found | _amounts(item, values, look)

    def raw(key: str) -> str:
        if key == DECIDED:
            # What the office's own standard gives is in no doubt.
            return mirrored(plan.block(SheetKind.CLAIMS), DECIDED, block, row)
        return typed_average(item, row, key, shared.there(f"raw_{key}", block, row))

    said = partial(_outcome_words, item)
    formulas |= doubt_formulas(item.claim_units, facts, cell, raw, results, _COMPARED, said)
    formulas |= results(facts, cell) | {"decided": decided}
    failed = [(cell(met_key(test.name)), test.phrase) for _, test in _tests(item, facts, cell)]
    if item.rule.measure.earmark is not None:
        formulas["earmark"] = _earmark(item, cell)
    typed = {use.fact.key: known_there(shared, use.fact.key, block, row) for use in item.claim_uses}
    told = income_told(item, facts, typed, row)
    formulas["reason"] = _reason(item, needed, facts, failed, cell, told)
    return formulas


def _earmark(item: RulePlan, cell: _Cell) -> str:
    """What must be spent on one purpose, "" where nothing is paid: see `evaluate.earmark`."""
    earmark = item.rule.measure.earmark
    assert earmark is not None  # noqa: S101 - asked by the caller
    share = number_text(item.rule.measure.numbers[earmark.share].exact)
    paid = both([f"{cell('outcome')}={quote(AMOUNT)}", f"N({cell('amount')})>0"])
    return f'IF({paid},ROUND({cell("amount")}*{share},2),"")'


def _earmarked(item: RulePlan, facts: Mapping[str, str], cell: _Cell) -> str:
    """What the reason goes on with, where a part of the sum is tied to a purpose."""
    earmark = item.rule.measure.earmark
    if earmark is None:
        return ""
    tied, spent = cell("earmark"), facts[earmark.fact]
    short = both([f"ISNUMBER({spent})", f"N({spent})<{tied}"])
    lacking = f'IF({short},{quote(SPENT)}&{_yuan(spent)}&{quote(YUAN)},"")'
    said = f"{quote(BEFORE)}&{_yuan(tied)}&{quote(AFTER + earmark.purpose)}&{lacking}"
    return f'&IF({tied}="","",{said})'


def _tests(
    item: RulePlan, values: Mapping[str, str], look: _Cell
) -> list[tuple[Requirement, FormulaTest]]:
    """The requirements of a claim, compiled."""
    return [
        (requirement, formula_test(item.rule, item.chosen, requirement, values, look, '""'))
        for requirement in item.requirements(Level.CLAIM)
    ]


def _outcome_words(item: RulePlan, cell: _Cell) -> str:
    """The outcome under one reading of the numbers, in a few words."""
    outcome = cell("outcome")
    verb, unit = RESULTS[item.rule.measure.unit]
    return first_of(
        [
            (
                f"{outcome}={quote(AMOUNT)}",
                f"{quote(verb + ' ')}&{_yuan(cell('amount'))}&{quote(' ' + unit)}",
            ),
            (f"{outcome}={quote(INELIGIBLE)}", quote("不符合条件")),
            (f"{outcome}={quote(NEEDS_DECISION)}", quote("由经办机构核定")),
            (f"{outcome}={quote(IN_KIND)}", quote("给实物或服务")),
        ],
        quote("还不能核算"),
    )


def _sums(plan: Plan, item: RulePlan, row: int) -> dict[str, str]:
    """What the people of a claim add up to."""
    names = dict(
        zip((f"count_{count.name}" for count in item.counts), item.count_keys, strict=True)
    )
    if not plan.has(SheetKind.ROSTER):
        zeros = ["headcount", *names, "unknown", "blocked", *(["each_total"] if item.each else [])]
        return dict.fromkeys(zeros, "0")
    number, people = item.claim.cell(PLACE, row), plan.roster_helper
    listed = people.column("claim_pos")

    def sum_of(column: str) -> str:
        return f"SUMIF({listed},{number},{column})"

    found = {"headcount": sum_of(people.column("counted"))}
    found |= {name: sum_of(people.column(key)) for name, key in names.items()}
    if item.each is not None:
        found["each_total"] = f"ROUND({sum_of(people.column('person_yuan'))},2)"
    found["unknown"] = sum_of(people.column("unknown"))
    found["blocked"] = sum_of(people.column("beyond")) if plan.has(SheetKind.WAGES) else "0"
    return found


def _amounts(item: RulePlan, facts: Mapping[str, str], cell: _Cell) -> dict[str, str]:
    """Bounds, computed sum, outcome and amount."""
    amount = item.amount
    compiler = FormulaCompiler(item.rule.measure, item.chosen, facts)

    def computed(text: str | None) -> str:
        return f'IFERROR({compiler.yuan(text)},"")' if text else '""'

    formulas = {"least": computed(amount.least), "most": computed(amount.most)}
    formulas["computed"] = computed(amount.formula)
    paid = cell("computed")
    if not amount.formula and not amount.in_kind:
        decided = formulas["computed"] = cell("decided")
        paid = f"MIN({decided},{cell('most')})" if amount.most else decided
    sums = Sums(*map(cell, ("computed", "decided", "least", "most")))
    eligible = outcome_of(amount, sums, _TELLING, quote(_UNKNOWN))
    tested = [met_key(requirement.name) for requirement in item.requirements(Level.CLAIM)]
    all_met = both(f"{cell(name)}<>0" for name in ["met_anyone", *tested])
    formulas["outcome"] = first_of(
        [
            (f'{cell("out")}<>""', quote(_OUT)),
            (f"{cell('blocked')}>0", quote(_BLOCKED)),
            (f"{cell('unknown')}>0", quote(_UNKNOWN)),
            (f"NOT({all_met})", quote(INELIGIBLE)),
            (f"{cell('complete')}=0", quote(INCOMPLETE)),
        ],
        eligible,
    )
    outcome = cell("outcome")
    formulas["amount"] = first_of(
        [(f"{outcome}={quote(AMOUNT)}", paid), (f"{outcome}={quote(INELIGIBLE)}", "0")], '""'
    )
    return formulas


def _earlier(plan: Plan, item: RulePlan, row: int, stated: str) -> str:
    """People of earlier batches: as stated, or counted in the same applicant's earlier claims.

    Which claim is earlier: see `claimcheck.evaluate.claims.add_earlier_batches`.
    """
    shared, heads = plan.claims_helper, item.claim.column("headcount")
    position, ends, key = (
        shared.there(name, item.claim, row) for name in ("applicant_pos", "ends", "key")
    )
    positions, all_ends, keys = (shared.column(name) for name in ("applicant_pos", "ends", "key"))
    before = f'SUMIFS({heads},{positions},{position},{all_ends},"<"&{ends})'
    same_day = f"({positions}={position})*({all_ends}={ends})"
    # An argument of its own: claims of other measures have no number there.
    beside = f"SUMPRODUCT({same_day}*({keys}<{key}),{heads})"
    return f'MAX(N({stated}),IF({position}="",0,{before}+{beside}))'


def _reason(
    item: RulePlan,
    needed: Sequence[str],
    facts: Mapping[str, str],
    failed: Sequence[tuple[str, str]],
    cell: _Cell,
    told: str,
) -> str:
    """The reasons of a claim in one line; `told` goes on where it was judged."""
    # Too few people and nobody at all are one fault: the requirement's words are better.
    nobody = both([f"{cell('met_anyone')}=0", *(f"{met}<>0" for met, _ in failed)])
    people = f"{quote(UNKNOWN_BEFORE)}&{cell('unknown')}&{quote(UNKNOWN_AFTER)}"
    reasons = Told(
        outcome=cell("outcome"),
        headcount=cell("headcount"),
        amount=_yuan(cell("amount")),
        range=_range(item, cell),
        unmet=[
            (nobody, quote(NOBODY)),
            *((f"{met}=0", phrase) for met, phrase in failed),
        ],
        lacking=[
            (f'{facts[name]}=""', quote(LACKING.format(label=fact(name).label))) for name in needed
        ],
        beside_amount=[f"{quote('')}{told}{_earmarked(item, facts, cell)}"],
        beside_unmet=[f"{quote('')}{told}"],
        also=[
            (_UNKNOWN, f"IF({cell('unknown')}>0,{people},{quote(UNKNOWN)})"),
            (_BLOCKED, quote(BEYOND)),
            (_OUT, f"MID({cell('out')},2,500)"),
        ],
    )
    return reason_of(item.rule.measure, item.amount, reasons, _TELLING)


def _range(item: RulePlan, cell: _Cell) -> str:
    """Which sums the office may decide on, and whether the decided one lies outside."""
    sums = {name: _yuan(cell(name)) for name in ("least", "most", "decided")}
    return office_decides(item.amount, sums, cell("decided"), _TELLING)


def _yuan(cell: str) -> str:
    return shown(fact(DECIDED), cell)
