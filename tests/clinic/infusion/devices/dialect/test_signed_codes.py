"""A code that a clinic adds: tried on kept messages, signed by the medical director, read from then on, taken back."""

import time
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import reverse

from euthymia.clinic.audit import verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.infusion.devices.dialect import preview, signed_codes, unread
from euthymia.clinic.infusion.devices.dialect.signed_codes import Code
from euthymia.clinic.infusion.devices.intake import Intake
from euthymia.clinic.infusion.devices.traffic.arriving import arrive
from euthymia.clinic.infusion.models import DeviceMessage, SessionEvent, SignedCode
from euthymia.medicine import watch
from euthymia.wire.hl7.clinic_codes import NotToBeAdded
from tests.clinic import chairside
from tests.clinic.conftest import PASSWORD, signed_in
from tests.conftest import CHECKOUT

HOW_TO = (CHECKOUT / "docs" / "how-to" / "add-a-monitors-dialect.md").read_text("utf-8")
EFFICIA = ("^EfficiaCM", "WARD")
BREATHS = Code("^EfficiaCM", "MDIL", "0002-5000", "0004-0ae0^rpm^MDIL", "Resp")
WHY = "Efficia CM Data Export Guide, MDIL Coding"


def told() -> str:
    """The message that the how-to shows."""
    block = HOW_TO.partition("```hl7\n")[2].partition("```")[0]
    return "".join(f"{line.strip()}\r" for line in block.splitlines() if line.strip())


def fields() -> dict[str, str]:
    """The fields of the form as the how-to has them."""
    rows = [line.strip(" |").split(" | ") for line in HOW_TO.splitlines() if line.startswith("   | ")]
    return {name: value.strip("`") for name, value in rows if value.startswith("`")}


@pytest.fixture
def chair(clinic):
    """Ruth's infusion runs, and an Efficia monitor is paired with her."""
    clinic.session = chairside.running(clinic)
    clinic.device = chairside.device(clinic, clinic.session, sender=EFFICIA)
    clinic.intake = Intake()
    return clinic


def sends(chair, value, *, n=[0], **other):  # noqa: B006 - a number of its own for each message
    n[0] += 1
    text = told().replace("{value}", str(value)).replace("{number}", str(n[0]))
    for old, new in other.items():
        text = text.replace({"make": "^EfficiaCM"}[old], new)
    at = datetime.now(UTC).strftime("%Y%m%d%H%M%S.%f")[:-2] + "+0000"
    chair.intake.roster._read()
    (decided,) = chair.intake.commit([arrive(text.replace("{now}", at).encode(), time.time(), chair.intake.roster)])
    chair.session.refresh_from_db()
    return decided.disposition


def breaths(chair):
    latest = watch.from_dict(chair.session.alarm_state).latest.get("resp_rate_bpm")
    return latest.value if latest else None


def page(chair, who="nurse"):
    return signed_in(getattr(chair, who)).get(reverse("infusion:chair", args=[chair.session.key])).content.decode()


def test_the_how_to_is_followed_word_by_word(chair):
    assert sends(chair, 14) == "charted" and sends(chair, 15) == "charted"  # steps 1 and 2
    card = page(chair)
    assert breaths(chair) is None and "1 not read" in card and "not a value that is watched" in card
    link = card[card.index("/devices/codes/map?") :].partition('"')[0].replace("&amp;", "&")
    assert dict(parse_qsl(urlsplit(link).query)) == {k: v for k, v in fields().items() if k != "channel"}

    browser = signed_in(chair.director)  # steps 3 to 5
    tried = " ".join(browser.get(link, {**fields()}).content.decode().split())
    assert "2 values in 2 kept messages" in tried and "The newest: 15; 14." in tried
    post = {**fields(), "reason": WHY, "password": PASSWORD}
    assert browser.post(reverse("infusion:map_code"), post).status_code == 302

    assert sends(chair, 7) == "charted"  # step 6
    assert breaths(chair) == 7.0 and "not read" not in page(chair)
    codes = browser.get(reverse("infusion:device_codes")).content.decode()
    assert "0002-5000" in codes and WHY in codes

    back = {"number": SignedCode.objects.get().pk, "reason": "the maker's letter of May", "password": PASSWORD}
    assert browser.post(reverse("infusion:take_back_code"), back).status_code == 302
    sends(chair, 30)
    assert breaths(chair) == 7.0 and "1 not read" in page(chair)
    assert verification.verify().faults == ()


