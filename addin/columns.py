"""Columns of the templates' entry sheets that no form has."""

from claimcheck.forms import Column, ColumnType
from claimcheck.policy.uses import DECIDED

#: Where the text leaves a sum to the office, the office writes it here.
DECIDED_COLUMN = Column(
    key=DECIDED,
    header="核定金额（元）",
    type=ColumnType.YUAN,
    unit="元",
    aliases=["核定金额（合计）（元）"],
    help="由经办机构填写：条文把金额留给经办机构核定的事项，填核定的总额。申报单位不填。",
    width=14,
)
