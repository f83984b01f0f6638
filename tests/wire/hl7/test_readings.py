"""Which rows become readings, in which unit, and why the others do not."""

from datetime import UTC

import pytest

from euthymia.medicine.readings import POSSIBLE
from euthymia.wire.hl7 import CHANNELS, read, readings, taken_back

MSH = "MSH|^~\\&|APP|FAC|||20250610120000+0000||ORU^R01^ORU_R01|7|P|2.6"
SPO2, TEMP, RESP = "150456^X^MDC", "150344^X^MDC", "151562^X^MDC"
PERCENT, CELSIUS = "262688^MDC_DIM_PERCENT^MDC", "268192^MDC_DIM_DEGC^MDC"


CONTRADICTION = "number and name, or two codings, of its code contradict each other"


def judged(row):
    return readings(read(f"{MSH}\r{row}\r".encode(), default_zone=UTC))


@pytest.mark.parametrize(
    ("row", "channel", "value"),
    [
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}", "spo2_pct", 97),
        ("OBX|1|NM|59408-5^SpO2^LN|1|97|%", "spo2_pct", 97),
        (f"OBX|1|NM|9^x^99ACME^{SPO2}|1|97|{PERCENT}", "spo2_pct", 97),  # the coding we know, whichever it is
        (f"OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2|1|97|{PERCENT}", "spo2_pct", 97),  # the system left out
        (f"OBX|1|NM|{SPO2}|1|97|%^percent^UCUM^{PERCENT}", "spo2_pct", 97),
        ("OBX|1|NM|8310-5^T^LN|1|98.6|degF", "temperature_c", 37.0),
        (f"OBX|1|NM|{RESP}|1|12|bpm", "resp_rate_bpm", 12),
        ("OBX|1|NM|149522^MDC_PULS_RATE^MDC|1|66|bpm", "pulse_bpm", 66),  # two names of one number
        ("OBX|1|NM|150021^MDC_PRESS_CUFF_SYS^MDC|1|120|mmHg", "systolic_mmhg", 120),  # they mean the same
        ("OBX|1|NM|0^MDC_ECG_HEART_RATE^MDC|1|66|bpm", "heart_rate_bpm", 66),  # 0 is no number
        ("OBX|1|NM|150456^x^ISO+IEEE|1|97|%", "spo2_pct", 97),
        ("OBX|1|NM|150456^x^mdc|1|97|%", "spo2_pct", 97),
        ("OBX|1|NM|59408-5^x|1|97|%", "spo2_pct", 97),  # LOINC by its form and check digit
        ("OBX|1|NM|8867-4^x^http://loinc.org|1|66|{beat}/min", "heart_rate_bpm", 66),
        ("OBX|1|NM|0002-4BB8^SpO2^MDIL||97|0004-0220^%^MDIL", "spo2_pct", 97),
        ("OBX|1|NM|151578^MDC_TTHOR_RESP_RATE^MDC|1|7|rpm", "resp_rate_bpm", 7),  # by impedance
        ("OBX|1|NM|151594^MDC_CO2_RESP_RATE^MDC|1|7|1/min", "resp_rate_bpm", 7),
        ("OBX|1|NM|150368^MDC_TEMP_CORE^MDC|1|37.1|C", "temperature_c", 37.1),
        ("OBX|1|NM|150344^MDC_TEMP^MDC|1|98.6|266560^MDC_DIM_FAHR^MDC", "temperature_c", 37.0),
        ("OBX|1|NM|150301^MDC_PRESS_CUFF_SYS^MDC|1|127|MMHG", "systolic_mmhg", 127),
        (f"OBX|1|NM|{SPO2}|1|97|^MDC_DIM_PERCENT^MDC", "spo2_pct", 97),
        (f"OBX|1|NM|{SPO2}~59408-5^x^LN|1|97|%", "spo2_pct", 97),  # a coding repeated, and it agrees
        (f"OBX|1|SN|{SPO2}|1|^97|{PERCENT}", "spo2_pct", 97),
        (f"OBX|1|SN|{SPO2}|1|=^97|{PERCENT}", "spo2_pct", 97),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}||N^Normal^HL70078|||F^Final^HL70085", "spo2_pct", 97),
        (f"OBX|1|NM|{SPO2}|1|-999|{PERCENT}", "spo2_pct", None),
        (f"OBX|1|NM|{TEMP}|1|-99.9|{CELSIUS}", "temperature_c", None),
        (f"OBX|1|NM|{SPO2}|1|-100|{PERCENT}", "spo2_pct", None),
        (f"OBX|1|NM|{SPO2}|1|8388607|{PERCENT}", "spo2_pct", None),
        (f"OBX|1|NM|{SPO2}|1||{PERCENT}|||||X", "spo2_pct", None),
        (f'OBX|1|NM|{SPO2}|1|""|{PERCENT}', "spo2_pct", None),
        (f"OBX|1|NM|{SPO2}", "spo2_pct", None),  # a short row ends early
    ],
)
def test_a_row_becomes_a_reading(row, channel, value):
    found, unread = judged(row)

    assert [(r.channel, r.value) for r in found] == [(channel, value)]
    assert unread == ()