def test_an_added_code_alarms_as_any_other(chair):
    signed_codes.sign(BREATHS, "resp_rate_bpm", reason=WHY, by=chair.director)
    now_s = time.time()
    for n in range(12):
        text = told().replace("{value}", "4").replace("{number}", f"a{n}")
        at = chairside.stamp(now_s - 12 + n)
        chair.intake.commit([arrive(text.replace("{now}", at).encode(), now_s - 12 + n, chair.intake.roster)])

    chair.session.refresh_from_db()
    assert "resp_rate_bpm:stop" in watch.from_dict(chair.session.alarm_state).alarms


def test_it_holds_for_the_make_it_was_signed_for(chair):
    chairside.device(chair, chair.session, sender=("^Other", "WARD"), kind="monitor")
    signed_codes.sign(BREATHS, "resp_rate_bpm", reason=WHY, by=chair.director)

    assert signed_codes.tables() == {"^EfficiaCM": {("MDIL", "0002-5000", "0004-0ae0^rpm^MDIL"): "resp_rate_bpm"}}
    sends(chair, 12, make="^Other")
    assert breaths(chair) is None


@pytest.mark.parametrize("who", ["owner", "prescriber", "nurse"])
def test_only_a_medical_director_signs(chair, who):
    by = getattr(chair, who)
    with pytest.raises(signed_codes.NotTheDirector):
        signed_codes.sign(BREATHS, "resp_rate_bpm", reason=WHY, by=by)
    post = {**fields(), "reason": WHY, "password": PASSWORD}
    assert signed_in(by).post(reverse("infusion:map_code"), post).status_code == 403
    assert not SignedCode.objects.exists()


@pytest.mark.parametrize("reason", ["", "known", "aaaaaaaaaaaa"])
def test_it_takes_a_reason_and_the_password(chair, reason):
    sends(chair, 14)
    post = {**fields(), "reason": reason, "password": PASSWORD}
    assert signed_in(chair.director).post(reverse("infusion:map_code"), post).status_code == 422
    wrong = {**fields(), "reason": WHY, "password": "not hers"}
    assert signed_in(chair.director).post(reverse("infusion:map_code"), wrong).status_code == 422
    assert not SignedCode.objects.exists()


def test_nobody_signs_what_nobody_has_seen(chair):
    post = {**fields(), "reason": WHY, "password": PASSWORD}
    refused = signed_in(chair.director).post(reverse("infusion:map_code"), post)

    assert refused.status_code == 422 and "Let the device send" in refused.content.decode()
    assert not SignedCode.objects.exists()
    sends(chair, 14)
    assert signed_in(chair.director).post(reverse("infusion:map_code"), post).status_code == 302


def test_each_signature_stays_and_the_newest_counts(chair):
    first = signed_codes.sign(BREATHS, "resp_rate_bpm", reason=WHY, by=chair.director)
    second = signed_codes.sign(BREATHS, "pulse_bpm", reason="the maker wrote that it is the pulse", by=chair.director)
    with pytest.raises(signed_codes.NotInForce):
        signed_codes.take_back(first, reason="the maker's letter of May", by=chair.director)
    assert [row.channel for row in signed_codes.in_force()] == ["pulse_bpm"]
    signed_codes.take_back(second, reason="the maker's letter of May", by=chair.director)

    assert signed_codes.in_force() == [] and signed_codes.tables() == {}
    assert list(SignedCode.objects.values_list("channel", flat=True)) == ["resp_rate_bpm", "pulse_bpm", ""]
    acts = AuditEvent.objects.filter(action__endswith="a device's code").values_list("action", "detail")
    assert [(action.split()[0], detail["channel"]) for action, detail in acts.order_by("number")] == [
        ("signed", "resp_rate_bpm"), ("signed", "pulse_bpm"), ("took", "pulse_bpm"),
    ]  # fmt: skip


def test_the_preview_says_what_would_come_of_it_and_charts_nothing(chair):
    for value in (14, 400, 15):
        sends(chair, value)
    found = preview.of(BREATHS, "resp_rate_bpm")

    assert (found.messages, found.count, found.least, found.most) == (3, 3, 14.0, 400.0)
    assert (found.values, found.impossible) == ((15.0, 400.0, 14.0), 1)
    assert breaths(chair) is None and not SignedCode.objects.exists()
    with pytest.raises(NotToBeAdded):
        preview.of(BREATHS._replace(unit="kPa"), "systolic_mmhg")


