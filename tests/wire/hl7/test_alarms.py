"""A device's alarm message (ORU^R40) as the watch reads it: which alarm, how urgent, does it last, was it quieted."""

from datetime import UTC

import pytest

from euthymia.wire import hl7

HEAD = (
    "MSH|^~\\&|PUMP|X|||20260105120000+0000||ORU^R40^ORU_R40|1|P|2.6",
    "OBR|1|||196616^MDC_EVT_ALARM^MDC|||20260105120000+0000",
)
OCCLUSION = "196940^MDC_EVT_FLUID_LINE_OCCL^MDC^^^^^^Occlusion"


def message(*rows):
    return hl7.read("\r".join((*HEAD, *rows)).encode(), default_zone=UTC)


def said(*attributes, flags="", code=OCCLUSION):
    """Read an alarm message; an attribute is (name, value)."""
    return hl7.device_alarm(
        message(
            f"OBX|1|CWE|196616^MDC_EVT_ALARM^MDC|1.0.0.0.1|{code}|||{flags}|||F",
            *(f"OBX|{n}|ST|0^{name}^MDC|1.0.0.0.{n}|{value}||||||F" for n, (name, value) in enumerate(attributes, 2)),
        ).alarm
    )


PHASE, STATE, QUIETED = "MDC_ATTR_EVENT_PHASE", "MDC_ATTR_ALARM_STATE", "MDC_ATTR_ALARM_INACTIVATION_STATE"
PRIORITY, KIND, TEXT = "MDC_ATTR_ALARM_PRIORITY", "MDC_ATTR_ALERT_TYPE", "MDC_ATTR_ALERT_TEXT"


@pytest.mark.parametrize(
    ("attributes", "lasts"),
    [
        ([(PHASE, "start"), (STATE, "active")], "yes"),
        ([(PHASE, "continue"), (STATE, "active")], "yes"),
        ([(PHASE, "START")], "yes"),
        ([(PHASE, "end"), (STATE, "inactive")], "no"),
        ([(PHASE, "end")], "no"),
        ([(STATE, "inactive")], "no"),
        ([("MDC_ATTR_ALERT_STATE", "inactive"), (PHASE, "update")], "no"),  # the state under its other name
        ([(PHASE, "tpoint"), (STATE, "inactive")], "moment"),
        ([(PHASE, "start"), (STATE, "inactive")], "moment"),  # begun and over at once: shown all the same
        ([(STATE, "latched")], "yes"),
        ([], "yes"),  # it says nothing: better looked at than lost
    ],
)
def test_phase_and_state_say_whether_it_lasts(attributes, lasts):
    assert said(*attributes).lasts == lasts


@pytest.mark.parametrize(
    ("flags", "attributes", "priority", "kind"),
    [
        ("PH~SP", (), "high", "physiological"),
        ("PM~ST", (), "medium", "technical"),
        ("SA~PL", (), "low", "technical"),
        ("ST", (), "medium", "technical"),
        ("", (), "medium", "technical"),
        ("PN", (), "medium", "technical"),  # not indicated is not none
        ("", [(PRIORITY, "PH"), (KIND, "SP")], "high", "physiological"),  # rows of their own
        ("", [("MDC_ATTR_ALERT_PRIORITY", "^high^X"), ("MDC_ATTR_ALARM_TYPE", "sp")], "high", "physiological"),
        ("PL~ST", [(PRIORITY, "PM")], "medium", "technical"),  # the graver of two
        ("PH^High^X~H", (), "high", "technical"),
    ],
)
def test_priority_and_kind_stand_in_the_flags_or_in_rows_of_their_own(flags, attributes, priority, kind):
    alarm = said(*attributes, flags=flags)

    assert (alarm.priority, alarm.kind) == (priority, kind)


def test_the_number_of_a_row_tells_it_where_it_has_no_name():
    rows = ("OBX|1|CWE|196616^MDC_EVT_ALARM^MDC|1.0.0.0.1|" + OCCLUSION, "OBX|2|ST|68484^^MDC|1.0.0.0.6|PH")

    assert hl7.device_alarm(message(*rows).alarm).priority == "high"


def test_information_is_listed_and_sounds_no_alarm():
    assert said(flags="PI") is None