@pytest.mark.parametrize(
    ("row", "value"), [(f"OBX|1|NM|{TEMP}|1|384.5|{CELSIUS}", 384.5), (f"OBX|1|NM|{SPO2}|1|101|{PERCENT}", 101.0)]
)
def test_a_value_that_no_person_has_is_a_reading_for_the_watch_to_judge(row, value):
    found, unread = judged(row)

    assert [reading.value for reading in found] == [value]
    assert unread == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("OBX|1|NM", "the row has no code"),
        ("OBX|1|NM||1|97|%", "the row has no code"),
        ("OBX|1|NM|2453^COMEN_POS_BODY^99COMEN|1|4|%", "not a value that is watched"),
        ("OBX|1|NM|150456^SpO2^99ACME|1|97|%", "not a value that is watched"),  # another house's code of that number
        (f"OBX|1|NM|8480-6^x^LN^{SPO2}|1|97|%", CONTRADICTION),
        (f"OBX|1|NM|150456^MDC_ECG_HEART_RATE^MDC|1|88|{PERCENT}", CONTRADICTION),
        ("OBX|1|NM|150457^MDC_PULS_OXIM_PULS_RATE^MDC|1|72|/min", CONTRADICTION),  # the number is nobody's
        ("OBX|1|NM|150456^MDC_SAT_O2_ART^MDC|1|88|%", CONTRADICTION),  # a name we do not know is another's
        (f"OBX|1|NM|{SPO2}~8480-6^x^LN|1|97|%", CONTRADICTION),  # a coding repeated, which it may not be
        ("OBX|1|NM|101^HR|1|72|/min", "not a value that is watched"),  # Mindray's, but not in its HL7 2.3.1
        ("OBX|1|NM|8867-5^Heart rate|1|72|/min", "not a value that is watched"),  # a wrong check digit: no LOINC
        (
            "OBX|1|NM|150037^MDC_PRESS_BLD_ART_ABP_SYS^MDC|1|60|mmHg",
            "not a value that is watched: an arterial line's pressure, never the cuff's",
        ),
        (
            "OBX|1|NM|0002-4a15^ABPs^MDIL|1|60|mmHg",
            "not a value that is watched: an arterial line's pressure, never the cuff's",
        ),
        (
            "OBX|1|NM|149546^MDC_PULS_RATE_NON_INV^MDC|1|58|/min",
            "not a value that is watched: the cuff's pulse, one at each measurement",
        ),
        (f"OBX|1|SN|{SPO2}|1|<^90|{PERCENT}", "its type is SN, not a plain number (NM)"),  # never 90
        (f"OBX|1|SN|{SPO2}|1|^90^-^95|{PERCENT}", "its type is SN, not a plain number (NM)"),
        (f"OBX|1||{SPO2}|1|97|{PERCENT}", "its type is missing, not a plain number (NM)"),
        (f"OBX|1|NM|{SPO2}|1|ninety|{PERCENT}", "not a number"),
        (f"OBX|1|ST|{SPO2}|1|97|{PERCENT}", "its type is ST, not a plain number (NM)"),
        (f"OBX|1|NM|{SPO2}|1|97|", "its unit is missing, not %"),
        ("OBX|1|NM|150021^X^MDC|1|16|266001^MDC_DIM_KPA^MDC", "its unit is 266001^MDC_DIM_KPA^MDC, not mmHg"),
        ("OBX|1|NM|8480-6^X^LN|1|98|degF", "its unit is degF, not mmHg"),
        (f"OBX|1|NM|{SPO2}|1|97|%^percent^UCUM^268192^x^MDC", "its unit is %^percent^UCUM^268192^x^MDC, not %"),
        (f"OBX|1|NM|{SPO2}|1|1e999|{PERCENT}", "not a number"),
        (f"OBX|1|NM|{SPO2}|1|9\x1c|{PERCENT}", "not a number"),  # a digit was lost: never 9
        (f"OBX|1|SN|{SPO2}|1|=^9\x1f|{PERCENT}", "its type is SN, not a plain number (NM)"),
        ("OBX|1|NM|150037^MDC_PRESS_BLD_ART_ABP_SYS^MDC^8480-6^Systolic^LN|1|131|mm[Hg]", CONTRADICTION),
        ("OBX|1|NM|8867-4^Heart rate^LN^149546^MDC_PULS_RATE_NON_INV^MDC|1|58|/min", CONTRADICTION),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}||INV&Invalid|||R", "the device marks it as no measurement (INV&Invalid R)"),
        ("OBX|1|NM|8480-6^MDC_TEMP_BODY^LN|1|131|mm[Hg]", CONTRADICTION),  # LOINC's number, an MDC name
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}||INV|||X", "the device marks it as no measurement (INV X)"),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}||DEMO|||R", "the device marks it as no measurement (DEMO R)"),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}||invalid|||R", "the device marks it as no measurement (invalid R)"),
        (
            f"OBX|1|NM|{SPO2}|1|97|{PERCENT}||not-available|||R",
            "the device marks it as no measurement (not-available R)",
        ),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}|||||Test data", "the device marks it as no measurement (Test data)"),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}|||||W", "the device takes it back: sent for the wrong patient (W)"),
        (f"OBX|1|NM|{SPO2}|1||{PERCENT}|||||D", "the device takes it back: deleted (D)"),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}|||||x", "the device marks it as no measurement (x)"),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}|||||^^^X", "the device marks it as no measurement (^^^X)"),
        (
            f"OBX|1|NM|{SPO2}|1|97|{PERCENT}||INV^Invalid^HL70078|||X^No result^HL70085",
            "the device marks it as no measurement (INV^Invalid^HL70078 X^No result^HL70085)",
        ),
        (
            f"OBX|1|NM|{SPO2}|1|97|{PERCENT}||H^High^HL70078~demo^x^99ACME|||R",
            "the device marks it as no measurement (H^High^HL70078 demo^x^99ACME R)",
        ),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}|||||R|||soon", "its time cannot be read"),  # nor when it came
    ],
)
def test_a_row_that_gives_no_reading_is_kept_with_its_reason(row, reason):
    found, unread = judged(row)

    assert found == ()
    assert [u.reason for u in unread] == [reason]


