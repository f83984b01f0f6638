"""The test message says what came of it, and keeps it."""

import smtplib

import pytest
from django.core import mail

from euthymia.clinic.audit.models import AuditEvent
from euthymia.clinic.messages import senders
from euthymia.clinic.tasks import mail_test

SMTP = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def served(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "mail.example", 587
    settings.DEFAULT_FROM_EMAIL = "clinic@clinic.example"


def test_it_goes_to_who_asks_and_names_the_clinic(clinic, served):
    row = mail_test.send("Lake Clinic", by=clinic.owner)

    assert [(m.subject, m.to) for m in mail.outbox] == [("Lake Clinic: test message", [clinic.owner.email])]
    assert (row.outcome, row.server) == ("taken", "mail.example:587 from clinic@clinic.example")
    written = AuditEvent.objects.order_by("number").last()
    assert (written.action, written.detail) == ("sent a test mail", {"outcome": "taken"})


def test_without_a_server_it_is_a_file_and_says_so(clinic, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = senders.FILES, tmp_path / "mail"

    row = mail_test.send("Lake Clinic", by=clinic.owner)

    assert (row.outcome, row.server) == ("filed", "")
    assert len(list((tmp_path / "mail").iterdir())) == 1


@pytest.mark.parametrize(
    ("trouble", "outcome", "said"),
    [
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 not you"), "refused", "535 5.7.8 not you"),
        (smtplib.SMTPSenderRefused(553, b"not yours", "x@y"), "refused", "553 not yours"),
        (smtplib.SMTPRecipientsRefused({"o@c": (550, b"no such box")}), "refused", "550 no such box"),
        (smtplib.SMTPNotSupportedError("STARTTLS"), "refused", "it offers no TLS or no sign-in"),
        (smtplib.SMTPServerDisconnected("gone"), "unreached", "SMTPServerDisconnected"),
        (ConnectionRefusedError(), "unreached", "ConnectionRefusedError"),
        (TimeoutError(), "unreached", "TimeoutError"),
    ],
)
def test_what_the_server_answers_is_what_is_said(clinic, served, monkeypatch, trouble, outcome, said):
    def fails(*_, **__):
        raise trouble

    monkeypatch.setattr(mail_test, "send_mail", fails)

    row = mail_test.send("Lake Clinic", by=clinic.owner)

    assert (row.outcome, row.said) == (outcome, said)
