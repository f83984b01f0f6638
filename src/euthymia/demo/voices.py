"""How makes of monitor and pump word their messages: each voice has the oddities of a published capture of its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Final, Literal, NamedTuple

from euthymia.demo.physiology import PumpAtTheChair, Vitals

Style = Literal["mindray", "philips", "comen", "xh80x", "openbedside"]

PERCENT: Final = "262688^MDC_DIM_PERCENT^MDC"
BEATS: Final = "264864^MDC_DIM_BEAT_PER_MIN^MDC"
BREATHS: Final = "264928^MDC_DIM_RESP_PER_MIN^MDC"
MMHG: Final = "266016^MDC_DIM_MMHG^MDC"
CELSIUS: Final = "268192^MDC_DIM_DEGC^MDC"
KILOGRAM: Final = "263875^MDC_DIM_KILO_G^MDC"
ML_PER_HOUR: Final = "265266^MDC_DIM_MILLI_L_PER_HR^MDC"


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a monitor was told it watches; synthetic."""

    medical_record_number: str
    family: str
    given: str
    birth_date: date
    sex: str = "U"


class Row(NamedTuple):
    """One OBX to be written; at_s None leaves OBX-14 empty."""

    coding: str
    containment: str
    value: str = ""
    unit: str = ""
    value_type: str = "NM"
    limits: str = ""
    status: str = "R"
    at_s: float | None = None


class Moment(NamedTuple):
    """When a message is sent and its session began, by the device's clock."""

    now_s: float
    began_s: float
    zone: tzinfo = UTC

    def cuff_s(self, vitals: Vitals) -> float:
        return self.began_s + vitals.cuff.taken_s if vitals.cuff else self.now_s


class Voice(NamedTuple):
    """What of a message depends on the make."""

    rows: Callable[[Vitals, Moment], list[Row]]
    stamp: Callable[[float, tzinfo], str]
    accept_ack: str
    application_ack: str
    version: str = "2.6"
    charset: str = "UNICODE UTF-8"
    order: str = "182777000^monitoring of patient^SCT"
    numbered: bool = True  # OBX-1 is filled
    names_patients: bool = True


def observation_message(
    voice: Voice, sender: str, rows: list[Row], *, moment: Moment, control_id: str, person: Person | None
) -> bytes:
    """Write an ORU^R01 in a voice. The sender is MSH-3, or MSH-3 and MSH-4 with a bar between."""
    stamp = voice.stamp(moment.now_s, moment.zone)
    app, _, facility = sender.partition("|")
    lines = [
        f"MSH|^~\\&|{app}|{facility}|||{stamp}||ORU^R01^ORU_R01|{control_id}|P|{voice.version}|||"
        f"{voice.accept_ack}|{voice.application_ack}||{voice.charset}",
        _pid(person if voice.names_patients else None),
        "PV1||I",
        f"OBR|1||{control_id}^{app.partition('^')[0]}|{voice.order}|||{stamp}",
    ]
    for number, row in enumerate(rows, start=1):
        set_id = str(number) if voice.numbered else ""
        at = "" if row.at_s is None else voice.stamp(row.at_s, moment.zone)
        lines.append(
            f"OBX|{set_id}|{row.value_type}|{row.coding}|{row.containment}|{row.value}|{row.unit}|{row.limits}||||"
            f"{row.status}|||{at}".rstrip("|")
        )
    return ("\r".join(lines) + "\r").encode("latin-1" if voice.charset == "8859/1" else "utf-8")


def _pid(person: Person | None) -> str:
    if person is None:
        return "PID|||^^^Hospital^PI||^^^^^^L"
    name = f"{person.family}^{person.given}^^^^^L"
    return f"PID|||{person.medical_record_number}^^^Clinic^MR||{name}||{person.birth_date:%Y%m%d}|{person.sex}"


def _local(at_s: float, zone: tzinfo) -> str:
    return datetime.fromtimestamp(at_s, zone).strftime("%Y%m%d%H%M%S")


def _with_zone(at_s: float, zone: tzinfo) -> str:
    return datetime.fromtimestamp(at_s, zone).strftime("%Y%m%d%H%M%S%z")


