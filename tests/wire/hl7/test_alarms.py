"""A device's alarm message (ORU^R40) as the watch reads it: which alarm, how urgent, does it last, was it quieted."""

from datetime import UTC

import pytest

from euthymia.medicine.watch import DeviceAlarm
from euthymia.wire import hl7


def said(*attributes, flags="", code="196940^MDC_EVT_FLUID_LINE_OCCL^MDC^^^^^^Occlusion"):
    """Read an alarm message; an attribute is (name, value)."""
    lines = [
        "MSH|^~\\&|PUMP|X|||20260105120000+0000||ORU^R40^ORU_R40|1|P|2.6",
        "OBR|1|||196616^MDC_EVT_ALARM^MDC|||20260105120000+0000",
        f"OBX|1|CWE|196616^MDC_EVT_ALARM^MDC|1.0.0.0.1|{code}|||{flags}|||F",
        *(f"OBX|{n}|ST|0^{name}^MDC|1.0.0.0.{n}|{value}||||||F" for n, (name, value) in enumerate(attributes, 2)),
    ]
    message = hl7.read("\r".join(lines).encode(), default_zone=UTC)
    return hl7.device_alarm(message.alarm)


PHASE, STATE, QUIETED = "MDC_ATTR_EVENT_PHASE", "MDC_ATTR_ALARM_STATE", "MDC_ATTR_ALARM_INACTIVATION_STATE"


@pytest.mark.parametrize(
    ("attributes", "lasts"),
    [
        ([(PHASE, "start"), (STATE, "active")], "yes"),
        ([(PHASE, "continue"), (STATE, "active")], "yes"),
        ([(PHASE, "START")], "yes"),
        ([(PHASE, "end"), (STATE, "inactive")], "no"),
        ([(PHASE, "end")], "no"),
        ([(STATE, "inactive")], "no"),
        ([(PHASE, "tpoint"), (STATE, "inactive")], "moment"),
        ([], "yes"),  # it says nothing: better looked at than lost
    ],
)
def test_phase_and_state_say_whether_it_lasts(attributes, lasts):
    assert said(*attributes).lasts == lasts


@pytest.mark.parametrize(
    ("flags", "priority", "kind"),
    [
        ("PH~SP", "high", "physiological"),
        ("PM~ST", "medium", "technical"),
        ("SA~PL", "low", "technical"),
        ("ST", "medium", "technical"),
        ("", "medium", "technical"),
    ],
)
def test_priority_and_kind_stand_in_the_flags(flags, priority, kind):
    assert (said(flags=flags).priority, said(flags=flags).kind) == (priority, kind)


@pytest.mark.parametrize("flags", ["PI", "PN"])
def test_information_is_no_alarm(flags):
    assert said(flags=flags) is None


@pytest.mark.parametrize(
    ("word", "quieted"),
    [("enabled", ""), ("audio-paused", "audio paused"), ("audio-off", "audio off"), ("alarm-paused", "alarm paused")],
)
def test_how_it_was_quieted_is_kept(word, quieted):
    assert said((QUIETED, word)).quieted == quieted


def test_a_code_that_is_still_zero_goes_by_its_name():
    assert said(code="0^MDCX_DOOR_OPEN^MDC").code == "MDCX_DOOR_OPEN"


def test_the_framework_s_occlusion_begins_and_ends_one_alarm(shared_data):
    begun, over = (occlusion(shared_data, when) for when in ("start", "end"))

    assert begun == DeviceAlarm("196940", "Occlusion", "medium", "technical", "yes", "")
    assert (over.code, over.lasts) == (begun.code, "no")


def occlusion(shared_data, when):
    raw = (shared_data / f"pumps/ihe_acm_oru_r40_bbraun_occlusion_{when}.hl7").read_bytes()
    return hl7.device_alarm(hl7.read(raw, default_zone=UTC).alarm)
