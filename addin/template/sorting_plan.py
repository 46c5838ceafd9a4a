"""In which parts the payments of a template are sorted (see `slots`)."""

from dataclasses import dataclass
from functools import cached_property

# So many payments are sorted at once, in so many parts at most: every cell that puts
# the parts together looks at each of them.
_SORTED_TOGETHER, _MOST_PARTS = 600, 20


@dataclass(frozen=True)
class SortingPlan:
    """How the payments of a template are sorted."""

    payments: int  #: the rows that there are for them

    @cached_property
    def part_rows(self) -> int:
        """How many payments are sorted together."""
        return -(-self.payments // min(-(-self.payments // _SORTED_TOGETHER), _MOST_PARTS))

    @cached_property
    def parts(self) -> list[str]:
        """The columns in which payments are sorted in parts; none where one sort is enough."""
        if self.payments <= _SORTED_TOGETHER:
            return []
        return [f"part_{number}" for number in range(-(-self.payments // self.part_rows))]