def _to_the_millisecond(at_s: float, zone: tzinfo) -> str:
    moment = datetime.fromtimestamp(at_s, zone)
    return f"{moment:%Y%m%d%H%M%S}.{moment.microsecond // 1000:03}{moment:%z}"


def _mindray(vitals: Vitals, moment: Moment) -> list[Row]:
    now_s, cuff_s = moment.now_s, moment.cuff_s(vitals)
    rows = [
        Row("150456^MDC_PULS_OXIM_SAT_O2^MDC", "1.3.1.150456", str(vitals.spo2_pct), PERCENT, at_s=now_s),
        Row("149530^MDC_PULS_OXIM_PULS_RATE^MDC", "1.3.1.149530", str(vitals.pulse_bpm), BEATS, at_s=now_s),
        Row("150488^MDC_BLD_PERF_INDEX^MDC", "1.3.1.150488", "0.94", PERCENT, at_s=now_s),
        Row("151562^MDC_RESP_RATE^MDC", "1.14.1.151562", str(vitals.resp_rate_bpm), BREATHS, at_s=now_s),
    ]
    if vitals.cuff:
        for code, name, value in _cuff(vitals, "15030"):
            rows.append(Row(f"{code}^MDC_PRESS_CUFF_{name}^MDC", f"1.1.9.{code}", value, MMHG, at_s=cuff_s))
    return rows


def _philips(vitals: Vitals, moment: Moment) -> list[Row]:
    rows = [
        _container("69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC", "1.0.0.0"),
        _container("70666^MDC_DEV_ECG_RESP_VMD^MDC", "1.2.0.0"),
        _container("70739^MDC_DEV_CARD_RATE_CHAN^MDC", "1.2.1.0"),
        Row("147842^MDC_ECG_CARD_BEAT_RATE^MDC", "1.2.1.1", str(vitals.pulse_bpm), BEATS, "NM", "50-120", "F"),
        Row("151562^MDC_RESP_RATE^MDC", "1.2.5.1", str(vitals.resp_rate_bpm), BREATHS, "NM", "8-30", "F"),
        Row("150456^MDC_PULS_OXIM_SAT_O2^MDC", "1.3.1.1", str(vitals.spo2_pct), PERCENT, "NM", "90-100", "F"),
        Row("149530^MDC_PULS_OXIM_PULS_RATE^MDC", "1.3.1.2", str(vitals.pulse_bpm), BEATS, "NM", "50-120", "F"),
    ]
    if vitals.cuff:
        for number, (code, name, value) in enumerate(_cuff(vitals, "15002", ("SYS", "DIA", "MEAN")), start=1):
            coding, at_s = f"{code}^MDC_PRESS_BLD_NONINV_{name}^MDC", moment.cuff_s(vitals)
            rows.append(Row(coding, f"1.1.9.{number}", value, MMHG, status="F", at_s=at_s))
    return rows


def _comen(vitals: Vitals, moment: Moment) -> list[Row]:
    now_s = moment.now_s
    rows = [
        Row("150456^MDC_PULS_OXIM_SAT_O2^MDC", "1.3.1.150456", str(vitals.spo2_pct), PERCENT, status="F", at_s=now_s),
        Row("149522^MDC_PULS_RATE^MDC", "1.0.0.149522", str(vitals.pulse_bpm), BEATS, status="F", at_s=now_s),
        Row("151562^MDC_RESP_RATE^MDC", "1.14.1.151562", str(vitals.resp_rate_bpm), BREATHS, status="F", at_s=now_s),
        Row("150344^MDC_TEMP^MDC", "1.2.1.150344", str(vitals.temperature_c), CELSIUS, status="F", at_s=now_s),
        Row("2453^COMEN_POS_BODY^99COMEN", "1.1.9.2453", "2821^COMEN_POS_SITTING^99COMEN", "", "CNE", "", "F", now_s),
        Row(
            "188736^MDC_MASS_BODY_ACTUAL^MDC", "1.10.1.188736", "", "263875^MDC_DIM_KILO_G^MDC", status="F", at_s=now_s
        ),
    ]
    if vitals.cuff:
        for code, name, value in _cuff(vitals, "15002"):
            coding, at_s = f"{code}^MDC_PRESS_BLD_NONINV_{name}^MDC", moment.cuff_s(vitals)
            rows.append(Row(coding, f"1.1.9.{code}", value, MMHG, status="F", at_s=at_s))
    return rows


