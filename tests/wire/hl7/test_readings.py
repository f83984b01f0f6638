"""Which rows become readings, in which unit, and why the others do not."""

from datetime import UTC

import pytest

from euthymia.medicine.readings import POSSIBLE
from euthymia.wire.hl7 import CHANNELS, read, readings

MSH = "MSH|^~\\&|APP|FAC|||20250610120000+0000||ORU^R01^ORU_R01|7|P|2.6"
SPO2, TEMP, RESP = "150456^X^MDC", "150344^X^MDC", "151562^X^MDC"
PERCENT, CELSIUS = "262688^MDC_DIM_PERCENT^MDC", "268192^MDC_DIM_DEGC^MDC"


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
        (f"OBX|1|NM|8480-6^x^LN^{SPO2}|1|97|%", "not a value that is watched"),  # the two codings contradict
        (f"OBX|1|NM|{SPO2}|1|ninety|{PERCENT}", "not a number"),
        (f"OBX|1|ST|{SPO2}|1|97|{PERCENT}", "not a number"),
        (f"OBX|1|NM|{SPO2}|1|97|", "its unit is missing, not %"),
        ("OBX|1|NM|150021^X^MDC|1|16|266001^MDC_DIM_KPA^MDC", "its unit is 266001^MDC_DIM_KPA^MDC, not mmHg"),
        ("OBX|1|NM|8480-6^X^LN|1|98|degF", "its unit is degF, not mmHg"),
        (f"OBX|1|NM|{SPO2}|1|97|%^percent^UCUM^268192^x^MDC", "its unit is %^percent^UCUM^268192^x^MDC, not %"),
        (f"OBX|1|NM|{SPO2}|1|1e999|{PERCENT}", "not a number"),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}||INV|||X", "the device marks it as no measurement (INV X)"),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}||DEMO|||R", "the device marks it as no measurement (DEMO R)"),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}|||||W", "the device marks it as no measurement (W)"),
        (f"OBX|1|NM|{SPO2}|1|97|{PERCENT}|||||R|||soon", "its time cannot be read"),
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


def test_a_status_we_do_not_know_is_not_guessed():
    found, unread = judged("OBX|1|CWE|184508^MDC_PUMP_STAT^MDC|1|^pump-status-waltzing^MDC||||||R")

    assert (found, unread[0].reason) == ((), "a pump status we do not know")


def test_the_programmed_rate_is_read_where_the_pump_tells_no_current_one():
    found, _ = judged("OBX|1|NM|157784^MDC_FLOW_FLUID_PUMP^MDC|1|52.5|265266^MDC_DIM_MILLI_L_PER_HR^MDC|||||R")

    assert [(r.channel, r.value) for r in found] == [("pump_rate_ml_h", 52.5)]


def test_every_channel_a_code_leads_to_has_possible_values():
    assert set(CHANNELS.values()) <= set(POSSIBLE)
