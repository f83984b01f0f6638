"""Reading a message and its values takes at most a sixth of what the hl7 library takes to split it."""

from datetime import UTC, date
from timeit import repeat

import hl7 as library

from euthymia.demo.physiology import Patient
from euthymia.demo.voices import VOICES, Moment, Person, observation_message
from euthymia.wire import hl7

NOW_S = 1_700_000_000


def six_values_a_second(count):
    """As many different messages of six observations, a second apart."""
    person, patient, voice = Person("1001", "Hon", "Amy", date(1961, 3, 1)), Patient("steady", 1), VOICES["mindray"]
    made = []
    for second in range(count):
        moment = Moment(NOW_S + second, NOW_S)
        rows = [row for row in voice.rows(patient.at(second), moment) if "PERF" not in row.coding]
        raw = observation_message(
            voice._replace(names_patients=True), "MON", rows, moment=moment, control_id=str(second), person=person
        )
        made.append(raw)
    return made


def test_our_reader_is_six_times_as_fast_as_the_library():
    messages = six_values_a_second(200)
    assert all(len(hl7.read(raw, default_zone=UTC).observations) == 6 for raw in messages)

    ours = min(repeat(lambda: [hl7.readings(hl7.read(raw, default_zone=UTC)) for raw in messages], number=1, repeat=7))
    theirs = min(repeat(lambda: [library.parse(raw) for raw in messages], number=1, repeat=3))

    assert theirs / ours >= 6
