"""The comparison of screens: what it visits, what it passes over as noise, and how it lists what differs."""

import re

import pytest

from tests.journeys.compare_screens import addresses, changes, differences, filled, quiet, report

OWN = {"patient": "p-1", "session": "s-1", "order": "o-1"}


@pytest.mark.parametrize(
    ("path", "visited"),
    [
        ("/patients/<uuid:patient_key>/orders", ["/patients/p-1/orders"]),
        ("/patients/<uuid:key>/team", ["/patients/p-1/team"]),
        ("/chair/<uuid:key>/record", ["/chair/s-1/record"]),
        ("/orders/<uuid:order_key>/open", ["/orders/o-1/open"]),
        ("/wordings/<slug:scale>", ["/wordings/phq9", "/wordings/madrs", "/wordings/qids", "/wordings/hamd17"]),
        ("/responses/<uuid:sheet_key>/finish", []),  # no such key is known
        ("/help", ["/help"]),
    ],
)
def test_an_address_is_filled_with_the_keys_of_one_person(path, visited):
    assert [full for _, full in filled(path, OWN, "Ruth Amsel")] == visited


def test_each_role_asks_for_one_chart_and_readers_for_all():
    keys = {
        "addresses": {
            "assessment:chart": "/patients/<uuid:patient_key>",
            "infusion:stream": "/chair/<uuid:key>/stream",
        },
        "patients": {"Ruth Amsel": OWN, "Dora Feld": {"patient": "p-2"}},
    }

    assert [path for _, path in addresses(keys, "desk")] == ["/patients/p-1"]
    assert [path for _, path in addresses(keys, "nurse")] == ["/patients/p-1", "/patients/p-2"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/patients/b11a5948-08d0-4d25-881f-1da2ad0bbbf5/orders", "/patients/KEY/orders"),
        ("http://localhost:44901/chairs", "http://HOST/chairs"),
        ("measured 12 s ago", "measured AGE ago"),
        ("signed 29 Nov 2026 20:39", "signed 29 Nov 2026 TIME"),
        ("a\n\n  \nb", "a\nb"),
        ("open 08:00 to 18:00, 186/112, 0.5 mg/kg", "open 08:00 to 18:00, 186/112, 0.5 mg/kg"),
    ],
)
def test_only_what_two_runs_of_one_version_differ_in_is_passed_over(text, shown):
    assert quiet(text) == shown


def test_a_difference_is_listed_once_with_its_pages():
    before = {"nurse_chart": "a\nb\n", "desk_chart": "a\nb\n", "same": "a\n", "gone": "a\n"}
    after = {"nurse_chart": "a\nc\n", "desk_chart": "a\nc\n", "same": "a\n"}

    assert differences(before, after) == {"- b\n+ c": ["desk_chart", "nurse_chart"], "- a\n+ no such page": ["gone"]}
    assert list(changes("a\n", "a\n")) == []


def test_what_nothing_explains_stands_first():
    pages = {"- spinbutton\n+ textbox": ["nurse_orders"], "- 180\n+ 181": ["nurse_chair"]}

    listed = report(pages, [("1.5 numbers as text", re.compile("spinbutton"))])

    assert listed.startswith("2 differences, 1 not explained")
    assert listed.index("== Not explained") < listed.index("- 180") < listed.index("== 1.5 numbers as text")
