"""The acknowledgements a message asks for."""

from functools import lru_cache
from typing import Final, Literal, NamedTuple

from euthymia.medicine.refusal import Refusal
from euthymia.wire.hl7.fields import REMEMBERED, USUAL, Marks, codec, escaped, marks_of, part, parts
from euthymia.wire.hl7.message import Message
from euthymia.wire.hl7.times import written

Verdict = Literal["accept", "error", "reject"]
_LETTER: Final[dict[Verdict, str]] = {"accept": "A", "error": "E", "reject": "R"}
_TEXT_LENGTH: Final = 200


class _Asker(NamedTuple):
    """What of the message an answer repeats, but for its control id, or goes by."""

    marks: Marks
    trigger: str
    sending_app: str
    sending_facility: str
    receiving_app: str
    receiving_facility: str
    accept_ack: str
    application_ack: str
    processing: str
    version: str
    charset: str
    is_reply: bool


class _Form(NamedTuple):
    """An answer but for its time, our control id and the asker's: what stands before and between; and its codec."""

    before: str
    between: str
    after: str
    codec: str


def acknowledgements(
    asked: Message | bytes, *, verdict: Verdict, text: str = "", now_s: float, control_id: str
) -> tuple[bytes, ...]:
    """Write the answers that a message asks for in MSH-15 and MSH-16: none, one, or two, unframed, in sending order.

    asked       the message as read, or its bytes where it could not be read
    verdict     what became of it, after the commit: accept, error (kept, shown to staff), reject
    text        for anyone who looks after the device: never who the patient is
    control_id  the answer's own; of two answers the second adds ".2"

    | MSH-15       | MSH-16       | answers                      |
    |--------------|--------------|------------------------------|
    | empty        | empty        | AA AE AR (original mode)     |
    | AL, ER, SU   | empty or NE  | CA CE CR                     |
    | empty or NE  | AL, ER, SU   | AA AE AR                     |
    | AL, ER, SU   | AL, ER, SU   | CA CE CR, then AA AE AR      |
    | NE           | NE           | none                         |
    ER asks for errors and rejects only, SU for accepts only; a word we do not know counts as AL. Where both ask, both
    are due (acknowledgement choreography in HL7 v2.9: MSH-15 the immediate, MSH-16 the application answer); one commit
    decides both, so they go out together, on the connection that asked, since a receiver opens no exchange of its own
    there (IHE Patient Care Device Technical Framework volume 2, appendix G.1). Answers ask for none themselves, and an
    answer that we are sent gets none in original mode.
    """
    asker, told = _asker(asked)
    if text:
        told += asker.marks.field + escaped(text[:_TEXT_LENGTH], asker.marks)
    forms = (_forms if sum(map(len, asker[1:-1])) <= REMEMBERED else _forms.__wrapped__)(asker, verdict)
    at = written(now_s)
    answers: list[bytes] = []
    for before, between, after, charset in forms:
        own = f"{control_id}.2" if answers else control_id
        answers.append(f"{before}{at}{between}{own}{after}{told}\r".encode(charset, "replace"))
    return tuple(answers)


@lru_cache(maxsize=512)
def _forms(asker: _Asker, verdict: Verdict) -> tuple[_Form, ...]:
    """Word the answers that are due. A device asks the same way all day, so this is remembered."""
    letters = [kind for kind, asks in _kinds(asker).items() if _due(asks, verdict)]
    return tuple(_form(asker, kind + _LETTER[verdict]) for kind in letters)


def _kinds(asker: _Asker) -> dict[str, str]:
    if not asker.accept_ack and not asker.application_ack:
        return {} if asker.is_reply else {"A": "AL"}
    return {"C": asker.accept_ack or "NE", "A": asker.application_ack or "NE"}


def _due(asks: str, verdict: Verdict) -> bool:
    if asks == "ER":
        return verdict != "accept"
    if asks == "SU":
        return verdict == "accept"
    return asks != "NE"


def _form(asker: _Asker, code: str) -> _Form:
    m = asker.marks
    charset, encoding = _writable(asker.charset, m)
    kind = m.component.join(("ACK", asker.trigger, "ACK")) if asker.trigger else "ACK"
    begin = ("MSH" + m.field + m.component + m.repetition + m.escape + m.subcomponent, *asker[4:6], *asker[2:4])
    end = (asker.processing or "P", asker.version or "2.6", "", "", "NE", "NE", "", charset)
    return _Form(
        m.field.join((*begin, "")),
        m.field.join(("", "", kind, "")),
        m.field + m.field.join(end).rstrip(m.field) + "\r" + m.field.join(("MSA", code, "")),
        encoding,
    )


def _writable(charset: str, marks: Marks) -> tuple[str, str]:
    """Return a character set to answer in, as MSH-18 and as a codec: the asker's own, or none and plain ASCII."""
    try:
        return charset, codec(charset.split(marks.repetition, 1)[0].strip())
    except Refusal:
        return "", "ascii"


def _asker(asked: Message | bytes) -> tuple[_Asker, str]:
    """Return what an answer repeats, and the asker's control id as it is written."""
    if isinstance(asked, bytes):
        return _from_bytes(asked)
    asker = _Asker(
        asked.marks,
        asked.type.partition("^")[2],
        asked.sending_app,
        asked.sending_facility,
        asked.receiving_app,
        asked.receiving_facility,
        asked.accept_ack,
        asked.application_ack,
        asked.processing,
        asked.version,
        asked.charset,
        asked.reply is not None,
    )
    return asker, escaped(asked.control_id or "", asked.marks)


def _from_bytes(raw: bytes) -> tuple[_Asker, str]:
    """Take what can be taken from a header that could not be read, or from what is no HL7 at all."""
    begin = (
        raw.lstrip(b"\xef\xbb\xbf \r\n\t\x00")[:4096].decode("ascii", "replace").replace("\n", "\r").split("\r", 1)[0]
    )
    try:
        marks = marks_of(begin[:8])
    except Refusal:
        return _Asker(USUAL, "", "", "", "", "", "", "", "P", "2.6", "", False), ""
    f = [field.strip() for field in begin.split(marks.field)] + [""] * 18
    trigger = part(parts(f[8], marks), 1)
    is_reply = b"\rMSA" in raw[:4096]
    asker = _Asker(marks, trigger, f[2], f[3], f[4], f[5], f[14], f[15], f[10], f[11], f[17], is_reply)
    return asker, f[9]
