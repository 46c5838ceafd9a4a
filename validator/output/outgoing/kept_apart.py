"""Lists and letters that went out before are kept: somebody may have filled them in or signed."""

from collections.abc import Sequence
from pathlib import Path

from claimcheck.text import shown_path
from validator.common.naming import numbered_names


def free_names(targets: Sequence[Path]) -> tuple[list[Path], str]:
    """Where files that belong together may be written without writing over earlier ones.

    Args:
        targets: where they are wanted.

    Returns:
        The targets, or where one of them is taken, all with the same number behind their
        names; and in Chinese what to say of that, empty where all were free.
    """
    together = zip(*map(numbered_names, targets), strict=True)
    free = next(([*names] for names in together if not any(path.exists() for path in names)), [])
    if free == [*targets]:
        return free, ""
    taken = next((path for path in targets if path.exists()), targets[0])
    return free, (
        f"文件夹里已有“{shown_path(taken)}”，没有覆盖，这次写到“{free[0].name}”。"
        "是同一批重新编写的，请只用新的一份，以免重复。"
    )
