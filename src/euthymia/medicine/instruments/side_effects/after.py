"""After a session: what was felt during it or since."""

from typing import Final

from euthymia.medicine.instruments.side_effects.checklist import checklist

AFTER: Final = checklist(
    "effects-after",
    "Side effects: after a session",
    recall="the session just over",
    recall_days=0,
    lines=(
        "feeling strange or spaced out",
        "feeling unreal, far away or out of the body",
        "feeling of floating",
        "things looked or sounded different",
        "numbness",
        "trouble speaking",
        "dizziness or spinning",
        "nausea or vomiting",
        "headache",
        "drowsiness",
        "anxiety",
        "confusion",
        "blurred or double vision",
    ),
)
