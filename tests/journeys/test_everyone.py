"""Every page, for everybody: axe-core finds nothing, the keyboard reaches everything, no console complains."""

import json
import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page, expect

from tests.journeys.conftest import TABLET
from tests.journeys.hands import tab
from tests.journeys.looking import axe, runs_sideways, tab_through, too_small

pytestmark = pytest.mark.browser

PUBLIC = {
    "front_door:welcome": "/", "front_door:ketamine": "/ketamine",
    "front_door:how_it_works": "/how-it-works", "front_door:self_check": "/check",
    "front_door:help": "/help", "front_door:sources": "/sources", "front_door:consult": "/consult",
    "front_door:consult_received": "/consult/received", "front_door:offline": "/offline",
    "people:access_link": "/access?key=x", "people:recover_access": "/access/recovery",
    "people:patient_sign_in": "/patient/sign-in", "people:patient_link": "/patient/sign-in/link?key=x",
    "account_login": "/account/login/", "account_signup": "/account/signup/",
    "account_reset_password": "/account/password/reset/", "nothing there": "/no-such-page",
}  # fmt: skip
# Pages of one person's chart, as a clinician sees them; {patient} and {session} are filled in.
CHART = {
    "pages:chart": "/patients/{patient}", "assessment:history": "/patients/{patient}/history",
    "pages:eligibility": "/patients/{patient}/eligibility", "assessment:questionnaire": "/patients/{patient}/phq9",
    "pages:scales": "/patients/{patient}/scales", "assessment:scale": "/patients/{patient}/scales/hamd17",
    "assessment:medicines": "/patients/{patient}/medicines",
    "pages:workup": "/patients/{patient}/workup", "assessment:imports": "/patients/{patient}/import",
    "assessment:risk": "/patients/{patient}/risk",
    "assessment:safety_plan": "/patients/{patient}/safety-plan",
    "infusion:orders": "/patients/{patient}/orders", "outcomes:course": "/patients/{patient}/outcome",
    "exchange:packet": "/patients/{patient}/packet",
    "people:team": "/patients/{patient}/team", "booking:book": "/desk/book/{patient}",
    "infusion:pre_infusion": "/chair/{session}/pre-infusion", "infusion:limits": "/chair/{session}/limits",
    "infusion:help": "/chair/{session}/help", "infusion:hand_over": "/chair/{session}/hand-over",
    "infusion:second_check": "/chair/{session}/second-check", "infusion:discharge": "/chair/{session}/discharge",
    "infusion:report": "/chair/{session}/record",
    "infusion:instructions": "/chair/{session}/instructions",
}  # fmt: skip
DESK = {"pages:today": "/today", "front_door:requests": "/desk/requests", "booking:bookings": "/desk/bookings",
        "booking:find": "/desk/find", "booking:move": "/desk/bookings/{booking}/move"}  # fmt: skip
CLINICAL = {
    "people:patients": "/patients",
    "infusion:chairs": "/chairs",
    "infusion:not_charted": "/devices/not-charted",
    "infusion:device_codes": "/devices/codes",
    "infusion:map_code": "/devices/codes/map",
    "infusion:kit": "/emergency-kit",
}
ACCOUNT = {
    "mfa_index": "/account/second-factor/", "account_change_password": "/account/password/change/",
    "account_reauthenticate": "/account/reauthenticate/", "account_email": "/account/email/",
    "account_logout": "/account/logout/", "mfa_list_webauthn": "/account/second-factor/webauthn/",
    "mfa_add_webauthn": "/account/second-factor/webauthn/add/",
    "mfa_generate_recovery_codes": "/account/second-factor/recovery-codes/generate/",
    "mfa_deactivate_totp": "/account/second-factor/totp/deactivate/",
}  # fmt: skip
PAGES = {
    "": PUBLIC,
    "ruth@patients.example": {"pages:me": "/me", "assessment:my_safety_plan": "/me/safety-plan"},
    "desk": {**DESK, "booking:book": CHART["booking:book"], "not allowed": "/chairs"},
    "nurse": {**DESK, **CLINICAL, **CHART},
    "prescriber": {**DESK, **CLINICAL, **CHART},
    "director": {"exchange:registry": "/registry", "front_door:clinic": "/desk/clinic",
                 "assessment:wordings": "/wordings", "assessment:wordings_of": "/wordings/qids",
                 "people:break_glass_queue": "/opened-charts", "locked chart": CHART["pages:chart"],
                 "people:policies": "/policies", "people:policy": "/policies/chair.systolic_pause_mmhg"},
    "owner": {"pages:today": "/today", "people:audit": "/audit",
              "front_door:clinic": "/desk/clinic", "people:break_glass_queue": "/opened-charts",
              "people:staff": "/staff", "people:colleague": "/staff/{colleague}", "pages:set_up": "/setup",
              "outbox:messages": "/messages"},
    "researcher": {"exchange:registry": "/registry", **ACCOUNT},
}  # fmt: skip


CHAIR_1 = re.compile("^Chair 1[.] ")  # its tile