@pytest.mark.parametrize("flags", ["PI", "PN", "", "PL"])
def test_an_end_ends_whatever_its_priority(flags):
    assert said((PHASE, "end"), flags=flags).lasts == "no"


@pytest.mark.parametrize(
    "code",
    [
        "199680^MDC_EVT_APNEA^MDC",
        "199680^^MDC",
        "0^MDCX_EVT_RESP_APNOEA^MDC",
        "196670^MDC_EVT_LO^MDC^^^^^^*** APNEA",
        "9^X^99ACME^^^^^^Apnoe",
        "199684^MDC_EVT_ECG_ASYSTOLE^MDC",
        "9^X^99ACME^^^^^^*** ASYSTOLE",
        "9^X^99ACME^^^^^^VENT FIB/TACH",
        "9^X^99ACME^^^^^^V-Fib",
        "9^X^99ACME^^^^^^VTach",
        "199832^MDC_EVT_ECG_V_TACHY^MDC",
        "9^X^99ACME^^^^^^VF",
        "9^X^99ACME^^^^^^Extreme Tachy 190",
        "9^X^99ACME^^^^^^xBrady 31",
        "199694^MDC_EVT_ECG_BRADY_EXTREME^MDC",
        "199854^MDC_EVT_DESAT^MDC",
        "9^X^99ACME^^^^^^*** DESAT 79",
        "0^MDC_EVT_FLUID_LINE_AIR^MDC",
        "9^X^99ACME^^^^^^Air in line",
        "9^X^99ACME^^^^^^Air bubble detected",
        "9^X^99ACME^^^^^^FREE FLOW",
    ],
)
@pytest.mark.parametrize("flags", ["PL", "PI", "PN", ""])
def test_apnoea_and_its_like_are_high_whatever_the_sender_says(code, flags):
    assert said((PHASE, "start"), flags=flags, code=code).priority == "high"


@pytest.mark.parametrize(
    "text",
    [
        "Occlusion",
        "HR high",
        "Battery low",
        "Probe off",
        "Activity",
        "SV tachy",
        "Repair in line 3",
        "Brady",
        "VTBI complete",
    ],
)
def test_another_alarm_keeps_the_priority_of_its_sender(text):
    assert said(flags="PL", code=f"9^X^99ACME^^^^^^{text}").priority == "low"


@pytest.mark.parametrize("code", ["196614^MDC_EVT_ACTIVE^MDC", "0^MDC_EVT_ACTIVE^MDC", "0^ACME_KEEP_ALIVE^99ACME"])
def test_a_sign_of_life_is_no_alarm(code):
    assert said((PHASE, "continue"), (STATE, "active"), code=code) is None


@pytest.mark.parametrize(
    ("word", "quieted"),
    [("enabled", ""), ("audio-paused", "audio paused"), ("audio-off", "audio off"), ("alarm-paused", "alarm paused")],
)
def test_how_it_was_quieted_is_kept(word, quieted):
    assert said((QUIETED, word)).quieted == quieted


CONTAINERS = (
    "OBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X",
    "OBX|2|ST|70739^MDC_DEV_CARD_RATE_CHAN^MDC|1.2.1.0|||||||X",
)
HEART_RATE = "OBX|5|NM|147842^MDC_ECG_HEART_RATE^MDC|1.2.1.1.2|142|264864^MDC_DIM_BEAT_PER_MIN^MDC|||||R"


@pytest.mark.parametrize(
    ("rows", "code", "text"),
    [
        (["OBX|4|ST|196648^MDC_EVT_HI^MDC|1.2.1.1.1|HR 142", HEART_RATE], "196648", "HR 142"),
        ([HEART_RATE, "OBX|4|ST|196648^MDC_EVT_HI^MDC|1.2.1.1.1|HR 142"], "196648", "HR 142"),
        (["OBX|4|ST|0^ACME_EVT_RATE^99ACME|1.2.1.1.1|HR 142", HEART_RATE], "ACME_EVT_RATE", "HR 142"),
        (
            ["OBX|4|ST|68546^MDC_ATTR_ALERT_TEXT^MDC|1.2.1.1.8|HR 142", "OBX|3|ST|196648^^MDC|1.2.1.1.1"],
            "196648",
            "HR 142",
        ),
        (["OBX|4|CWE|196616^MDC_EVT_ALARM^MDC|1.2.1.1.1|0^ACME_HR^99ACME^^^^^^HR 142"], "ACME_HR", "HR 142"),
        (["OBX|4|ST|0^MDCX_DOCUMENTATION_ERROR^MDC|1.2.1.1.1|Timeout"], "MDCX_DOCUMENTATION_ERROR", "Timeout"),
    ],
)
def test_the_event_is_the_event_s_row_wherever_it_stands(rows, code, text):
    read = message(*CONTAINERS, *rows)
    alarm = hl7.device_alarm(read.alarm)

    assert (alarm.code.split("|")[0], alarm.text) == (code, text)
    assert hl7.readings(read)[1] == ()  # what the alarm keeps is not unread


