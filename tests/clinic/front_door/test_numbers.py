"""Every number is typed as text: no page has a field that a wheel or an arrow key changes, and all read alike."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import euthymia
from euthymia.clinic.infusion.models import SessionEvent
from euthymia.clinic.infusion.order.forms import OrderForm, SecondCheckForm
from euthymia.clinic.outcomes.forms import RatingForm
from tests.clinic import chairside
from tests.clinic.conftest import signed_in

SOURCE = Path(euthymia.__file__).parent
STRANGE = ["1_0", "1e1", "nan", "inf", "１０"]


def addresses(clinic, session) -> list[str]:
    """Every address of the clinic that can be got, with the keys of somebody who has all there is."""
    keys = [clinic.ruth.key, session.key, session.order.key]
    return sorted({path for pattern in patterns(get_resolver()) for key in keys for path in filled(pattern, key)})


def patterns(resolver: URLResolver, before: str = "") -> list[str]:
    found: list[str] = []
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        found += [path] if isinstance(one, URLPattern) else patterns(one, path)
    return found


def filled(pattern: str, key: object) -> list[str]:
    text = re.sub(r"<uuid:\w+>", str(key), pattern).replace("<str:scale>", "phq9").replace("<scale>", "phq9")
    left_out = "<" in text or "(" in text or "stream" in text or text.startswith(("account/", "static/"))
    return [] if left_out else [f"/{text}"]


def test_no_page_has_a_field_that_the_wheel_changes(clinic):
    session = chairside.running(clinic)
    drawn = {"wheel": [], "decimal": set(), "pages": set()}
    people = [clinic.prescriber, clinic.nurse, clinic.director, clinic.desk, clinic.owner, clinic.patient]
    for browser in [Client(), *map(signed_in, people)]:
        for path in addresses(clinic, session):
            answer = browser.get(path)
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"] and not answer.streaming:
                text = answer.content.decode()
                drawn["pages"].add(path)
                drawn["wheel"] += [path] * bool(re.search(r"""type\s*=\s*["']?number""", text))
                drawn["decimal"] |= {path} if re.search(r'inputmode="(decimal|numeric)"', text) else set()

    assert drawn["wheel"] == []
    assert len(drawn["pages"]) > 40 and len(drawn["decimal"]) >= 5


def test_no_source_makes_one():
    files = [p for kind in ("*.html", "*.py", "*.js") for p in SOURCE.joinpath("clinic").rglob(kind)]
    made = re.compile(r"""type\s*=\s*["']?number|forms\.(FloatField|IntegerField|DecimalField|NumberInput)\(""")

    assert [str(p) for p in files if "vendor" not in p.parts and made.search(p.read_text())] == []


@pytest.mark.parametrize(("form", "field", "label"), [
    (OrderForm, "dose_mg_per_kg", "Dose, mg/kg"), (OrderForm, "weight", "Weight of today"),
    (SecondCheckForm, "rate_ml_h", "Rate on the pump, mL/h"), (RatingForm, "item_1", ""),
])  # fmt: skip
def test_a_form_refuses_what_only_python_reads_and_keeps_label_and_keypad(form, field, label):
    for text in STRANGE:
        assert "is not a number" in form({field: text}).errors[field][0], text
    shown = str(form()[field])

    assert form()[field].label.startswith(label) and f'id="id_{field}"' in shown
    assert 'type="text"' in shown and re.search(r'inputmode="(decimal|numeric)"', shown)


@pytest.mark.parametrize(("field", "text", "said"), [
    ("weight", "0", "0 is not between 1 and 700"), ("weight", "701", "701 is not between 1 and 700"),
    ("height_cm", "99,5", "99.5 is not between 100 and 230"), ("dose_mg_per_kg", "1,000", "may be 1000 or 1.000"),
])  # fmt: skip
def test_the_server_checks_the_bounds_and_says_so(field, text, said):
    assert said in OrderForm({field: text}).errors[field][0]


def test_a_comma_is_the_decimal_sign():
    form = OrderForm({"dose_mg_per_kg": "0,5"})

    assert not form.is_valid() and form.cleaned_data["dose_mg_per_kg"] == 0.5


@pytest.mark.parametrize("text", STRANGE)
@pytest.mark.parametrize(("where", "field"), [("vitals", "pulse_bpm"), ("cadss", "total")])
def test_at_the_chair_too(clinic, where, field, text):
    session = chairside.running(clinic)
    before = SessionEvent.objects.count()
    answer = signed_in(clinic.nurse).post(f"/chair/{session.key}/{where}", {field: text})

    assert answer.status_code == 422 and "is not a number" in answer.content.decode()
    assert SessionEvent.objects.count() == before
