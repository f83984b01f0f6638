"""The mail server, by signing in to it. Nothing is sent."""

import smtplib
import ssl
from collections.abc import Mapping
from typing import Final

from euthymia.clinic.server.configuration import mail_server
from euthymia.clinic.server.configuration.mail_server import MailServer
from euthymia.clinic.server.doctor.finding import Finding, look, right, wrong

TIMEOUT_S: Final = 10
_CHECK: Final = "mail"


def examine(settings: Mapping[str, str]) -> list[Finding]:
    """Sign in to the mail server, and look at whom mails come from."""
    line = settings.get("EUTHYMIA_MAIL", "")
    if not line:
        seen = "no server is set: mails are files in mail/, and nobody gets a sign-in link"
        return [wrong(_CHECK, seen, "Run: euthymia configure mail")]
    findings = [_connect(mail_server.read(line))]
    if "EUTHYMIA_MAIL_FROM" not in settings:
        advice = "Run: euthymia configure mail_from clinic@clinic.example"
        findings.append(look("mail: from", "mails come from clinic@localhost, which most servers refuse", advice))
    return findings


def _connect(server: MailServer) -> Finding:
    where = f"{server.host}:{server.port}"
    try:
        with _open(server) as line:
            if server.user:
                line.login(server.user, server.password)
            line.noop()
    except smtplib.SMTPAuthenticationError as refused:
        advice = "Run again: euthymia configure mail. In it write @ as %40, : as %3A, / as %2F."
        return wrong(_CHECK, f"{where} refuses user or password ({refused.smtp_code})", advice)
    except smtplib.SMTPNotSupportedError:
        return wrong(_CHECK, f"{where} offers no TLS or no sign-in", "Ask its owner for the port that does.")
    except ssl.SSLCertVerificationError as trouble:
        return wrong(_CHECK, f"the certificate of {where} is not believed: {trouble.verify_message}", "Ask its owner.")
    except (OSError, smtplib.SMTPException) as trouble:
        advice = "Look at host, port and firewall; then: euthymia configure mail"
        return wrong(_CHECK, f"{where} does not answer: {type(trouble).__name__}", advice)
    return right(_CHECK, f"{where} takes mails{f' of {server.user}' if server.user else ''}")


def _open(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.tls_first:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=context)
    line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
    try:
        line.starttls(context=context)
    except BaseException:
        line.close()
        raise
    return line
