"""The messenger hands over what is due, says no more than it knows, and neither a crash nor a bad address stops it."""

import re
import signal
import subprocess
import sys
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test import override_settings
from django.utils import timezone

from euthymia.clinic.audit import chain, verification
from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.messages import messenger, outbox, senders, texts
from euthymia.clinic.messages.models import Lease, Message, Purpose, State
from euthymia.clinic.people.models import User
from euthymia.demo.fill import on
from tests import waits
from tests.clinic import chairside
from tests.clinic.conftest import signed_in
from tests.clinic.infusion.oversight.test_silence import race

LINK = "https://lake.example/today"


def look(*, after_s: float = 0) -> int:
    """Let the messenger look, so many seconds from now."""
    with on(timezone.now() + timedelta(seconds=after_s)):
        return messenger.look(senders.in_use(), link=LINK, holder=uuid4())


def stands(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_a_message_leaves_with_no_word_of_health_and_no_name(clinic, server, about):
    message = about.enqueue(clinic.prescriber, at=timezone.now())

    assert look() == 1
    assert (stands(message), message.server.split()[0]) == ("handed-over", f"127.0.0.1:{server.port}")
    (mail,) = server.mails
    assert (mail["Subject"], mail["From"]) == ("A task is waiting for you now", "Lake House <office@lake.example>")
    assert mail.get_payload().strip() == f"A task is waiting for you now. Sign in: {LINK}"
    assert mail["Message-ID"] == f"<{message.key}@lake.example>"
    assert not Lease.objects.exists() and look() == 0


def test_no_text_that_leaves_has_a_word_of_health():
    said = " ".join(kind.subject + kind.body for kind in texts.KINDS.values()).lower()

    assert set(texts.KINDS) == set(Purpose)
    words = "euthymia|ketamin|patient|depress|suicid|danger|risk|score|phq|infusion|clinic|drug|dose|help|crisis|alarm"
    assert re.search(words, said) is None


def test_the_same_cause_is_one_message_and_the_database_holds_it(clinic, server, about):
    first, again = (about.enqueue(clinic.prescriber, at=timezone.now()) for _ in range(2))

    assert (first.pk, Lease.objects.count()) == (again.pk, 1)
    with pytest.raises(IntegrityError), chain.atomic():
        first.pk, first.key = None, uuid4()
        first.save(force_insert=True)


def test_a_cause_that_is_rolled_back_leaves_no_message(clinic, server, about):
    with pytest.raises(RuntimeError), chain.atomic():
        about.enqueue(clinic.prescriber, at=timezone.now())
        raise RuntimeError

    assert not Message.objects.exists() and not Lease.objects.exists()


def test_what_is_no_longer_true_when_its_turn_comes_is_not_sent(clinic, server, about):
    message = about.enqueue(clinic.prescriber, at=timezone.now())
    about.true = False
    look()

    assert (stands(message), server.mails, about.given_up) == ("withdrawn", [], [])


def test_nobody_who_left_is_written_to(clinic, server, about):
    message = about.enqueue(clinic.prescriber, at=timezone.now())
    with chain.atomic():
        User.objects.filter(pk=clinic.prescriber.pk).update(is_active=False)
        chain.write("signed a colleague out for a test", by="system:test", at=timezone.now())
    look()

    assert (stands(message), server.mails) == ("withdrawn", [])


def test_an_address_that_is_refused_is_told_once_and_keeps_no_other_back(clinic, server, about):
    server.refused[clinic.prescriber.email] = "550 no such box"
    bad = about.enqueue(clinic.prescriber, at=timezone.now())
    good = about.enqueue(clinic.nurse, at=timezone.now(), number=2)

    assert look() == 2
    assert (stands(bad), bad.why, stands(good)) == ("refused", "550 for this address", "handed-over")
    assert (about.given_up, server.to()) == ([bad], [clinic.nurse.email])
    assert look(after_s=3600) == 0


def test_a_server_that_does_not_answer_is_asked_again_with_growing_waits_and_not_for_ever(clinic, server, about):
    server.refused[clinic.prescriber.email] = "451 later"
    at = timezone.now()
    message = about.enqueue(clinic.prescriber, at=at)
    tried = []
    while (lease := Lease.objects.first()) is not None:
        tried.append((lease.next_at - at).total_seconds())
        with on(lease.next_at):
            assert messenger.look(senders.in_use(), link=LINK, holder=uuid4()) == 1

    gaps = [later - sooner for sooner, later in pairwise(tried)]
    assert gaps == list(messenger.WAITS_S) == sorted(gaps)
    assert (stands(message), about.given_up) == ("refused", [message])


def test_a_server_that_is_back_takes_it(clinic, server, about, settings):
    settings.EMAIL_PORT = 1
    message = about.enqueue(clinic.prescriber, at=timezone.now())
    look()
    assert (stands(message), Lease.objects.get().unclear) == ("waiting", False)
    settings.EMAIL_PORT = server.port
    look(after_s=6)

    assert (stands(message), len(server.mails)) == ("handed-over", 1)


@pytest.mark.parametrize(
    ("purpose", "state", "mails"), [(Purpose.RING, "handed-over", 2), (Purpose.NOTICE, "unknown", 1)]
)
def test_a_line_that_breaks_after_the_mail_is_twice_a_ring_and_once_a_notice(
    clinic, server, about, purpose, state, mails
):
    server.dropped.set()
    message = about.enqueue(clinic.prescriber, at=timezone.now(), purpose=purpose)
    look()
    server.dropped.clear()
    look(after_s=10)

    assert (stands(message), len(server.mails)) == (state, mails)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("purpose", "state", "mails"), [(Purpose.RING, "handed-over", 2), (Purpose.NOTICE, "unknown", 1)]
)
def test_a_messenger_killed_between_hand_over_and_mark_takes_its_side(
    live_clinic, server, about, tmp_path, purpose, state, mails
):
    message = about.enqueue(live_clinic.prescriber, at=timezone.now(), purpose=purpose)
    server.silent.set()
    with own_messenger(tmp_path, server.port) as process:
        waits.until(lambda: server.mails, within_s=waits.UP_S, what="a mail handed over")
        process.send_signal(signal.SIGKILL)
        process.wait()
    server.silent.clear()

    assert stands(message) == "waiting" and Lease.objects.get().until is not None
    assert look() == 0  # whoever died has it until the lease runs out
    assert look(after_s=messenger.LEASE.total_seconds() + 1) == 1
    assert (stands(message), len(server.mails)) == (state, mails)
    assert len({mail["Message-ID"] for mail in server.mails}) == 1
    assert verification.verify().fault == ""


