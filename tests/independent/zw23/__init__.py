"""中卫市关于优化调整稳就业政策措施全力促发展惠民生的实施细则 (卫政办规发〔2023〕2号)."""

from datetime import date

from tests.independent.zw23 import graduates, jobs, skills, startups

WINDOW: tuple[date | None, date | None] = (None, None)
WINDOWS: dict[str, tuple[date | None, date | None]] = {}

MEASURES = jobs.MEASURES | startups.MEASURES | skills.MEASURES | graduates.MEASURES
