"""Until a second person has worked out the dose, its numbers are a prescriber's alone, wherever one looks.

The order is of numbers that stand nowhere else. Every address is walked as each of the clinic, and its bytes searched.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from pypdf import PdfReader

from euthymia.clinic.infusion import dose_shown
from euthymia.clinic.infusion.chair import acts
from euthymia.clinic.infusion.discharge import leave
from euthymia.clinic.infusion.models import Session
from euthymia.clinic.infusion.order import signing
from euthymia.clinic.infusion.session import board as boards
from euthymia.clinic.infusion.start import checklist, second_check
from euthymia.clinic.outcomes import actions as outcomes
from euthymia.demo.fill import on, ready_to_leave, ready_to_start
from euthymia.medicine import dosing
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

EARLIER = replace(chairside.ORDER, dose_mg_per_kg=0.53, weight_kg=71.3, duration_min=47, bag_ml=113)
OPEN = replace(chairside.ORDER, dose_mg_per_kg=0.57, weight_kg=71.9, duration_min=49, bag_ml=109)
LIMITS = dosing.DoseLimits()
HIDDEN = dose_shown.HIDDEN
WHO = ("nurse", "nurse2", "desk", "owner", "researcher", "patient", None)


def printed(order: dosing.Order) -> set[str]:
    """The forms in which its mg, its mL and its mL/h are printed somewhere."""
    plan = dosing.plan(order, limits=LIMITS)
    rounded = {f"{value:.{digits}f}" for value in (plan.dose_mg, plan.rate_ml_h) for digits in (1, 2, 3)}
    return rounded | {f"{plan.drug_volume_ml:.3f}", f"{plan.rate_mg_h:.1f}", str(plan.dose_mg), str(plan.rate_ml_h)}


NUMBERS = printed(EARLIER) | printed(OPEN)


def read_of(order: dosing.Order) -> dosing.SecondCheck:
    plan = dosing.plan(order, limits=LIMITS)
    return replace(
        chairside.READ,
        weight_kg=order.weight_kg,
        dose_mg=plan.dose_mg,
        concentration_mg_per_ml=plan.concentration_mg_per_ml,
        rate_ml_h=plan.rate_ml_h,
    )


def opened(clinic, order: dosing.Order) -> Session:
    fields = chairside.FIELDS | {"weight_as_entered": f"{order.weight_kg:g} kg"}
    row = signing.sign_order(chairside.asked(clinic), order, fields=fields, reason="", by=clinic.prescriber)
    return signing.open_session(row, clinic.chairs[0], by=clinic.nurse)


def check(clinic, session: Session, order: dosing.Order) -> Session:
    who = {"number": clinic.ruth.number, "birth_date": clinic.ruth.birth_date}
    second_check.second_check(session, read_of(order), **who, by=clinic.nurse2)
    session.refresh_from_db()
    return session


def given(clinic) -> Session:
    """An infusion of two days ago, from the check to the door."""
    began = datetime.now(UTC) - timedelta(days=2)
    with on(began):
        session = check(clinic, opened(clinic, EARLIER), EARLIER)
        checklist.go_through(session, ready_to_start(), by=clinic.nurse)
        acts.enter_vitals(session, chairside.BEFORE, by=clinic.nurse)
        acts.act(session, "start", by=clinic.nurse)
    with on(began + timedelta(minutes=EARLIER.duration_min + 1)):
        acts.act(session, "stop", by=clinic.nurse)
        acts.pump_seen(session, by=clinic.nurse)
    with on(began + timedelta(minutes=100)):
        acts.enter_vitals(session, {**chairside.BEFORE, "sedation_moaas": 5.0}, by=clinic.nurse)
        acts.rate(session, "dissociation", 0, by=clinic.nurse)
    with on(began + timedelta(minutes=105)):
        return leave.leave(session, ready_to_leave(), by=clinic.nurse)


@pytest.fixture
def house(clinic) -> SimpleNamespace:
    """Ruth, who was given one infusion, with an order that nobody has checked."""
    earlier = given(clinic)
    outcomes.rate_madrs(clinic.ruth, [3] * 10, by=clinic.prescriber, at=datetime.now(UTC))
    return SimpleNamespace(clinic=clinic, earlier=earlier, session=opened(clinic, OPEN))


# The walk


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        whole = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, whole)
        elif isinstance(entry, URLPattern):
            yield whole


def addresses(house) -> set[str]:
    """Every address, with each real key where a key is asked."""
    sessions = [house.session, house.earlier]
    keys = {str(one.key) for one in [house.clinic.ruth, *sessions, *(s.order for s in sessions)]}
    found = set()
    for pattern in patterns(get_resolver()):
        if "logout" in pattern:
            continue
        named = re.sub(r"<int:\w+>", "1", re.sub(r"<slug:\w+>", "help", pattern))
        named = re.sub(r"<str:\w+>", "phq9", named)
        wanted = re.findall(r"<uuid:\w+>", named)
        filled = [re.sub(r"<uuid:\w+>", key, named) for key in keys] if wanted else [named]
        found |= {"/" + one.lstrip("^").rstrip("$") for one in filled if not re.search(r"[<(\\]", one)}
    help_sheets = {f"/chair/{one.key}/help" for one in sessions}  # HELP hides nothing
    return {one for one in found - help_sheets if not one.endswith("/stream")}  # it sends boards: see below


COORDINATES = re.compile(r'\b(?:d|points|c?x\d?|c?y\d?)="[^"]*"')


def text_of(answer) -> str:
    if answer.headers.get("Content-Type") == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return COORDINATES.sub("", answer.content.decode("utf-8", "replace"))  # a drawing's points are no dose


def shown_to(user, house, numbers: set[str]) -> dict[str, set[str]]:
    """Which numbers stand at which address for this person, by address."""
    browser = signed_in(user)
    found = {}
    for address in sorted(addresses(house)):
        body = text_of(browser.get(address))
        if hits := standing_in(body, numbers):
            found[address] = hits
    return found


def standing_in(body: str, numbers: set[str]) -> set[str]:
    """Each number that stands there by itself: not inside a longer one, like a time."""
    return {number for number in numbers if re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", body)}


@pytest.mark.parametrize("who", WHO)
def test_nowhere_does_anybody_but_a_prescriber_read_the_numbers(house, who):
    assert not shown_to(getattr(house.clinic, who) if who else None, house, NUMBERS)


def test_a_prescriber_reads_them_so_that_the_walk_can_fail(house):
    found = shown_to(house.clinic.prescriber, house, NUMBERS)

    ruth, chair = house.clinic.ruth.key, house.session.key
    pages = {f"/patients/{ruth}", f"/patients/{ruth}/orders", f"/patients/{ruth}/outcome", f"/chair/{chair}"}
    papers = {f"/chair/{house.earlier.key}/record", f"/chair/{house.earlier.key}/record.pdf"}
    assert pages | papers <= set(found)
    for order in (EARLIER, OPEN):
        assert f"{dosing.plan(order, limits=LIMITS).dose_mg:.1f}" in found[f"/patients/{ruth}/orders"]


def test_after_the_check_a_nurse_reads_them(house):
    check(house.clinic, house.session, OPEN)

    found = shown_to(house.clinic.nurse, house, NUMBERS)

    plan = dosing.plan(OPEN, limits=LIMITS)
    assert {f"{plan.dose_mg:.1f}", f"{plan.rate_ml_h:.1f}"} <= found[f"/patients/{house.clinic.ruth.key}/orders"]
    assert f"/chair/{house.earlier.key}/record.pdf" in found


def test_it_says_why_in_place_of_the_number(house):
    browser, ruth = signed_in(house.clinic.nurse), house.clinic.ruth.key

    for address in (f"/patients/{ruth}", f"/patients/{ruth}/orders", f"/patients/{ruth}/outcome",
                    f"/chair/{house.session.key}", f"/chair/{house.earlier.key}/record.pdf"):  # fmt: skip
        assert HIDDEN in text_of(browser.get(address)), address


@pytest.mark.parametrize("which", ["session", "earlier"])
def test_what_a_page_follows_holds_no_number_either(house, which):
    """The board is one for all who follow a chair: the stream sends it after each event."""
    board = boards.page_board(getattr(house, which))

    assert (board["ordered_mg"], board["given_mg"], board["dose_hidden"]) == (None, None, HIDDEN)
    assert not standing_in(str(board), NUMBERS)


def test_the_help_sheet_hides_nothing(house):
    assert boards.page_board(house.earlier, for_help=True)["given_mg"] > 0


def test_an_order_that_is_over_hides_nothing(house):
    acts.act(house.session, "cancel", by=house.clinic.nurse)

    assert dose_shown.may_show(house.clinic.nurse, house.clinic.ruth)
