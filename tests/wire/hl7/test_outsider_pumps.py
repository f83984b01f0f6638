"""How pumps of other makes lay out their channels: nesting, racks behind one gateway, labels and rates elsewhere.

Each case is written from the rules of containment (OBX-4: MDS, VMD, channel, value) and of OBX-18 alone: what says one
channel's status, rate and drug belongs together, and nothing of it stands for another channel.
"""

from datetime import UTC, datetime

import pytest

from euthymia.wire import hl7

SENT = datetime(2026, 11, 30, 10, 15, tzinfo=UTC).timestamp()
MSH = "MSH|^~\\&|GATE|||EUTHYMIA|20261130101500+0000||ORU^R01^ORU_R01|1|P|2.6"
ML_H = "265266^MDC_DIM_MILLI_L_PER_HR^MDC"


def row(kind, coding, place, value, unit="", device=""):
    return f"OBX|1|{kind}|{coding}^MDC|{place}|{value}|{unit}|||||R|||||||{device}"


def status(place, word, device="", name="184519^MDC_PUMP_INFUSING_STATUS"):
    return row("CWE", name, place, f"^pump-status-{word}^MDC", device=device)


def flow(place, value, device="", name="0^MDC_FLOW_FLUID_PUMP_CURRENT"):
    return row("NM", name, place, value, ML_H, device)


def is_set(place, value, device=""):
    return flow(place, value, device, "157784^MDC_FLOW_FLUID_PUMP")


def volume(place, value):
    return row("NM", "157993^MDC_VOL_FLUID_DELIV_TOTAL", place, value, "263762^MDC_DIM_MILLI_L^MDC")


def drug(place, name, device=""):
    return row("ST", "184514^MDC_DRUG_NAME_LABEL", place, name, device=device)


def box(kind, place, device=""):
    return f"OBX|1||0^MDC_DEV_PUMP_INFUS_{kind}^MDC|{place}|||||||X|||||||{device}"


def said(*rows):
    """Return what each channel says: whether it flows, its rate, its volume and its drug."""
    text = "\r".join((MSH, "PID|||", "OBR|1|||0^PUMP|||20261130101459", *rows))
    message = hl7.read(text.encode(), default_zone=UTC, received_s=SENT)
    channels = {}
    for reading in hl7.readings(message)[0]:
        one = channels.setdefault((reading.place, reading.equipment), {})
        one[reading.channel.removeprefix("pump_").partition("_")[0]] = reading.value
        if reading.drug:
            one["drug"] = reading.drug
    return list(channels.values())


