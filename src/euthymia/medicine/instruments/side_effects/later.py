"""Later: what builds up over a course, or stays after a session."""

from typing import Final

from euthymia.medicine.instruments.side_effects.checklist import checklist

LATER: Final = checklist(
    "effects-later",
    "Side effects: later on",
    recall="the past month",
    recall_days=30,
    lines=(
        "pain when passing water, or blood in it",
        "passing water more often, by day or night",
        "trouble remembering or thinking",
        "wanting ketamine more often or sooner",
        "ketamine taken outside treatment",
        "feeling unreal on a day without a session",
        "an effect of a session that stayed over a day",
        "mania or psychosis",
    ),
)
