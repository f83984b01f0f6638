"""Snapshots for the registry: who may, what leaves, and what a page shows of it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from euthymia.clinic.audit import verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.exchange import actions
from euthymia.clinic.exchange.gather import gather
from euthymia.clinic.outcomes.actions import ASKED, check_day_after
from euthymia.clinic.people import doors
from euthymia.registry import snapshot
from tests.clinic.conftest import signed_in
from tests.clinic.given import infusion, madrs, phq9

NOW = timezone.now().replace(microsecond=0)
PAGE, MAKE = "exchange:registry", "exchange:make_snapshot"


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


def ago(**time) -> object:
    return NOW - timedelta(**time)


def ruths_course(clinic) -> None:
    madrs(clinic, 30, ago(days=31))
    phq9(clinic, 20, ago(days=31))
    session = infusion(clinic, ago(days=30))
    check_day_after(session, "yes", ["headache"], dict.fromkeys(ASKED, 1), by=clinic.nurse, at=ago(days=29))
    infusion(clinic, ago(days=1), state="ordered")  # not given: nothing to tell


def many(clinic, people: int, *, responded: int) -> None:
    more(clinic, 0, people, responded=responded)


def more(clinic, first: int, end: int, *, responded: int) -> None:
    """People from `first` to before `end`, those below `responded` with a response."""
    for n in range(first, end):
        patient = doors.register(
            given=f"P{n}",
            family="Q",
            birth_date=ago(days=15000).date(),
            email="",
            phone="",
            by=None,
            number=f"T{n:05d}",
        )
        madrs(clinic, 30, ago(days=31), patient=patient)
        infusion(clinic, ago(days=30), patient=patient)
        madrs(clinic, 10 if n < responded else 29, ago(days=20), patient=patient)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("researcher", 200),
        ("director", 200),
        ("owner", 403),
        ("prescriber", 403),
        ("nurse", 403),
        ("desk", 403),
        ("patient", 403),
        ("stranger", 403),
        (None, 302),
    ],
)
def test_who_sees_the_registry_and_makes_a_snapshot(clinic, who, status):
    browser = signed_in(getattr(clinic, who) if who else None)

    assert browser.get(reverse(PAGE)).status_code == status
    made = browser.post(reverse(MAKE))

    assert made.status_code == (302 if status == 200 else status)
    assert len(snapshot.snapshots(actions.registry_home())) == (1 if status == 200 else 0)


def test_a_snapshot_is_not_made_by_looking(clinic):
    assert signed_in(clinic.researcher).get(reverse(MAKE)).status_code == 405


def test_what_is_gathered_is_infusions_scores_and_the_year_of_birth(clinic):
    ruths_course(clinic)

    rows = gather()

    ruth = clinic.ruth.pk
    assert {"person": ruth, "birth_year": 1978} in rows.persons
    assert rows.sessions == [{"person": ruth, "at": ago(days=30), "dose_mg_per_kg": 0.5, "minutes": 40.0}]
    assert [(s["instrument"], s["total"], s["at"]) for s in rows.scores] == [
        ("phq9", 20, ago(days=31)),
        ("madrs", 30, ago(days=31)),
        ("madrs-24h", 8 + 6 + 6, ago(days=29)),
    ]


def test_nothing_in_the_files_tells_who_it_is(clinic):
    ruths_course(clinic)

    folder = actions.make_snapshot(by=clinic.researcher, at=NOW)

    written = b"".join(path.read_bytes() for path in folder.iterdir())
    ruth = clinic.ruth
    for telling in (ruth.given, ruth.family, ruth.number, ruth.email, str(ruth.key), ruth.key.hex, "headache"):
        assert telling.encode() not in written


@pytest.mark.parametrize("by", ["researcher", "system:nightly"])
def test_who_made_a_snapshot_is_written(clinic, by):
    folder = actions.make_snapshot(by=getattr(clinic, by, by), at=NOW)

    row = AuditEvent.objects.get(action="made a registry snapshot")
    assert row.actor == (f"person:{clinic.researcher.key}" if by == "researcher" else by)
    assert row.detail["manifest_sha256"] == snapshot.read_manifest(folder).sha256
    assert verification.verify().fault == ""


def test_a_snapshot_whose_row_cannot_be_written_is_taken_away(clinic, monkeypatch):
    def fail(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(actions.audit, "write", fail)
    with pytest.raises(OSError):
        actions.make_snapshot(by=clinic.researcher, at=NOW)

    assert snapshot.snapshots(actions.registry_home()) == []


def test_the_night_makes_one_of_an_empty_clinic_too(db, anchor, capsys):
    call_command("snapshot")

    [folder] = snapshot.snapshots(actions.registry_home())
    assert snapshot.verify(folder) == ()
    assert str(folder) in capsys.readouterr().out


def test_before_the_first_snapshot_the_page_says_so(clinic):
    assert "No snapshot yet" in signed_in(clinic.researcher).get(reverse(PAGE)).content.decode()


def test_small_counts_are_hidden_on_the_page(clinic):
    ruths_course(clinic)
    actions.make_snapshot(by=clinic.researcher, at=NOW)

    page = signed_in(clinic.researcher).get(reverse(PAGE)).content.decode()

    assert "persons.parquet" in page and " rows" not in page
    assert '<td class="number">1</td>' not in page and "100.0 %" not in page
    assert '<td class="number">under 11</td>' in page
    assert "patients/" not in page and str(clinic.ruth.key) not in page and clinic.ruth.number not in page


def test_large_counts_are_shown_with_their_share_and_interval(clinic):
    many(clinic, 25, responded=12)
    actions.make_snapshot(by=clinic.researcher, at=NOW)

    page = signed_in(clinic.director).get(reverse(PAGE)).content.decode()

    assert '<td class="number">25</td>' in page
    assert "48.0 %" in page
    assert "30.0 to 66.5 %" in page


def figures(clinic) -> str:
    """The part of the registry's page that shows counts."""
    page = signed_in(clinic.researcher).get(reverse(PAGE)).content.decode()
    return page[page.index('<h2 id="respond">') : page.index("<h2>Snapshots</h2>")]