@pytest.fixture
def keys(people) -> dict[str, str]:
    """Ruth's chart and her session of today, found as a nurse finds them."""
    page = people.page("nurse")
    page.goto("/patients")
    patient = page.get_by_role("row", name="Ruth Amsel").get_by_role("link").get_attribute("href")
    page.goto("/chairs")
    session = page.get_by_role("link", name=CHAIR_1).get_attribute("href")
    page.goto("/desk/bookings")
    booking = page.get_by_role("link", name="Move").first.get_attribute("href")
    owner = people.page("owner")
    owner.goto("/staff")
    colleague = owner.get_by_role("link", name="Nia Okoro").first.get_attribute("href")
    return {
        "patient": patient.split("/")[-1],
        "session": session.split("/")[-1],
        "colleague": colleague.split("/")[-1],
        "booking": booking.split("/")[-2],
    }


def looked_at(page: Page) -> list[str]:
    """Everything that is wrong with one page, by axe and by keyboard."""
    faults = [f"axe {found}" for found in axe(page)]
    missed, unseen = tab_through(page)
    faults += [f"not reached by Tab in order: {stop}" for stop in missed]
    faults += [f"focus not seen: {stop}" for stop in unseen]
    return [f"{page.url} {fault}" for fault in faults]


def holds_still(page: Page) -> None:
    """The overview renews itself, and its switch for sound goes with the first key: both while nobody walks through."""
    page.route("**/chairs/now", lambda route: route.fulfill(status=204))
    page.keyboard.press("a")
    expect(page.locator("#sound-off")).to_be_hidden()


def test_the_focus_stays_where_it_is_while_the_overview_is_renewed(people):
    page = people.page("nurse")
    page.goto("/chairs")
    link = page.get_by_role("link", name=CHAIR_1)
    link.focus()
    page.evaluate("document.querySelector('#chairs-now h2').dataset.old = 'yes'")

    page.route("**/chairs/now", lambda route: changed(route))
    expect(page.locator("#chairs-now h2[data-old]")).to_have_count(0)  # drawn again
    expect(link).to_be_focused()


def changed(route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("Nurse:", "The nurse:"))


@pytest.mark.parametrize("login", PAGES, ids=lambda login: login or "anybody")
def test_every_page_is_for_everyone(login, people, keys):
    page = people.page(login)
    faults = []
    for name, path in PAGES[login].items():
        page.goto(path.format(**keys))
        if name == "infusion:chairs":
            holds_still(page)
        faults += [f"{name} {fault}" for fault in looked_at(page)]
        if runs_sideways(page):
            faults.append(f"{name} runs sideways")
    assert not faults, "\n".join(faults)


def test_forms_sent_back_are_for_everyone(people):
    page = people.page()
    page.goto("/consult")
    page.get_by_label("Date of birth").fill("2020-01-01")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("adults of 18 and over")).to_be_visible()
    faults = looked_at(page)
    page.goto("/check")
    page.get_by_role("button", name="See what it means").click()
    expect(page.locator("#advice")).to_be_visible()
    faults += looked_at(page)
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill("nobody@demo.example")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".errorlist")).to_be_visible()
    assert not faults + looked_at(page)


def test_the_second_factor_page_is_for_everyone(people, demo):
    """With the right password and before the code: no code is spent."""
    from euthymia.demo import logins

    page = people.page()
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(logins.load(demo.home)["desk"]["email"])
    page.get_by_label("Password").fill(logins.load(demo.home)["desk"]["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Code")).to_be_focused()
    assert not looked_at(page)


@pytest.fixture
def quiet_chair(demo, people, request) -> str:
    """A chair where no monitor talks, so that the page stands still while it is looked at."""
    people.sign_in("nurse")
    return f"/chair/{json.loads(demo.run('tests.journeys.chair', request.node.name[:40]))['key']}"


def test_the_chair_is_for_everyone(people, quiet_chair):
    """The help sheet, every tab, a correction and an alarm."""
    page = people.page("nurse", size=TABLET)
    page.goto(quiet_chair)
    page.get_by_role("button", name="HELP", exact=True).click()
    expect(page.locator("#help-lines li")).to_have_count(1)
    is_for_everyone(page)
    page.get_by_role("button", name="Fold").click()
    for one in page.get_by_role("tab").all():
        one.click()
        while (folded := page.locator("main details:not([open], .menu) > summary:visible")).count():
            folded.first.click()
        is_for_everyone(page)
    page.locator("details.menu summary").click()
    is_for_everyone(page)
    page.keyboard.press("Escape")
    tab(page, "What happened")
    page.locator("#log [data-correct]").first.click()
    expect(page.locator("#correct-reason")).to_be_visible()
    tab(page, "Look")
    page.get_by_label("Systolic", exact=True).fill("186")
    page.get_by_role("button", name="Save vital signs").click()
    expect(page.get_by_role("button", name="Acknowledge: ").first).to_be_visible()
    is_for_everyone(page)
    assert not looked_at(page)


