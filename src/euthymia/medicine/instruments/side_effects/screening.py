"""Before treatment: what makes a side effect likelier or harder to tell. It decides nothing: another list does."""

from typing import Final

from euthymia.medicine.instruments.side_effects.checklist import checklist

SCREENING: Final = checklist(
    "effects-screening",
    "Side effects: before treatment",
    recall="any time until now",
    recall_days=36_500,
    lines=(
        "ketamine or PCP taken outside treatment",
        "a problem with alcohol or another substance",
        "pain or trouble passing water, or blood in it",
        "liver trouble",
        "high blood pressure or heart trouble",
        "mania or psychosis",
        "trouble with memory or thinking",
        "trouble breathing in sleep",
    ),
)
