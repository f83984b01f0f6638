"""Run in a clinic's folder: a chair of its own with an infusion half-way, and the research forecast signed on.

python -m tests.journeys.midway NAME    prints as JSON: the session's key
python -m tests.journeys.midway off     signs the forecast off again
"""

import json
import sys
from datetime import UTC, datetime, timedelta

from euthymia.clinic.server import start

start.ready()

from euthymia.clinic.booking import actions as booking  # noqa: E402
from euthymia.clinic.infusion.chair import acts as infusion  # noqa: E402
from euthymia.clinic.infusion.start import checklist  # noqa: E402
from euthymia.clinic.people import policies  # noqa: E402
from euthymia.demo.fill import BEFORE, on, ready_to_start  # noqa: E402
from tests.journeys.chair import TEAM, another_lena, opened, second_checked  # noqa: E402

BEGAN_MIN = 26
TAKEN = ((6, 133, 82, 78), (11, 138, 86, 84), (16, 136, 85, 83), (21, 143, 88, 86), (25, 141, 87, 84))


def make(name: str) -> dict[str, str]:
    """A session whose pump has run for 26 minutes, with a cuff reading before and five since."""
    switch("1")
    chair = booking.add_resource("chair", name, by=TEAM["owner"])
    began, nurse = datetime.now(UTC) - timedelta(minutes=BEGAN_MIN), TEAM["nurse"]
    with on(began - timedelta(minutes=4)):
        session = second_checked(opened(chair, another_lena()))
        infusion.enter_vitals(session, {**BEFORE, "sedation_moaas": 5.0}, by=nurse)
        checklist.go_through(session, ready_to_start(), by=nurse)
    with on(began):
        infusion.act(session, "start", by=nurse)
    for minutes, systolic, diastolic, pulse in TAKEN:
        with on(began + timedelta(minutes=minutes)):
            values = {"systolic_mmhg": systolic, "diastolic_mmhg": diastolic, "pulse_bpm": pulse, "spo2_pct": 97}
            infusion.enter_vitals(session, {key: float(value) for key, value in values.items()}, by=nurse)
    return {"key": str(session.key)}


def switch(to: str) -> None:
    """Sign the forecast on or off."""
    if policies.in_force("forecast").shown != float(to):
        policies.change("forecast.shown", to, reason="a rehearsal of the forecast", by=TEAM["director"])


def main(name: str) -> None:
    if name == "off":
        switch("0")
        print("{}")
    else:
        print(json.dumps(make(name)))


if __name__ == "__main__":
    main(*sys.argv[1:])