@pytest.mark.parametrize("responded", [20, 21])
def test_two_nightly_snapshots_of_40_and_41_people_tell_nothing_of_the_one(clinic, responded):
    many(clinic, 40, responded=20)
    actions.make_snapshot(by="system:nightly", at=ago(days=1))
    monday = figures(clinic)
    more(clinic, 40, 41, responded=responded)
    tuesday_folder = actions.make_snapshot(by="system:nightly", at=NOW)

    assert figures(clinic) == monday  # the old figures with their day
    assert '<td class="number">40</td>' in monday and f"Released {ago(days=1):%-d %b %Y}" in monday
    assert tuesday_folder.name in signed_in(clinic.researcher).get(reverse(PAGE)).content.decode()


def test_eleven_more_of_each_are_released(clinic):
    many(clinic, 40, responded=20)
    actions.make_snapshot(by="system:nightly", at=ago(days=2))
    more(clinic, 40, 61, responded=51)  # eleven who responded and ten who did not
    actions.make_snapshot(by="system:nightly", at=ago(days=1))
    assert '<td class="number">40</td>' in figures(clinic)

    more(clinic, 61, 62, responded=0)
    actions.make_snapshot(by="system:nightly", at=NOW)
    assert '<td class="number">62</td>' in figures(clinic)
    rows = AuditEvent.objects.filter(action="released the registry's figures")
    assert rows.count() == 2 and verification.verify().fault == ""


def test_no_more_snapshots_than_a_day_has_use_for(clinic):
    for hours in range(actions.MOST_A_DAY):
        actions.make_snapshot(by=clinic.researcher, at=ago(hours=hours))

    with pytest.raises(actions.SnapshotsEnough, match="wait until tomorrow"):
        actions.make_snapshot(by=clinic.researcher, at=NOW)
    actions.make_snapshot(by="system:nightly", at=NOW + timedelta(days=1))


def test_a_newest_snapshot_that_was_touched_is_said_and_the_figures_stand(clinic):
    folder = actions.make_snapshot(by=clinic.researcher, at=NOW)
    (folder / "scores.parquet").write_bytes(b"")

    page = signed_in(clinic.researcher).get(reverse(PAGE)).content.decode()

    assert "scores.parquet was changed." in page
    assert "was changed." in page[: page.index("95 % interval")]


def test_a_snapshot_without_its_manifest_does_not_hide_the_others(clinic):
    old = actions.make_snapshot(by=clinic.researcher, at=ago(days=1))
    (old / "manifest.json").unlink()
    new = actions.make_snapshot(by=clinic.researcher, at=NOW)

    page = signed_in(clinic.researcher).get(reverse(PAGE)).content.decode()

    assert new.name in page and f"The manifest of {old.name} is missing" in page


def test_two_in_one_second_are_refused_in_a_sentence(clinic):
    actions.make_snapshot(by=clinic.researcher, at=NOW)

    with pytest.raises(snapshot.SnapshotExists, match="Wait a second"):
        actions.make_snapshot(by=clinic.researcher, at=NOW)
