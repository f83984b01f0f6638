"""Every published device message through the real listener: answered, kept raw, and charted or kept apart."""

import time
from datetime import date

import pytest

from euthymia.clinic.audit import verification
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive, sender_of
from euthymia.clinic.infusion.models import DeviceMessage, SessionEvent
from tests.clinic import chairside
from tests.clinic.chairside import kept

# name: answers when it is known; the identity it carries; charted by
FILES = {
    "comen_nc_2025": (["AA"], ("10006", "lee", None), "identity"),
    "ihe_pcd_tf_pulseox_2012": (["AA"], ("HO2009001", "Hon", date(1961, 1, 1)), "identity"),
    "mindray_vs900_real_2019": (["CA"], None, "pairing"),
    "openbedside_pump_pcd01_2026": (["AA"], ("TEST0001", None, None), "pairing"),
    "philips_intellivue_mx500_2021": (["CA"], ("12345", "LastName", date(1971, 1, 8)), "identity"),
    "sim_loinc_us_units_24": (["AA"], ("55555", "DOE", None), "identity"),
    "xh80x_sentinels_2021": (["CA"], None, "pairing"),
    "ihe_acm_oru_r40_advisory_timeout": (["AA"], ("HO2009003", "Hon", date(1961, 3, 1)), "identity"),
    "ihe_acm_oru_r40_bbraun_occlusion_end": (["CA"], ("HO2009003", "Hon", date(1961, 3, 1)), "identity"),
    "ihe_acm_oru_r40_bbraun_occlusion_start": (["CA"], ("HO2009003", "Hon", date(1961, 3, 1)), "identity"),
    "ihe_ipec_oru_r42_delivery_start": (["CA"], ("HO2009002", "Hon", date(1961, 2, 1)), "identity"),
    "ihe_piv_ack_o15_accept": ([], None, "pairing"),
    "ihe_piv_rgv_o15_dopamine_weight_based": (["CA"], ("98765", "Doe", date(1966, 1, 1)), "identity"),
    "ihe_piv_rgv_o15_saline_rate": (["CA"], ("98765", "Doe", date(1966, 1, 1)), "identity"),
    "ihe_piv_rrg_o16_reject": ([], None, "pairing"),
}
# Kept apart whoever's it is: no report of measurements, or none for production.
NO_REPORT = {
    "philips_intellivue_mx500_2021": "not for production (MSH-11 D)",
    "ihe_piv_ack_o15_accept": "not a report of measurements (ACK^O15)",
    "ihe_piv_rgv_o15_dopamine_weight_based": "not a report of measurements (RGV^O15)",
    "ihe_piv_rgv_o15_saline_rate": "not a report of measurements (RGV^O15)",
    "ihe_piv_rrg_o16_reject": "not a report of measurements (RRG^O16)",
}
SAYS_NOTHING = set(NO_REPORT) - {"philips_intellivue_mx500_2021"}  # no value, no alarm: nothing is kept apart
REFUSED = {"CA": "CR", "AA": "AR"}
STRANGERS = {"ihe_piv_rgv_o15_dopamine_weight_based": ["CR", "AR"], "ihe_piv_rgv_o15_saline_rate": ["CR", "AR"]}


@pytest.fixture
def files(shared_data):
    found = [*(shared_data / "device-messages").glob("*.hl7"), *(shared_data / "pumps").glob("*.hl7")]
    assert {f.stem for f in found} == set(FILES)
    return {f.stem: f.read_bytes() for f in found}


def of_her_own(clinic, n, name, raw, *, paired, hers=True):
    """A chair of its own, with the patient whom the message names, and its device."""
    identity = FILES[name][1] if hers else None
    number, family, born = identity or (f"X{n}", None, None)
    chair, patient = chairside.another_chair(
        clinic, 100 + n, number=number, family=family or "Nobody", birth_date=born or date(1970, 1, 1)
    )
    session = chairside.running(clinic, chair=chair, patient=patient)
    return session, chairside.device(clinic, session, sender=sender_of(raw), paired=paired)


@pytest.mark.parametrize("name", FILES)
def test_every_published_message_is_answered_kept_and_charted_or_kept_apart(name, files, listener, line):
    raw, (answers, _, by) = files[name], FILES[name]

    assert line.codes(raw) == STRANGERS.get(name, [REFUSED[a] for a in answers])
    session, row = of_her_own(listener.clinic, 1, name, raw, paired=by == "pairing")
    chairside.reads_the_roster_again(listener)
    assert line.codes(raw) == answers
    assert line.codes(raw) == answers
    charted = [("charted", f"by {by}"), ("repeat", "the same message was here already")]
    apart = [("quarantined", NO_REPORT[name])] * 2 if name in NO_REPORT else []
    assert kept() == (apart or charted)
    assert [bytes(r) for r in DeviceMessage.objects.values_list("raw", flat=True)].count(raw) == 2
    assert row.kind == "monitor"
    assert SessionEvent.objects.filter(session=session, kind="readings").count() == (0 if apart else 1)
    assert verification.verify().fault == ""


@pytest.mark.parametrize("name", FILES)
def test_every_published_message_is_kept_apart_where_the_chair_is_anothers(name, files, live_clinic):
    raw = files[name]
    session, _ = of_her_own(live_clinic, 1, name, raw, paired=False, hers=False)
    intake = Intake()
    decided = intake.commit([arrive(raw, time.time(), intake.roster)])[0]

    named = FILES[name][1] is not None
    reason = "another person's identity" if named else "no identity, and not paired with this chair's patient"
    assert (decided.disposition, decided.reason) == ("quarantined", NO_REPORT.get(name, reason))
    raised = SessionEvent.objects.filter(session=session, kind="alarm raised").count()
    assert raised == (0 if name in SAYS_NOTHING else 1)


def test_what_a_pump_tells_is_kept(files, live_clinic):
    intake = Intake()
    for n, name in enumerate(("ihe_acm_oru_r40_bbraun_occlusion_start", "ihe_ipec_oru_r42_delivery_start")):
        of_her_own(live_clinic, n, name, files[name], paired=False)
        intake.roster._read()
        assert intake.commit([arrive(files[name], time.time(), intake.roster)])[0].disposition == "charted"

    alarm = SessionEvent.objects.get(kind="device alarm").body
    assert alarm["text"] == "Monitor says: Occlusion (start, active, enabled)"
    assert (alarm["alarm"]["name"], alarm["alarm"]["kind"]) == ("MDC_EVT_FLUID_LINE_OCCL", "technical")
    pump = SessionEvent.objects.filter(kind="readings").last().body["pump"]
    assert (pump["drug"], pump["to_infuse_ml"], pump["remaining_min"], pump["concentration_mg_per_ml"]) == (
        "Dopamine", 250.0, 974.0, 1.6,
    )  # fmt: skip
