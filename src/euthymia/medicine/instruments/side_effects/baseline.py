"""At the start: what is there already, so that it is not taken for a side effect later."""

from typing import Final

from euthymia.medicine.instruments.side_effects.checklist import checklist

BASELINE: Final = checklist(
    "effects-baseline",
    "Side effects: at the start",
    recall="the last 7 days",
    recall_days=7,
    lines=(
        "headache",
        "dizziness",
        "nausea or vomiting",
        "tiredness",
        "anxiety",
        "blurred or double vision",
        "dry mouth",
        "muscle pain",
        "confusion, or trouble remembering",
        "feeling unreal or far away",
        "pain or trouble passing water",
    ),
)