def test_the_card_lists_each_code_once_with_its_newest_value_and_no_name_of_a_patient(chair):
    sends(chair, 14)
    sends(chair, 15)
    (one,) = unread.lately(chair.device)

    assert (one.code, one.value, one.may_be_mapped) == (BREATHS, "15", True)
    card = page(chair)
    address = card[card.index("/devices/codes/map?") :].partition('"')[0]
    assert chair.ruth.number not in address and str(chair.session.key) not in address


def test_a_row_that_is_wrong_in_itself_is_listed_without_a_way_to_map_it(chair):
    rows = chairside.message("1", (chairside.SPO2, "abc"), sender=EFFICIA)
    chair.intake.commit([arrive(rows, time.time(), chair.intake.roster)])
    (one,) = unread.lately(chair.device)

    assert (one.value, one.reason, one.may_be_mapped) == ("abc", "not a number", False)
    assert "/devices/codes/map?" not in page(chair)


def test_what_was_signed_counts_while_the_message_it_is_in_is_kept_apart_too(chair):
    signed_codes.sign(BREATHS, "resp_rate_bpm", reason=WHY, by=chair.director)
    sends(chair, 14)

    assert SessionEvent.objects.filter(kind="readings").last().body["readings"][0][:2] == ["resp_rate_bpm", 14.0]
    assert DeviceMessage.objects.count() == 1


def test_pages_of_codes_say_what_staff_call_it_and_when_nothing_is_kept(chair):
    signed_codes.sign(BREATHS, "resp_rate_bpm", reason=WHY, by=chair.director)
    browser = signed_in(chair.director)
    asked = {**BREATHS._asdict(), "channel": "resp_rate_bpm"}

    listed = browser.get(reverse("infusion:device_codes")).content.decode()
    assert "Breathing" in listed and "resp_rate_bpm" not in listed
    nothing = browser.get(reverse("infusion:map_code"), asked).content.decode()
    assert "No message of a device that names itself so is kept." in nothing


OTHER_MAKES = [  # a sender, its version of HL7, its coding, its unit, and what the clinic knows that it is
    ("MINDRAY", "2.3.1", ("172", "Mean", ""), "mmHg", "mean_mmhg", "91"),
    ("GE^B40", "2.6", ("150324", "MDC_SAT_O2_ART", "MDC"), "262688^MDC_DIM_PERCENT^MDC", "spo2_pct", "93"),
    ("ACME", "2.6", ("151658", "", "MDC"), "264928^MDC_DIM_RESP_PER_MIN^MDC", "resp_rate_bpm", "15"),
    ("CAPNO", "2.5", ("RR", "Breaths", "99CAP"), "rpm", "resp_rate_bpm", "12"),
]


@pytest.mark.parametrize(("sender", "version", "coding", "unit", "channel", "value"), OTHER_MAKES)
def test_the_same_steps_map_another_make(clinic, sender, version, coding, unit, channel, value):
    clinic.session = chairside.running(clinic)
    clinic.device = chairside.device(clinic, clinic.session, sender=(sender, "WARD"))
    clinic.intake = Intake()

    def send(number):
        at = datetime.now(UTC).strftime("%Y%m%d%H%M%S.%f")[:-2] + "+0000"
        row = f"OBX|1|NM|{'^'.join(coding).rstrip('^')}|0|{value}|{unit}|||||F|||{at}"
        raw = f"MSH|^~\\&|{sender}|WARD|||{at}||ORU^R01|{number}|P|{version}\rOBR|1||||||{at}\r{row}\r".encode()
        clinic.intake.roster._read()
        assert clinic.intake.commit([arrive(raw, time.time(), clinic.intake.roster)])[0].disposition == "charted"
        clinic.session.refresh_from_db()
        seen = watch.from_dict(clinic.session.alarm_state).latest.get(channel)
        return seen.value if seen and seen.code else None  # what a hand entered has no code

    assert send(1) is None
    card = page(clinic)
    link = card[card.index("/devices/codes/map?") :].partition('"')[0].replace("&amp;", "&")
    browser, chosen = signed_in(clinic.director), dict(parse_qsl(urlsplit(link).query)) | {"channel": channel}
    assert "1 value in 1 kept message," in " ".join(browser.get(link, chosen).content.decode().split())
    signed = browser.post(reverse("infusion:map_code"), {**chosen, "reason": WHY, "password": PASSWORD})
    assert signed.status_code == 302

    assert send(2) == float(value)
    assert "not read" not in page(clinic)
