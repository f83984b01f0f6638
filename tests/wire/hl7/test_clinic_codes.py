"""What a clinic may add to our codes, and what it may not: never a new meaning of ours, never a guessed unit."""

from datetime import UTC

import pytest

from euthymia.wire import hl7
from euthymia.wire.hl7 import clinic_codes

AT = "20261130120000+0000"
BREATHS = ("MDIL", "0002-5000", "0004-0ae0^rpm^MDIL")


def message(coding, value, unit, *, status="F"):
    rows = [
        f"MSH|^~\\&|^EfficiaCM|WARD|||{AT}||ORU^R01|1|P|2.6",
        "OBR|1",
        f"OBX|1|NM|{coding}|0|{value}|{unit}|||||{status}|||{AT}",
    ]
    return hl7.read("\r".join(rows).encode(), default_zone=UTC)


def read(coding, value, unit, mapped=None):
    readings, unread = hl7.readings(message(coding, value, unit), mapped or {})
    return [(one.channel, one.value) for one in readings], [one.reason for one in unread]


def test_an_added_code_is_read_as_what_it_was_added_as():
    sent = ("0002-5000^Resp^MDIL", 14, BREATHS[2])

    assert read(*sent) == ([], ["not a value that is watched"])
    assert read(*sent, {BREATHS: "resp_rate_bpm"}) == ([("resp_rate_bpm", 14.0)], [])


@pytest.mark.parametrize(
    ("coding", "unit", "readings", "unread"),
    [
        ("0002-5000^Resp^MDIL", "%", [], ["not a value that is watched"]),  # added in another unit
        ("0002-5000^Resp^99ACME", BREATHS[2], [], ["not a value that is watched"]),  # of another system
        ("0002-4182^HR^MDIL", "/min", [("heart_rate_bpm", 14.0)], []),  # ours stays as it is
    ],
)
def test_it_holds_for_its_code_system_and_unit_alone(coding, unit, readings, unread):
    mapped = {BREATHS: "resp_rate_bpm", ("MDIL", "0002-4182", "/min"): "resp_rate_bpm"}

    assert read(coding, 14, unit, mapped) == (readings, unread)


def test_one_without_a_unit_is_read_in_its_channel_s_where_it_was_added_so():
    assert read("R1^Resp^99ACME", 14, "", {("99ACME", "R1", ""): "resp_rate_bpm"}) == ([("resp_rate_bpm", 14.0)], [])
    assert read("R1^Resp^99ACME", 14, "mmHg", {("99ACME", "R1", "mmHg"): "resp_rate_bpm"})[0] == []


def test_a_value_that_an_added_code_took_back_is_taken_back():
    gone = message("0002-5000^Resp^MDIL", 14, BREATHS[2], status="D")

    assert hl7.taken_back(gone) == ()
    (back,) = hl7.taken_back(gone, {BREATHS: "resp_rate_bpm"})
    assert (back.channel, back.code) == ("resp_rate_bpm", "0002-5000")


@pytest.mark.parametrize(
    ("system", "code", "unit", "channel", "name"),
    [
        (*BREATHS, "resp_rate_bpm", "Resp"),
        ("99ACME", "R1", "", "resp_rate_bpm", ""),
        ("99ACME", "R1", "/min", "resp_rate_bpm", "Resp"),
        ("", "4711", "mmHg", "systolic_mmhg", "Sys"),
        ("MDC", "150017", "266016^MDC_DIM_MMHG^MDC", "systolic_mmhg", "MDC_PRESS_BLD_SYS"),  # where the make is known
        ("MDC", "150324", "%", "spo2_pct", "MDC_SAT_O2_ART"),
        ("99ACME", "T", "[degF]", "temperature_c", ""),
    ],
)
def test_what_a_clinic_may_add(system, code, unit, channel, name):
    assert clinic_codes.check(system, code, unit, channel, name=name) == channel


@pytest.mark.parametrize(
    ("system", "code", "unit", "channel", "name", "why"),
    [
        ("MDC", "150456", "%", "pulse_bpm", "MDC_PULS_OXIM_SAT_O2", "is read already"),
        ("LOINC", "59408-5", "%", "spo2_pct", "", "is read already"),
        ("MDIL", "0002-4182", "/min", "pulse_bpm", "HR", "is read already"),
        ("MDC", "150456", "%", "spo2_pct", "MDC_ECG_HEART_RATE", "contradicts its name"),
        ("MDC", "150037", "mmHg", "systolic_mmhg", "", "an arterial line's pressure"),
        ("MDIL", "0002-4a15", "mmHg", "systolic_mmhg", "ABPs", "an arterial line's pressure"),
        ("MDC", "151728", "mmHg", "mean_mmhg", "", "carbon dioxide"),
        ("MDC", "150388", "Cel", "temperature_c", "", "a temperature of the skin"),
        ("99ACME", "P1", "kPa", "systolic_mmhg", "", "is not mmHg, or one that we do not know"),
        ("99ACME", "P1", "%", "systolic_mmhg", "", "is not mmHg"),
        ("99ACME", "R1", "/s", "resp_rate_bpm", "", "is not per minute"),
        ("99ACME", "S", "[degF]", "spo2_pct", "", "is not %"),
        ("99ACME", "F", "mL/h", "pump_rate_ml_h", "", "Choose what it is to be read as"),
        ("99ACME", "M", "", "sedation_moaas", "", "Choose what it is to be read as"),
        ("99ACME", "X", "", "", "", "Choose what it is to be read as"),
        ("99ACME", " ", "", "spo2_pct", "", "Write the code"),
    ],
)
def test_what_nobody_may_add(system, code, unit, channel, name, why):
    with pytest.raises(clinic_codes.NotToBeAdded, match=why):
        clinic_codes.check(system, code, unit, channel, name=name)
