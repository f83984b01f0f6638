"""What other devices send, kind by kind: rows in another order, other marks, placeholders, stamps, texts of alarms.

Each line is a message that a sender of another make could send, beside what must come of it.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from euthymia.wire import hl7

SENT = datetime(2026, 11, 30, 10, 15, tzinfo=UTC).timestamp()
MSH = "MSH|^~\\&|ACME||||20261130101500+0000||ORU^R01^ORU_R01|1|P|2.6"
PID = "PID|||E90017^^^H^MR||Brønnlund^Silje||19900101|F"
OBR = "OBR|1|||0^VITALS|||20261130101459"
SPO2, PULSE = "150456^MDC_PULS_OXIM_SAT_O2^MDC", "149530^MDC_PULS_OXIM_PULS_RATE^MDC"
SYS, BREATHS, TEMP = "150021^MDC_PRESS_BLD_NONINV_SYS^MDC", "151562^MDC_RESP_RATE^MDC", "150364^MDC_TEMP_BODY^MDC"
PERCENT, RATE, MMHG = "262688^MDC_DIM_PERCENT^MDC", "264864^MDC_DIM_BEAT_PER_MIN^MDC", "266016^MDC_DIM_MMHG^MDC"


def row(coding, value, unit, *, flags="", status="R", place="1.1.1.1", at="20261130101459"):
    return f"OBX|1|NM|{coding}|{place}|{value}|{unit}||{flags}|||{status}|||{at}"


def read(*rows, msh=MSH, pid=PID, zone=UTC):
    return hl7.read("\r".join((msh, pid, OBR, *rows)).encode(), default_zone=zone, received_s=SENT)


def values(*rows, **how):
    found, _ = hl7.readings(read(*rows, **how))
    return [(r.channel, r.value) for r in found if r.value is not None]


LOW = [("spo2_pct", 84)]


@pytest.mark.parametrize("status", ["X", "x", "X^^HL70085", "I", "N", "O", "^not available", "X^Invalid^HL70085"])
def test_a_row_whose_result_status_says_that_there_is_none_is_not_charted(status):
    assert values(row(SPO2, 84, PERCENT, status=status)) == []


@pytest.mark.parametrize(
    "flags",
    [
        "INV", "inv", "INV^Invalid^MDC", "A~INV", "TEST", "test-data", "demo_data", "DEMO^Demonstration^L", "Test Data",
        "NAV", "not available", "OFF", "MSK", "msmt_ongoing", "calibration-ongoing", "CAL~A", "^INVALID", "L~demo data",
        "simulated", "SIM", "Simulation", "Demo Mode", "service", "training", "invalid measurement", "LEADS OFF",
        "sensor off", "probe-off", "disconnected", "not_for_clinical_use",
    ],
)  # fmt: skip
def test_a_row_that_is_marked_as_no_measurement_of_a_person_is_not_charted(flags):
    assert values(row(SPO2, 84, PERCENT, flags=flags)) == []


@pytest.mark.parametrize(
    "flags", ["", "L", "LL", "A", "H~A", "N", "QUES", "early", "artifact", "L^Below low normal^HL70078", "PH"]
)
def test_a_row_that_is_marked_otherwise_is_charted(flags):
    assert values(row(SPO2, 84, PERCENT, flags=flags)) == LOW


@pytest.mark.parametrize("status", ["", "R", "F", "P", "C", "S", "U", "f", "F^Final^HL70085"])
def test_a_result_that_stands_is_charted(status):
    assert values(row(SPO2, 84, PERCENT, status=status)) == LOW


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("84", 84), ("84.0", 84), ("084", 84), ("+84", 84), (" 84 ", 84), ("84,0", None),
        ("8 4", None), ("---", None), ("-?-", None), ("***", None), ("NaN", None), ("INF", None), ("INOP", None),
        ("<70", None), (">99", None), ("84/97", None), ("84 97", None), ("0x54", None), ("8_4", None), ("", None),
        ('""', None), ("84?", None), ("８４", None),
    ],
)  # fmt: skip
def test_a_value_is_read_whole_or_not_at_all(said, value):
    assert values(row(SPO2, said, PERCENT)) == ([] if value is None else [("spo2_pct", value)])


@pytest.mark.parametrize(
    ("coding", "unit", "value", "found"),
    [
        ("150456^MDC_RESP_RATE^MDC", PERCENT, 14, []),  # the number of another quantity
        ("151562^MDC_PULS_OXIM_SAT_O2^MDC", RATE, 14, []),
        ("150021^MDC_PRESS_BLD_NONINV_DIA^MDC", MMHG, 186, []),
        ("150022^MDC_PRESS_BLD_NONINV_SYS^MDC", MMHG, 86, []),
        ("59408-5^Oxygen saturation by pulse oximetry^LN", "%", 84, LOW),
        ("8480-6^Systolic blood pressure^LN", "mm[Hg]", 186, [("systolic_mmhg", 186)]),
        ("9279-1^Respiratory rate^LN", "/min", 7, [("resp_rate_bpm", 7)]),
        ("8867-4^Heart rate^LN", "/min", 72, [("heart_rate_bpm", 72)]),
        (SPO2, MMHG, 84, []),  # a unit of another quantity
        (SYS, PERCENT, 84, []),
        (SYS, "kPa", 24, []),  # shown as not read
        (TEMP, "[degF]", 98.6, [("temperature_c", 37.0)]),
        ("150456^Respiration^MDC", PERCENT, 84, LOW),  # a name in prose proves nothing
        ("MDC_PULS_OXIM_SAT_O2^^MDC", PERCENT, 84, []),  # its name in the number's place
        ("^MDC_PULS_OXIM_SAT_O2", PERCENT, 84, LOW),
    ],
)
def test_a_code_at_war_with_its_name_or_unit_is_not_read(coding, unit, value, found):
    said = values(row(coding, value, unit))

    assert [(channel, pytest.approx(one, abs=0.5)) for channel, one in said] == found


@pytest.mark.parametrize(
    "stamp",
    [
        "20261130101459Z", "20261130101459z", "2026-11-30T10:14:59Z", "2026-11-30 10:14:59+00:00",
        "20261130111459+0100", "20261130111459+01", "20261130051459-0500", "20261130111459 +0100", "20261130T101459Z",
        "2026-11-30T11:14:59.000+01:00", "20261130101459000+0000", "2026-11-30T10:14:59,000Z", "20261130101459.0000Z",
        "20261130 101459Z", "2026-11-30T10:14:59 UTC", "20261130101459 GMT",
    ],
)  # fmt: skip
def test_a_stamp_with_its_own_zone_is_that_moment_whatever_zone_the_device_has(stamp):
    found, _ = hl7.readings(read(row(SPO2, 84, PERCENT, at=stamp), zone=ZoneInfo("America/New_York")))

    assert [r.at_s for r in found] == [SENT - 1]


NOBODY = [
    "Unbekannt^", "Inconnu^Patient", "Nieznany^", "Neznámý^", "Ukendt^", "Okänd^", "Tuntematon^", "Ukjent^Pasient",
    "Неизвестно^",  "Patient^New", "Admit^Quick", "TEMP^PATIENT", "Auto^Admit", "Bed^4",
    "BED04^", "Room 3^", "???^", "-^-", "_^", ".^", "0^0", "Test^Patient", "TBD^", "Trauma^", "Nobody^",
    "Patient^1", "NONAME^NONAME", "Bilinmiyor^", "Ismeretlen^", "患者^", "不明^", "Unknown^Unknown^^^^^U", "(unknown)^",
]  # fmt: skip


@pytest.mark.parametrize("name", NOBODY)
def test_a_name_that_stands_for_nobody_is_no_identity(name):
    message = read(row(SPO2, 84, PERCENT), pid=f"PID|||||{name}")

    assert [found(one) for one in message.identities] in ([], ["none"])


@pytest.mark.parametrize(
    "number", ["UNKNOWN", "0000000", "N/A", "ID Unknown", "unknown-0001", "TEMP", "-", "Default ID"]
)
def test_a_number_that_stands_for_nobody_is_no_identity(number):
    message = read(row(SPO2, 84, PERCENT), pid=f"PID|||{number}||Unknown^")

    assert [found(one) for one in message.identities] in ([], ["none"])


def found(identity):
    return hl7.identity_matches(
        identity, medical_record_number="E90017", family="Brønnlund", birth_date=date(1990, 1, 1)
    )


@pytest.mark.parametrize(
    "name",
    ["Else^Somebody", "Bedford^John", "Gast^Eva", "Temp^Anna", "Doe^Jane", "Gastaldi^Ana", "Test^Maria", "Doerr^J"],
)
def test_a_name_of_somebody_is_somebody_else(name):
    assert [found(one) for one in read(row(SPO2, 84, PERCENT), pid=f"PID|||||{name}").identities] == ["mismatch"]


def alarm(*rows):
    msh = MSH.replace("ORU^R01^ORU_R01", "ORU^R40^ORU_R40")
    said = [hl7.device_alarm(one) for one in read(*rows, msh=msh).alarms]
    return [(one.text, one.priority, one.lasts) for one in said if one is not None]


def event(text, *, flags="PN", coding="196616^MDC_EVT_ALARM^MDC", value=None):
    return f"OBX|1|CWE|{coding}|1.0.0.0.1|{value or f'0^^L^^^^^^{text}'}|||{flags}|||F|||20261130101459"


@pytest.mark.parametrize(
    "text",
    [
        "Apnoea", "APNEA", "Apnée", "Apnoe > 20s", "*** APNEA", "No breath", "Asystole", "***ASYSTOLE", "Asystolie",
        "V-Fib", "VFIB", "VF", "V-Tach", "VT > 120", "Kammerflimmern", "Fibrillation ventriculaire", "FV",
        "Extreme bradycardia", "xTachy", "DESAT 79 < 80", "Desaturation", "Désaturation", "Air in line", "AIR-IN-LINE",
        "Air detected", "Luft im System", "Free flow", "Cardiac arrest", "Pulseless", "Keine Atmung", "Apnea cardiaca",
        "Aire en línea", "Flujo libre", "Herzstillstand", "No pulse", "Respiratory arrest", "Sättigungsabfall",
    ],
)  # fmt: skip
def test_an_alarm_that_cannot_wait_is_high_by_its_words_alone(text):
    assert [priority for _, priority, _ in alarm(event(text))] == ["high"]


@pytest.mark.parametrize(
    "text",
    [
        "Battery low",
        "VTBI done",
        "Airway pressure high",
        "Fiber optic",
        "Stillstand Pumpe",
        "Atrial fibrillation",
        "Line check",
        "Ventilation",
    ],
)
def test_an_alarm_that_can_wait_keeps_its_priority(text):
    assert [priority for _, priority, _ in alarm(event(text, flags="PL"))] == ["low"]


ATTRIBUTE = "OBX|{}|ST|{}|1.0.0.0.9|{}||||||F"
PHASE, STATE, PRIORITY = (
    "68481^MDC_ATTR_EVENT_PHASE^MDC",
    "68482^MDC_ATTR_ALARM_STATE^MDC",
    "68484^MDC_ATTR_ALARM_PRIORITY^MDC",
)
OCCLUDED = event("Downstream occlusion", flags="")
BESIDE = [
    ATTRIBUTE.format(2, PHASE, "start"),
    ATTRIBUTE.format(3, STATE, "active"),
    ATTRIBUTE.format(4, PRIORITY, "PH"),
]
MDS = "OBX|1||69985^MDC_DEV_PUMP_INFUS_MDS^MDC|1.0.0.0|||||||X"


@pytest.mark.parametrize(
    "rows",
    [
        [OCCLUDED, *BESIDE], [MDS, OCCLUDED, *BESIDE], [*BESIDE, OCCLUDED], [MDS, *BESIDE, OCCLUDED],
        [BESIDE[2], MDS, OCCLUDED, BESIDE[0], BESIDE[1]], [row(PULSE, 72, RATE), OCCLUDED, *BESIDE],
        [OCCLUDED, *BESIDE, row(PULSE, 72, RATE)], [OCCLUDED, *reversed(BESIDE), MDS],
    ],
)  # fmt: skip
def test_an_alarm_is_the_same_wherever_its_rows_stand(rows):
    assert alarm(*rows) == [("Downstream occlusion", "high", "yes")]


def test_two_probes_of_one_code_are_two_sources():
    found, _ = hl7.readings(read(row(SPO2, 84, PERCENT, place="1.1.1"), row(SPO2, 97, PERCENT, place="1.2.1")))

    assert [(r.value, r.containment) for r in found] == [(84, "1.1.1"), (97, "1.2.1")]


@pytest.mark.parametrize(
    "second",
    ["PID|||X1||Else^Somebody||19700101", "PID|||||", "PID|||E90017^^^H^MR||Else^Somebody", "PID|||X1"],
)
def test_a_second_patient_in_one_message_is_seen(second):
    message = read(row(SPO2, 84, PERCENT), second, OBR, row(SPO2, 97, PERCENT))

    assert message.names_several_patients


@pytest.mark.parametrize(
    ("mode", "is_read"),
    [
        ("P", True),
        ("P^T", True),
        ("p", True),
        ("", True),
        ("T", False),
        ("D", False),
        ("t", False),
        ("D^T", False),
        ("TRAINING", False),
    ],
)
def test_what_is_no_production_message_is_not_charted(mode, is_read):
    message = read(row(SPO2, 84, PERCENT), msh=MSH.replace("|1|P|2.6", f"|1|{mode}|2.6"))

    assert (message.no_report == "") is is_read


@pytest.mark.parametrize("status", ["D", "d", "W", "w", "D^^HL70085", "W^Wrong patient^HL70085", "D^Deleted"])
def test_a_value_is_taken_back_by_each_form_of_its_mark(status):
    message = read(row(SPO2, 84, PERCENT, status=status))

    assert [(back.channel, back.at_s) for back in hl7.taken_back(message)] == [("spo2_pct", SENT - 1)]
    assert values(row(SPO2, 84, PERCENT, status=status)) == []