def test_what_was_cut_off_and_is_no_longer_true_is_not_called_unsent(clinic, server, about):
    message = about.enqueue(clinic.prescriber, at=timezone.now())
    assert messenger.take(timezone.now(), uuid4()) is not None  # and this one died
    about.true = False
    look(after_s=messenger.LEASE.total_seconds() + 1)

    assert (stands(message), server.mails) == ("unknown", [])


def test_a_mark_that_comes_after_its_lease_was_lost_marks_nothing(clinic, server, about):
    message = about.enqueue(clinic.prescriber, at=timezone.now())
    late = messenger.take(timezone.now(), uuid4())
    with on(timezone.now() + messenger.LEASE + timedelta(seconds=1)):
        assert messenger.take(timezone.now(), uuid4()) is not None
    messenger._settle(late, State.HANDED_OVER)

    assert stands(message) == "waiting"


def test_two_messengers_hand_each_message_over_once(live_clinic, server, about):
    for number in range(20):
        about.enqueue(live_clinic.prescriber, at=timezone.now(), number=number)
    race(*[lambda: messenger.look(senders.in_use(), link=LINK, holder=uuid4())] * 4)

    assert (len(server.mails), len({mail["Message-ID"] for mail in server.mails})) == (20, 20)
    assert set(Message.objects.values_list("state", flat=True)) == {"handed-over"}
    assert AuditEvent.objects.filter(action="settled a message").count() == 20
    assert verification.verify().fault == ""


def test_a_row_that_somebody_changed_is_found(clinic, server, about):
    message = about.enqueue(clinic.prescriber, at=timezone.now())
    look()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        connection.execute_wrappers, kept = [], connection.execute_wrappers
        cursor.execute("UPDATE outbox_message SET state = 'withdrawn' WHERE id = %s", [message.pk])
        connection.execute_wrappers = kept

    assert f"outbox_message {message.pk}: changed" in " ".join(verification.verify().fault.splitlines())


def test_production_without_a_mail_server_writes_nothing_down(clinic, about):
    with override_settings(PRODUCTION=True, EMAIL_BACKEND=senders.FILES), chain.atomic():
        made = outbox.enqueue(
            "test", uuid4(), occurrence=0, purpose=Purpose.RING, user=clinic.prescriber, at=timezone.now()
        )

    assert made is None and not Message.objects.exists()


def test_files_stand_in_for_a_server_off_production_and_the_page_says_so(clinic, about, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = senders.FILES, tmp_path / "mail"
    about.enqueue(clinic.prescriber, at=timezone.now())
    look()
    page = signed_in(clinic.owner).get("/messages").content.decode()

    assert len(list((tmp_path / "mail").iterdir())) == 1
    assert "Nobody is rung: no mail server is set." in page and "a file: nobody receives it" in page
    assert clinic.prescriber.name in page and clinic.prescriber.email not in page and LINK not in page


@pytest.mark.parametrize(("login", "status"), [("owner", 200), ("director", 200), ("nurse", 403), ("patient", 403)])
def test_the_page_is_for_those_who_run_the_clinic(clinic, login, status):
    assert signed_in(getattr(clinic, login)).get("/messages").status_code == status


def own_messenger(home, port: int):
    """A messenger as a process of its own, that speaks to the sink without TLS."""
    code = (
        "from euthymia.clinic.server import start; start.ready(); from django.conf import settings;"
        "settings.EMAIL_USE_TLS = False; from euthymia.clinic.messages import outbox;"
        "outbox.CAUSES['test'] = outbox.Cause(lambda _: True, lambda *_: None); start.messenger(8000)"
    )
    environment = chairside.own_process(home) | {
        "EUTHYMIA_MAIL": f"smtp://127.0.0.1:{port}",
        "EUTHYMIA_MAIL_FROM": "office@lake.example",
    }
    return subprocess.Popen([sys.executable, "-c", code], env=environment)