def is_for_everyone(page: Page) -> None:
    assert not axe(page)
    assert not runs_sideways(page)
    assert not too_small(page, "main", least_px=48)


def test_every_page_fits_a_tablet(people, keys):
    page = people.page("nurse", size=TABLET)
    faults = []
    for name, path in {**PUBLIC, **DESK, **CLINICAL, **CHART}.items():
        page.goto(path.format(**keys))
        if runs_sideways(page):
            faults.append(f"{name} runs sideways")
        faults += [f"{name} {found}" for found in too_small(page, "main", least_px=24)]
    assert not faults, "\n".join(faults)


def test_an_alarm_is_acknowledged_by_keyboard_alone(people, quiet_chair):
    page = people.page("nurse")
    page.goto(quiet_chair)
    _tab_to(page, "systolic_mmhg")
    page.keyboard.type("186")
    page.keyboard.press("Enter")
    alarm = page.locator("#alarms > li.high").first
    expect(alarm).to_be_visible()

    page.evaluate("document.activeElement.blur()")
    _tab_to(page, "Acknowledge")
    page.keyboard.press("Enter")

    expect(alarm).to_contain_text("seen by Nia Okoro")
    expect(page.locator("#announce")).not_to_be_empty()


def _tab_to(page: Page, part: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if part in page.evaluate("(n => `${n.name} ${n.ariaLabel}`)(document.activeElement)"):
            return
    raise AssertionError(f"Tab never reached {part}")


# Addresses that show no page of their own: they act, stream, download, pass on, or are switched off.
NO_PAGE = {
    "front_door": "offline_worker register_request",
    "booking": "cancel",
    "pages": "home old_me old_safety_plan take_task finish_task ask_scale set_up_act",
    "people": "activity break_glass review_break_glass leave_team allow_sign_in invite_colleague change_colleague "
    "sign_policies audit_csv audit_review",
    "assessment": "void_trial judge_resistance answer_item finish_response add_medicine day_instruction end_medicine "
    "add_allergy no_allergies void_allergy read_import void_result confirm_line change_line leave_line undo_line "
    "begin_risk_screen assess_risk hand_over answer_risk_item risk_triage_rule withdraw_scale "
    "answer_ketamine turn_wording_on withdraw_wording",
    "exchange": "sign_packet packet_pdf packet_fhir make_snapshot",
    "infusion": "open_session sign_second sign_again report_pdf stream act pump_observed acknowledge vitals sedation "
    "cadss adverse_event medicine note symptom symptom_ended asked_done correct call_help help_line pair unpair "
    "take_back_code enter_kit sign_kit "
    "chairs_view "
    "pause_sound take_over rate presence activity alarms_now locked unlock sign_in_again confirm forecast what_if",
    "outcomes": "rate next_day_check answer_item_10 expected",
}
LOOKED_AT_ABOVE = {
    "infusion:chair",
    "infusion:correction",
    "assessment:wording",  # by test_wordings, with a wording that is loaded
    "infusion:chairs_now",
    "mfa_authenticate",
}  # chairs_now: what /chairs includes


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            found.append(f"{space}{pattern.name}")
    return found


def test_no_page_is_left_out():
    shown = {name for pages in PAGES.values() for name in pages} | LOOKED_AT_ABOVE
    no_page = {f"{room}:{name}" for room, words in NO_PAGE.items() for name in words.split()}
    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith(("account_", "mfa_"))}

    assert ours - shown - no_page == set()
    assert no_page - ours == set(), "an exception is no longer needed"


def test_paper_shows_what_is_read_and_where_it_comes_from(people, quiet_chair):
    page = people.page()
    page.goto("/ketamine")
    page.emulate_media(media="print")
    expect(page.locator("main sup").first).to_be_visible()
    expect(page.locator("header.top")).to_be_hidden()

    nurse = people.page("nurse")
    nurse.goto("/patients")
    nurse.evaluate("document.querySelector('#menu-alarms').innerHTML = '<p class=menu-alarm>Chair 2: HELP</p>'")
    nurse.emulate_media(media="print")
    expect(nurse.locator("#menu-alarms")).to_be_hidden()

    nurse.goto(quiet_chair)
    nurse.emulate_media(media="print")
    colours = "() => [document.documentElement, document.querySelector('.value .number')].map(e => getComputedStyle(e))"
    assert nurse.evaluate(f"({colours})().map(style => style.color)") == ["rgb(0, 0, 0)", "rgb(0, 0, 0)"]
    assert nurse.evaluate(f"({colours})()[0].backgroundColor") == "rgb(255, 255, 255)"


def test_a_long_chair_name_in_the_bar_fits_a_phone(people):
    page = people.page("nurse", size={"width": 390, "height": 844})
    page.goto("/patients")
    page.evaluate(
        "() => { document.querySelector('#menu-alarms').innerHTML ="
        " `<p class=menu-alarm><strong>${'Recoveryroomwindowside'.repeat(3)}</strong>: HELP was called.</p>`; }"
    )

    assert not runs_sideways(page)