def test_the_order_names_the_event_where_no_row_does():
    read = message("OBR|2|||196674^MDC_EVT_LO_VAL_LT_LIM^MDC", "OBX|1|ST|9^Text^99ACME|1.1.1.1|SPO2 LOW")

    assert (read.alarm.code, hl7.device_alarm(read.alarm).text) == ("196674", "SPO2 LOW")


def test_each_event_of_a_message_is_an_alarm_of_its_own():
    read = message(
        "OBX|1|ST|196648^MDC_EVT_HI^MDC|1.2.1.1.1|HR high|||PM",
        HEART_RATE,
        "OBX|2|ST|68481^MDC_ATTR_EVENT_PHASE^MDC|1.2.1.1.3|end",
        "OBX|3|ST|196882^MDC_EVT_LEADS_OFF^MDC|1.3.1.1.1|Leads off|||PL",
        "OBX|4|ST|68481^MDC_ATTR_EVENT_PHASE^MDC|1.3.1.1.3|start",
        "OBR|2",
        "OBX|5|ST|199680^MDC_EVT_APNEA^MDC|1.4.1.1.1|Apnea",
    )
    alarms = [hl7.device_alarm(alarm) for alarm in read.alarms]

    assert [(a.text, a.priority, a.lasts) for a in alarms] == [
        ("HR high", "medium", "no"),
        ("Leads off", "low", "yes"),
        ("Apnea", "high", "yes"),
    ]


def event(code, text, beside="", place="1.5.1.1", equipment=""):
    rows = [f"OBX|1|ST|{code}|{place}.1|{text}|||PM|||R|||||||{equipment}", beside]
    return hl7.device_alarm(message(*filter(None, rows)).alarm).code


def test_alarms_are_told_apart_by_event_source_place_and_the_words_of_a_general_one():
    high, general = "196648^MDC_EVT_HI^MDC", "196670^MDC_EVT_PUMP_GENERAL_ALARM^MDC"
    systolic = "OBX|2|NM|150021^MDC_PRESS_BLD_NONINV_SYS^MDC|1.5.1.1.2|171|mmHg"
    codes = [
        event(high, "HR high", HEART_RATE),
        event(high, "NBPs high", systolic),
        event(high, "HR high", HEART_RATE, place="2.5.1.1"),
        event(high, "HR high", HEART_RATE, equipment="MON-2"),
        event("196670^MDC_EVT_LO^MDC", "HR low", HEART_RATE),
        event(general, "Air in line"),
        event(general, "Battery low"),
    ]

    assert len(set(codes)) == len(codes)
    assert event(high, "** HR 142 above 130", HEART_RATE) == event(high, "** HR 150 above 130", HEART_RATE)
    assert event(general, "Battery low 10 min") == event(general, "BATTERY LOW: 9 min")


def test_a_code_that_is_still_zero_goes_by_its_name():
    assert said(code="0^MDCX_DOOR_OPEN^MDC").code.split("|")[0] == "MDCX_DOOR_OPEN"


def test_the_framework_s_occlusion_begins_and_ends_one_alarm(shared_data):
    begun, over = (occlusion(shared_data, when) for when in ("start", "end"))

    assert (begun.text, begun.priority, begun.kind, begun.lasts) == ("Occlusion", "medium", "technical", "yes")
    assert (over.code, over.lasts) == (begun.code, "no")


def occlusion(shared_data, when):
    raw = (shared_data / f"pumps/ihe_acm_oru_r40_bbraun_occlusion_{when}.hl7").read_bytes()
    return hl7.device_alarm(hl7.read(raw, default_zone=UTC).alarm)