RUNS, STANDS = {"infusing": 1, "rate": 12}, {"infusing": 0, "rate": 0}
OURS = RUNS | {"drug": "Ketamine"}
SALINE = STANDS | {"drug": "Saline"}
STAT = "184508^MDC_PUMP_STAT"
KVO = status("1.1.1.1", "kvo"), flow("1.1.1.2", 12)
LAYOUTS = {
    "delivery and source channels of one pump": (
        [box("CHAN_DELIVERY", "1.1.1.0"), status("1.1.1.1", "infusing"), flow("1.1.1.2", 12),
         box("CHAN_SOURCE", "1.1.2.0"), drug("1.1.2.1", "Ketamine")],
        [OURS],
    ),
    "delivery and source channels of two modules": (
        [status("1.1.1.1", "infusing"), flow("1.1.1.2", 12), drug("1.1.2.1", "Ketamine"),
         status("1.2.1.1", "paused"), flow("1.2.1.2", 0), drug("1.2.2.1", "Saline")],
        [OURS, SALINE],
    ),
    "source before delivery": (
        [drug("1.1.2.1", "Ketamine"), drug("1.2.2.1", "Saline"), flow("1.2.1.2", 0), flow("1.1.1.2", 12),
         status("1.2.1.1", "paused"), status("1.1.1.1", "infusing")],
        [SALINE, OURS],
    ),
    "status of the module, rate of its channel": (
        [status("1.1.0.1", "infusing", name=STAT), flow("1.1.1.2", 12), drug("1.1.2.1", "Ketamine")], [OURS],
    ),
    "status of the modules, rates of their channels": (
        [status("1.1.0.1", "infusing"), flow("1.1.1.2", 12), drug("1.1.2.1", "Ketamine"),
         status("1.2.0.1", "not-infusing"), flow("1.2.1.2", 0), drug("1.2.2.1", "Saline")],
        [OURS, SALINE],
    ),
    "rate of the module, status of its channel": ([flow("1.1.0.2", 12), status("1.1.1.1", "infusing")], [RUNS]),
    "channels counted from nought": (
        [status("1.1.0.1", "infusing"), flow("1.1.0.2", 12), status("1.1.1.1", "paused"), flow("1.1.1.2", 0)],
        [RUNS, STANDS],
    ),
    "channel 1 and channel 10": (
        [status("1.1.1.1", "infusing"), flow("1.1.1.2", 12), drug("1.1.10.3", "Saline"), drug("1.1.1.3", "Ketamine"),
         status("1.1.10.1", "paused"), flow("1.1.10.2", 0)],
        [OURS, SALINE],
    ),
    "three parts that end at the channel": (
        [status("1.1.1", "infusing"), flow("1.1.1", 12), status("1.1.2", "paused"), flow("1.1.2", 0)], [RUNS, STANDS],
    ),
    "three parts that end at the value": ([status("1.1.1", "infusing"), flow("1.1.2", 12)], [RUNS]),
    "two parts that end at the channel": (
        [status("1.1", "infusing"), status("1.2", "paused"), flow("1.1", 12), flow("1.2", 0)], [RUNS, STANDS],
    ),
    "one number": ([status("1", "infusing"), flow("1", 12), status("2", "paused"), flow("2", 0)], [RUNS, STANDS]),
    "letters": ([status("A", "infusing"), flow("A", 12), status("B", "paused"), flow("B", 0)], [RUNS, STANDS]),
    "four parts that end at the channel": (
        [status("1.1.1.0", "infusing"), flow("1.1.1.0", 12), status("1.1.2.0", "paused"), flow("1.1.2.0", 0)],
        [RUNS, STANDS],
    ),
    "two devices in one message": (
        [status("1.1.1.1", "infusing"), flow("1.1.1.2", 12), status("2.1.1.1", "paused"), flow("2.1.1.2", 0)],
        [RUNS, STANDS],
    ),
    "two devices of one layout, named in each row": (
        [status("1.1.1.1", "infusing", "P-A"), flow("1.1.1.2", 12, "P-A"), drug("1.1.1.3", "Ketamine", "P-A"),
         status("1.1.1.1", "paused", "P-B"), flow("1.1.1.2", 0, "P-B"), drug("1.1.1.3", "Saline", "P-B")],
        [OURS, SALINE],
    ),
    "two devices of one layout, each named once": (
        [box("LVP_MDS", "1.0.0.0", "P-A"), drug("1.1.1.3", "Ketamine"), status("1.1.1.1", "infusing"),
         flow("1.1.1.2", 12), box("LVP_MDS", "1.0.0.0", "P-B"), drug("1.1.1.3", "Saline"),
         status("1.1.1.1", "paused"), flow("1.1.1.2", 0)],
        [OURS, SALINE],
    ),
    "a third pump that says only that it stands": (
        [status("1.1.1.1", "infusing", "P-A"), flow("1.1.1.2", 12, "P-A"), status("1.1.1.1", "paused", "P-B"),
         flow("1.1.1.2", 0, "P-B"), status("1.1.1.1", "standby", "P-C")],
        [RUNS, STANDS, {"infusing": 0}],
    ),
    "a rate that is set is no flow of a channel that stands": (
        [status("1.1.1.1", "infusing"), is_set("1.1.1.2", 12), status("1.1.2.1", "paused"), is_set("1.1.2.2", 50)],
        [RUNS, {"infusing": 0}],
    ),
    "set rates alone are each channel's": (
        [is_set("1.1.1.2", 12), is_set("1.1.2.2", 50), volume("1.1.1.3", 1)],
        [{"rate": 12, "delivered": 1}, {"rate": 50}],
    ),
    "set and current rate of one, set rate of another": (
        [is_set("1.1.1.2", 20), flow("1.1.1.3", 12), status("1.1.1.1", "infusing"), is_set("1.1.2.2", 50),
         status("1.1.2.1", "ready")],
        [RUNS, {"infusing": 0}],
    ),
    "a volume above two channels is neither's": (
        [status("1.1.1.1", "infusing"), status("1.1.2.1", "paused"), volume("1.0.0.9", 7)],
        [{"infusing": 1}, {"infusing": 0}, {"delivered": 7}],
    ),
    "a channel whose status is no result": (
        [status("1.1.1.1", "infusing"), flow("1.1.1.2", 12), status("1.1.2.1", "paused").replace("|R|", "|X|")],
        [RUNS],
    ),
    "a word in capitals": ([status("1.1.1.1", "INFUSING").replace("pump-status", "PUMP-STATUS")], [{"infusing": 1}]),
    "to keep the vein open it flows": (list(KVO), [RUNS]),
    "a rate in another unit is not read": (
        [status("1.1.1.1", "infusing"), flow("1.1.1.2", 200).replace(ML_H, "uL/min")], [{"infusing": 1}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_channel_says_of_itself_belongs_together(layout):
    rows, channels = LAYOUTS[layout]

    assert said(*rows) == channels


def test_a_channel_that_sends_by_itself_is_the_same_in_each_message():
    def places(*rows):
        text = "\r".join((MSH, *rows))
        return {r.place for r in hl7.readings(hl7.read(text.encode(), default_zone=UTC, received_s=SENT))[0]}

    assert places(status("1.1.1.1", "infusing"), flow("1.1.1.2", 12), volume("1.1.2.1", 3)) == {"1.1.1"}
    assert places(status("1.2.1.1", "paused", "P-B")) == {"1.2.1 P-B"}


def test_a_volume_or_rate_above_two_channels_is_kept_as_neither_s():
    rows = status("1.1.1.1", "infusing"), status("1.1.2.1", "paused"), volume("1.0.0.9", 7), flow("1.0.0.8", 12)
    pumps = hl7.read("\r".join((MSH, *rows)).encode(), default_zone=UTC, received_s=SENT).pumps

    assert [(pump.infusing, pump.delivered_ml) for pump in pumps] == [(True, None), (False, None)]