def _xh80x(vitals: Vitals, moment: Moment) -> list[Row]:
    """Its thermometer is never on, and its cuff says -999 except in the minute after a measurement."""
    now_s, cuff_s = moment.now_s, moment.cuff_s(vitals)
    fresh = vitals.cuff is not None and now_s - cuff_s < 60
    at_s = cuff_s if fresh else now_s
    rows = []
    for code, name, value in _cuff(vitals, "15030"):
        shown = value if fresh else "-999"
        rows.append(Row(f"{code}^MDC_PRESS_CUFF_{name}^MDC", f"1.1.9.{code}", shown, MMHG, status="", at_s=at_s))
    return [
        *rows,
        Row("150456^MDC_PULS_OXIM_SAT_O2^MDC", "1.3.1.150456", str(vitals.spo2_pct), PERCENT, status="", at_s=now_s),
        Row("147842^MDC_ECG_HEART_RATE^MDC", "1.7.4.147842", str(vitals.pulse_bpm), BEATS, status="", at_s=now_s),
        Row("151562^MDC_RESP_RATE^MDC", "1.14.1.151562", str(vitals.resp_rate_bpm), BREATHS, status="", at_s=now_s),
        Row("150344^MDC_TEMP^MDC", "1.13.1.150344", "-99.9", CELSIUS, status="", at_s=now_s),
    ]


def pump_rows(pump: PumpAtTheChair, moment: Moment) -> list[Row]:
    """Write what a pump says of itself: what contains what, its status, its flow."""
    now_s = moment.now_s
    status = "infusing" if pump.infusing else "paused"
    flow = f"{pump.flow_ml_h:.1f}"
    return [
        _container("69985^MDC_DEV_PUMP_INFUS_MDS^MDC", "1.0.0.0", now_s),
        _container("69986^MDC_DEV_PUMP_INFUS_VMD^MDC", "1.1.0.0", now_s),
        _container("126978^MDC_DEV_PUMP_INFUS_CHAN_DELIVERY^MDC", "1.1.1.0", now_s),
        Row("184508^MDC_PUMP_STAT^MDC", "1.1.1.1", f"^pump-status-{status}^MDC", "", "CWE", at_s=now_s),
        Row("157784^MDC_FLOW_FLUID_PUMP^MDC", "1.1.1.2", flow, ML_PER_HOUR, at_s=now_s),
    ]


def _container(coding: str, containment: str, at_s: float | None = None) -> Row:
    """Write a row that only says what contains what."""
    return Row(coding, containment, value_type="", status="X", at_s=at_s)


def _cuff(vitals: Vitals, prefix: str, order: tuple[str, ...] = ("SYS", "MEAN", "DIA")) -> list[tuple[str, str, str]]:
    """Return code, name and value of the three pressures, in the make's order."""
    cuff = vitals.cuff
    values = {"SYS": cuff and cuff.systolic_mmhg, "DIA": cuff and cuff.diastolic_mmhg, "MEAN": cuff and cuff.mean_mmhg}
    digits = {"SYS": 1, "DIA": 2, "MEAN": 3}
    return [(f"{prefix}{digits[name]}", name, str(values[name])) for name in order]


def _no_vitals(_vitals: Vitals, _moment: Moment) -> list[Row]:
    return []


VOICES: Final[dict[Style, Voice]] = {
    "mindray": Voice(_mindray, _local, "AL", "NE", names_patients=False),
    "philips": Voice(
        _philips,
        _to_the_millisecond,
        "AL",
        "NE",
        charset="8859/1",
        order="69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC",
    ),
    "comen": Voice(_comen, _with_zone, "", "", order="1^MON_PARAM^99COMEN", numbered=False),
    "xh80x": Voice(_xh80x, _local, "AL", "NE", version="2.4", names_patients=False),
    "openbedside": Voice(_no_vitals, _with_zone, "NE", "AL", charset="", order="69985^MDC_DEV_PUMP_INFUS_MDS^MDC"),
}
