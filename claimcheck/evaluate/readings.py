"""What results say of a reading for every claim alike: what was chosen, by whom, on what basis."""

from claimcheck.settings import Settings


def chosen_reading(settings: Settings, reading_id: str, chosen: str) -> dict[str, str]:
    """A reading as results show it (CONTRACT: `readings`), without what other options give.

    Args:
        settings: who chose it.
        reading_id: the reading.
        chosen: the option in force.

    Returns:
        id, chosen, by; of the office's own choice also basis and decided_on.
    """
    by = settings.by(reading_id)
    told = {"id": reading_id, "chosen": chosen, "by": by}
    choice = settings.office_choice(reading_id)
    if choice is None or by != "office":
        return told
    return {**told, "basis": choice.basis, "decided_on": choice.decided_on.isoformat()}