def test_a_row_that_only_says_what_contains_what_is_neither():
    assert judged("OBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X") == ((), ())


@pytest.mark.parametrize(
    ("status", "value"),
    [("infusing", 1), ("kvo", 1), ("paused", 0), ("not-infusing", 0), ("standby", 0), ("ready", 0)],
)
def test_a_pump_s_status_says_whether_drug_flows(status, value):
    found, _ = judged(f"OBX|1|CWE|184508^MDC_PUMP_STAT^MDC|1|^pump-status-{status}^MDC||||||R")

    assert [(r.channel, r.value) for r in found] == [("pump_infusing", value)]


@pytest.mark.parametrize("marks", ["|||X", "INV|||R", "INV^Invalid^HL70078|||F", "|||W"])
def test_a_pump_s_status_that_is_no_measurement_says_nothing(marks):
    message = read(
        f"{MSH}\rOBX|1|CWE|184508^MDC_PUMP_STAT^MDC|1|^pump-status-not-infusing|||{marks}".encode(), default_zone=UTC
    )

    assert message.pump.infusing is None
    assert readings(message)[0] == ()
    assert len(readings(message)[1]) == 1


def channel(place, status, rate, drug=""):
    return (
        f"OBX|1||126978^MDC_DEV_PUMP_INFUS_CHAN_DELIVERY^MDC|{place}.0|||||||X\r"
        f"OBX|2|CWE|184508^MDC_PUMP_STAT^MDC|{place}.1|^pump-status-{status}||||||R\r"
        f"OBX|3|NM|157784^MDC_FLOW_FLUID_PUMP^MDC|{place}.2|{rate}|265266^MDC_DIM_MILLI_L_PER_HR^MDC|||||R\r"
        f"OBX|4|ST|184514^MDC_DRUG_NAME_LABEL^MDC|{place}.4|{drug}||||||R"
    )


