"""Every published message we have, read, and the trap that its README names."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from euthymia.wire.hl7 import Pump, PumpOrder, Reply, acknowledgements, identity_matches, read, readings


@pytest.fixture
def message(shared_data):
    def read_one(name, zone=UTC):
        folder = "pumps" if name.startswith("ihe_") and "pulseox" not in name else "device-messages"
        return read((shared_data / folder / f"{name}.hl7").read_bytes(), default_zone=zone)

    return read_one


def at(stamp, hours=0):
    """Seconds of a stamp at an offset of so many hours."""
    zone = timezone(timedelta(hours=hours))
    return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=zone).timestamp()


def values(message):
    return [(r.channel, r.value) for r in readings(message)[0]]


def test_mindray_sends_no_patient_and_its_cuff_has_an_older_time_of_its_own(message):
    vs900 = message("mindray_vs900_real_2019", timezone(timedelta(hours=8)))
    found, unread = readings(vs900)

    assert [identity.blank for identity in vs900.identities] == [True]
    assert identity_matches(vs900.identities[0], medical_record_number="1", family="A", birth_date=date.min) == "none"
    assert vs900.sender_name == "MINDRAY_VS900"
    assert {r.channel: (r.value, r.at_s) for r in found} == {
        "spo2_pct": (99, at("20191206113452", 8)),
        "pulse_bpm": (94, at("20191206113452", 8)),
        "systolic_mmhg": (147, at("20191206111016", 8)),
        "mean_mmhg": (109, at("20191206111016", 8)),
        "diastolic_mmhg": (90, at("20191206111016", 8)),
        "temperature_c": (35.1, at("20191206113415", 8)),
    }
    assert [(u.code, u.value) for u in unread] == [("150488", 0.94)]


def test_philips_names_what_contains_what_and_keeps_limits_fractions_and_zone(message):
    mx500 = message("philips_intellivue_mx500_2021")
    rate = mx500.observations[3]

    assert [o.containment for o in mx500.observations if not o.value_type] == ["1.0.0.0", "1.2.0.0", "1.2.1.0"]
    assert (rate.limits, rate.status, rate.unit) == ("50-120", "F", "264864^MDC_DIM_BEAT_PER_MIN^MDC")
    assert rate.at_s == pytest.approx(at("20210425230331", -4) + 0.496)  # from OBR-7: the row has no time
    assert mx500.sent_at_s == pytest.approx(at("20210425230332", -4) + 0.872)
    assert values(mx500) == [("heart_rate_bpm", 60)]
    assert mx500.identities[0].ids[0] == ("12345", "Philips", "MR")
    assert mx500.identities[0].ids[1] == ("6789", "Philips", "VN")  # a blank after the code
    assert (mx500.sender_name, mx500.receiving_facility) == ("SendingApplication", "ReceivingFacility")


def test_the_framework_s_oximeter_has_two_codings_in_one_field(message):
    oximeter = message("ihe_pcd_tf_pulseox_2012")
    row = oximeter.observations[0]

    assert (row.code, row.system, row.alt_code, row.alt_system) == ("8889-8", "LN", "149530", "MDC")
    assert values(oximeter) == [("pulse_bpm", 55)]
    assert row.limits == "35-125"


def test_comen_leaves_the_row_number_empty_and_has_codes_of_its_own(message):
    comen = message("comen_nc_2025")
    unread = readings(comen)[1]

    assert {o.set_id for o in comen.observations} == {""}
    assert ("2453", "99COMEN", "2821^COMEN_POS_SITTING^99COMEN") in [(u.code, u.system, u.value) for u in unread]
    assert dict(values(comen)) == {
        "spo2_pct": 97,
        "pulse_bpm": 59,
        "resp_rate_bpm": 20,
        "temperature_c": 37.0,
        "systolic_mmhg": 120,
        "diastolic_mmhg": 80,
        "mean_mmhg": 90,
    }
    assert comen.sent_at_s == at("20250610015127", 8)


def test_xh80x_means_no_value_by_its_numbers(message):
    xh80x = message("xh80x_sentinels_2021")

    assert values(xh80x) == [
        ("systolic_mmhg", None),
        ("spo2_pct", None),
        ("heart_rate_bpm", None),
        ("temperature_c", None),
    ]
    assert xh80x.identities[0].blank


def test_the_simulator_sends_loinc_and_fahrenheit_without_an_obr(message):
    sim = message("sim_loinc_us_units_24")

    assert dict(values(sim))["temperature_c"] == 37.0
    assert {r.at_s for r in readings(sim)[0]} == {at("20260726121500")}
    assert (
        identity_matches(sim.identities[0], medical_record_number="55555", family="doe", birth_date=date.min) == "match"
    )


def test_openbedside_s_pump_says_that_it_runs(message):
    pump = message("openbedside_pump_pcd01_2026")

    assert pump.pump.infusing is True
    assert values(pump) == [("pump_infusing", 1.0)]


@pytest.mark.parametrize(("which", "phase", "state"), [("start", "start", "active"), ("end", "end", "inactive")])
def test_an_occlusion_starts_and_ends(message, which, phase, state):
    alarm = message(f"ihe_acm_oru_r40_bbraun_occlusion_{which}").alarm

    assert (alarm.code, alarm.name, alarm.text) == ("196940", "MDC_EVT_FLUID_LINE_OCCL", "Occlusion")
    assert (alarm.phase, alarm.state, alarm.inactivation) == (phase, state, "enabled")
    assert (alarm.source, alarm.kind, alarm.priority) == ("MDC_DEV_PUMP_INFUS_MDS", "technical", "")


def test_start_and_end_join_by_the_parent_and_the_filler_number(message):
    start, end = (message(f"ihe_acm_oru_r40_bbraun_occlusion_{which}") for which in ("start", "end"))

    assert start.alarm.joins_by == end.alarm.joins_by
    assert "E0001_27" in start.alarm.parent
    assert start.control_id != end.control_id
    assert readings(start) == ((), ())  # what the alarm keeps is not unread


def test_an_advisory_has_codes_ten_times_the_usual(message):
    advisory = message("ihe_acm_oru_r40_advisory_timeout")

    assert advisory.control_id == "1233532926265-02"  # a blank before it
    assert (advisory.alarm.name, advisory.alarm.text) == ("MDCX_DOCUMENTATION_ERROR", "Timeout not documented")
    assert (advisory.alarm.phase, advisory.alarm.state) == ("start", "active")
    assert (advisory.alarm.priority, advisory.alarm.kind) == ("medium", "advisory")


def test_a_pump_event_is_read_by_names_where_codes_are_pending(message):
    start = message("ihe_ipec_oru_r42_delivery_start")

    assert start.type == "ORU^R42"
    assert start.pump == Pump(
        infusing=True,
        status="pump-status-infusing",
        rate_ml_h=15.4,
        programmed_rate_ml_h=15.4,
        dose_rate=(5.0, "265619^MDC_DIM_MICRO_G_PER_KG_PER_MIN^MDC^ug/kg/min^ug/kg/min^UCUM"),
        to_infuse_ml=250.0,
        delivered_ml=0.0,
        remaining_ml=250.0,
        remaining_min=974.0,
        drug="Dopamine",
        concentration_mg_per_ml=1.6,
        weight_kg=82.0,
        event="MDC_EVT_PUMP_DELIV_START",
        alone="1.1.1 E0002",
    )
    assert values(start) == [("pump_infusing", 1.0), ("pump_rate_ml_h", 15.4), ("pump_delivered_ml", 0.0)]


@pytest.mark.parametrize(
    ("name", "order", "weight_kg"),
    [
        (
            "ihe_piv_rgv_o15_dopamine_weight_based",
            PumpOrder(
                "12345",
                "RE",
                "1234",
                "Dopamine",
                (250.0, "263762^MDC_DIM_MILLI_L^MDC^mL^mL^UCUM"),
                (10.0, "3475^ug/kg/min^UCUM^265619^MDC_DIM_MICRO_G_PER_KG_PER_MIN^MDC"),
                (400.0, "1746^mg^UCUM^263890^MDC_DIM_MILLI_G^MDC"),
            ),
            85.0,
        ),
        (
            "ihe_piv_rgv_o15_saline_rate",
            PumpOrder(
                "12345",
                "RE",
                "5678",
                "Normal Saline",
                (500.0, "263762^MDC_DIM_MILLI_L^MDC^mL^mL^UCUM"),
                (13.3, "3122^mL/h^UCUM^265266^MDC_DIM_MILLI_L_PER_HR^MDC"),
                None,
            ),
            None,
        ),
    ],
)
def test_an_order_on_its_way_to_a_pump_is_read(message, name, order, weight_kg):
    read_order = message(name)

    assert read_order.orders == (order,)
    assert read_order.pump.weight_kg == weight_kg


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        ("ihe_piv_ack_o15_accept", Reply("CA", "1", "")),
        ("ihe_piv_rrg_o16_reject", Reply("AR", "102", "Unable to match medication to drug library")),
    ],
)
def test_a_reply_is_read_and_never_answered(message, name, reply):
    answer = message(name)

    assert answer.reply == reply
    assert answer.sent_at_s == at("20080101123456", -6)  # '- 0600' holds a blank in one of them
    assert acknowledgements(answer, verdict="accept", now_s=0, control_id="1") == ()
