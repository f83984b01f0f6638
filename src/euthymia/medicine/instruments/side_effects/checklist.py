"""What the four checklists of side effects share: yes or no, asked by a clinician, and no score."""

from typing import Final

from euthymia.medicine.instruments.instrument import LOCAL_SYSTEM, Instrument

LICENCE: Final = (
    "Short questions of our own. The times to ask are those of the Ketamine Side Effect Tool (KSET), whose own wording "
    "is its authors' and is not included."
)


def checklist(key: str, name: str, *, recall: str, recall_days: float, lines: tuple[str, ...]) -> Instrument:
    """Make one: a line an item.   Source: kset:times, house:side-effects"""
    return Instrument(
        key=key,
        name=name,
        scale=key,
        items=len(lines),
        item_min=0,
        item_max=1,
        recall=recall,
        recall_days=recall_days,
        wording="free",
        licence=LICENCE,
        code_system=LOCAL_SYSTEM,
        code=f"{key}-noted",
        source="house:side-effects",
        labels=lines,
        tally="noted",
    )