def test_each_channel_of_a_pump_has_its_own_status_and_rate():
    text = "\r".join((MSH, channel("1.1.1", "paused", 20, "Saline"), channel("1.2.1", "infusing", 150, "Ketamine")))
    message = read(text.encode(), default_zone=UTC)

    assert [(p.place, p.infusing, p.programmed_rate_ml_h, p.drug) for p in message.pumps] == [
        ("1.1.1", False, 20, "Saline"),
        ("1.2.1", True, 150, "Ketamine"),
    ]
    assert [(r.channel, r.value, r.containment) for r in readings(message)[0]] == [
        ("pump_infusing", 0, "1.1.1.1"),
        ("pump_infusing", 1, "1.2.1.1"),
        ("pump_rate_ml_h", 150, "1.2.1.2"),
    ]


def test_what_stands_beside_a_channel_is_the_nearest_one_s():
    rows = [
        "OBX|1|CWE|184519^MDC_PUMP_INFUSING_STATUS^MDC|1.1.1.1|^pump-status-infusing||||||R",
        "OBX|2|NM|157884^MDC_VOL_FLUID_TBI^MDC|1.1.2.6|250|mL|||||R",
        "OBX|3|CWE|184519^MDC_PUMP_INFUSING_STATUS^MDC|1.2.1.1|^pump-status-paused||||||R",
        "OBX|4|NM|157884^MDC_VOL_FLUID_TBI^MDC|1.2.2.6|50|mL|||||R",
        "OBX|5|NM|68063^MDC_ATTR_PT_WEIGHT^MDC|1.0.0.4|82|kg|||||R",
    ]
    pumps = read("\r".join((MSH, *rows)).encode(), default_zone=UTC).pumps

    assert [(p.infusing, p.to_infuse_ml, p.weight_kg) for p in pumps] == [(True, 250, 82), (False, 50, 82)]


def test_what_a_device_takes_back_is_known_by_code_source_and_time():
    row = "OBX|1|NM|150021^MDC_PRESS_BLD_NONINV_SYS^MDC|1.1.9|195|mmHg|||||W|||20250610115900+0000||||MON-1"
    (back,) = taken_back(read(f"{MSH}\r{row}".encode(), default_zone=UTC))

    assert back[:4] == ("systolic_mmhg", "150021", "1.1.9", "MON-1")
    assert (back.at_s, back.why) == (1749556740, "sent for the wrong patient")
    assert taken_back(read(f"{MSH}\r{row.replace('|W|', '|F|')}".encode(), default_zone=UTC)) == ()


def test_a_clinic_adds_codes_of_its_own():
    message = read(f"{MSH}\rOBX|1|NM|7^SPO2^99ACME|2|95|%|||||R".encode(), default_zone=UTC)

    assert readings(message)[0] == ()
    assert [(r.channel, r.value) for r in readings(message, {("99ACME", "7"): "spo2_pct"})[0]] == [("spo2_pct", 95)]


def test_mindray_s_older_interface_is_read_by_number_and_name_together():
    rows = "OBX||NM|160^SpO2||97|%|||||F\rOBX||NM|160^Other||97|%|||||F"
    found, unread = readings(read(f"{MSH[:-3]}2.3.1\r{rows}".encode(), default_zone=UTC))

    assert [(r.channel, r.value) for r in found] == [("spo2_pct", 97)]
    assert [u.name for u in unread] == ["Other"]


def test_a_status_we_do_not_know_is_not_guessed():
    found, unread = judged("OBX|1|CWE|184508^MDC_PUMP_STAT^MDC|1|^pump-status-waltzing^MDC||||||R")

    assert (found, unread[0].reason) == ((), "a pump status we do not know")


def test_the_programmed_rate_is_read_where_the_pump_tells_no_current_one():
    found, _ = judged("OBX|1|NM|157784^MDC_FLOW_FLUID_PUMP^MDC|1|52.5|265266^MDC_DIM_MILLI_L_PER_HR^MDC|||||R")

    assert [(r.channel, r.value) for r in found] == [("pump_rate_ml_h", 52.5)]


def test_every_channel_a_code_leads_to_has_possible_values():
    assert set(CHANNELS.values()) <= set(POSSIBLE)
