"""Which words a form shows beside its item numbers: the clinic's own, those that ship, or short labels of ours.

A medical director loads a wording, states the licence held, and signs before any form shows it.
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.utils import timezone

from euthymia.clinic.assessment.models.scales import LoadedWording
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.people import signing
from euthymia.clinic.people.models import User
from euthymia.clinic.people.roles import Capability
from euthymia.medicine import instruments
from euthymia.medicine.instruments import cssrs, gad7, phq9, side_effects
from euthymia.medicine.refusal import Refusal
from euthymia.wire.fhir.resources.questionnaire import read_wording
from euthymia.wire.fhir.resources.scale_items import CSSRS, items_of
from euthymia.wire.fhir.resources.wording import Question, Wording

_HOW_OFTEN: Final = tuple((answer.score, answer.text) for answer in phq9.ANSWERS)
_HOW_HARD: Final = tuple((answer.score, answer.text) for answer in phq9.DIFFICULTY_ANSWERS)
SHIPPED: Final[dict[str, Wording]] = {
    "phq9": Wording(
        (
            *(Question(str(i.number), i.text, _HOW_OFTEN, (phq9.STEM,) if i.number == 1 else ()) for i in phq9.ITEMS),
            Question(str(phq9.DIFFICULTY.number), phq9.DIFFICULTY.text, _HOW_HARD),
        ),
        copyright=phq9.LICENCE,
    ),
    "gad7": Wording(
        tuple(
            Question(str(n), text, _HOW_OFTEN, (gad7.STEM,) if n == 1 else ())
            for n, (text, _) in enumerate(gad7.ITEMS, 1)
        ),
        copyright=gad7.GAD7.licence,
    ),
    **{
        one.key: Wording(
            tuple(Question(str(n), line, side_effects.ANSWERS) for n, line in enumerate(one.labels, 1)),
            copyright=one.licence,
        )
        for one in side_effects.ALL
    },
}
# At the chair a level has a label of ours and the CADSS is entered as a total; the checklists' words are our own.
NOT_LOADED: Final = ("cadss", "moaas", *(one.key for one in side_effects.ALL))


class NotTheDirector(Refusal):
    """Somebody else than a medical director loads or turns on a wording."""


class NoLicence(Refusal):
    """The licence or permission is not stated: from whom, for what, since when."""


class NotThisMoment(Refusal):
    """The wording is on already, or was taken back."""


class NoFormForIt(Refusal):
    """No form shows words of this scale that a clinic could replace."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What a wording is loaded for: a scale, or the C-SSRS screener; `labels` by item number, or words that ship."""

    key: str
    name: str
    licence: str
    recall: str
    labels: dict[str, str]
    risk_items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence or permission a clinic holds: from whom, for what, since when."""

    held_from: str
    held_for: str
    since: date | None


def scales() -> list[Scale]:
    """List every scale that a wording can be loaded for."""
    return [find(key) for key in (*(key for key in instruments.ALL if key not in NOT_LOADED), CSSRS)]


def find(key: str) -> Scale:
    """Find a scale that a wording can be loaded for. Raises UnknownInstrument, NoFormForIt."""
    if key == CSSRS:
        return Scale(key, "C-SSRS screener", cssrs.LICENCE, "", {}, tuple(cssrs.ITEMS))
    scale = instruments.find(key)
    if key in NOT_LOADED:
        raise NoFormForIt(f"{scale.name} has no form whose words a clinic replaces. Nothing can be loaded for it.")
    labels = {str(n): scale.label(n) for n in range(1, scale.items + 1) if scale.labels}
    labels |= {one.number: one.text for one in SHIPPED[key].questions} if key in SHIPPED else {}
    return Scale(key, scale.name, scale.licence, scale.recall, labels, tuple(map(str, scale.risk_items)))


def load(key: str, data: bytes, licence: Licence, *, by: User) -> LoadedWording:
    """Read and keep a wording; no form shows it yet.

    Raises NotTheDirector, NoLicence, NoFormForIt, UnreadableQuestionnaire, WordingDoesNotFit.
    """
    _check_director(by)
    at = timezone.now()
    _check_licence(licence, today=timezone.localdate(at))
    words = read_wording(data, items_of(find(key).key))
    with audit.atomic():
        row = LoadedWording.objects.create(
            instrument=key,
            wording=asdict(words),
            file=data.decode("utf-8"),
            fingerprint=hashlib.sha256(data).hexdigest(),
            licence_from=licence.held_from.strip(),
            licence_for=licence.held_for.strip(),
            licence_on=licence.since,
            loaded_at=at,
            loaded_by=by,
        )
        audit.write(Action.LOADED_WORDING, row, by=by, at=at, instrument=key, sha256=row.fingerprint)
    return row


def _check_licence(licence: Licence, *, today: date) -> None:
    if not licence.held_from.strip() or not licence.held_for.strip() or licence.since is None:
        raise NoLicence("The licence is not stated whole. Write who gave it, what it allows, and its date.")
    if licence.since > today:
        raise NoLicence(f"The licence is dated {licence.since}, which is to come. Load the wording when it holds.")


def turn_on(row: LoadedWording, *, by: User) -> None:
    """Show this wording on the forms from now on, in place of any other. Raises NotTheDirector, NotThisMoment."""
    _check_director(by)
    at = timezone.now()
    with audit.atomic():
        locked = LoadedWording.objects.select_for_update().get(pk=row.pk)
        if locked.on_at or locked.off_at:
            raise NotThisMoment(f"This wording is {locked.state}. Load the file again to show it again.")
        for other in LoadedWording.objects.filter(instrument=row.instrument, off_at=None).exclude(on_at=None):
            _off(other, by=by)
        locked.on_at, locked.on_by = at, by
        locked.save()
        told = {"instrument": row.instrument, "sha256": row.fingerprint, "meaning": signing.WORDING}
        audit.write(Action.TURNED_ON_WORDING, locked, by=by, at=at, **told)


def take_back(row: LoadedWording, *, by: User) -> None:
    """Show it no more; what was answered stays. Raises NotTheDirector, NotThisMoment."""
    _check_director(by)
    with audit.atomic():
        locked = LoadedWording.objects.select_for_update().get(pk=row.pk)
        if locked.off_at:
            raise NotThisMoment("This wording was taken back already. Nothing changed.")
        _off(locked, by=by)


def _off(row: LoadedWording, *, by: User) -> None:
    row.off_at, row.off_by = timezone.now(), by
    row.save()
    audit.write(Action.WITHDREW_WORDING, row, by=by, at=row.off_at, instrument=row.instrument, sha256=row.fingerprint)


def _check_director(by: User) -> None:
    if not by.may(Capability.LOAD_WORDINGS):
        raise NotTheDirector("Only a medical director loads a scale's wording, turns it on or takes it back.")


def in_force(key: str) -> LoadedWording | None:
    """Find the clinic's own wording of a scale that is on now."""
    return LoadedWording.objects.filter(instrument=key, off_at=None).exclude(on_at=None).first()


def shown(key: str) -> Wording | None:
    """Return the words a scale's form shows; None where it shows item numbers, with short labels where it may."""
    row = in_force(key)
    return words_of(row) if row else SHIPPED.get(key)


def words_of(row: LoadedWording) -> Wording:
    """Return a loaded wording as a value."""
    told = row.wording
    return Wording(
        tuple(_question(one) for one in told["questions"]),
        title=told["title"],
        language=told["language"],
        copyright=told["copyright"],
        after=tuple(told["after"]),
    )


def _question(told: dict[str, Any]) -> Question:
    answers = tuple((score, words) for score, words in told["answers"])
    return Question(told["number"], told["text"], answers, tuple(told["before"]))
