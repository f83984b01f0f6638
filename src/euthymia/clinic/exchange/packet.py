"""The packet for a payer or a second opinion: what is on the chart, gathered once and signed as it stands."""

from datetime import date
from typing import Any, Final

from django.utils import timezone

from euthymia.clinic.assessment.history import standing
from euthymia.clinic.assessment.models import EligibilityDecision
from euthymia.clinic.assessment.workup import results
from euthymia.clinic.audit import chain as audit
from euthymia.clinic.audit.actions import Action
from euthymia.clinic.exchange import packet_treatment
from euthymia.clinic.exchange.models import Packet
from euthymia.clinic.infusion.summary import given_on
from euthymia.clinic.people import signing
from euthymia.clinic.people.models import Patient, User
from euthymia.medicine.refusal import Refusal
from euthymia.wire.fhir.bundle import document

LABEL: Final = "This explains what was found; the clinician decides. It is no order and no prescription."


class NotYours(Refusal):
    """A packet is signed by a prescriber."""


class NothingJudged(Refusal):
    """No verdict is on the chart, so a packet would have nothing to say."""


class OldJudgement(Refusal):
    """The chart has changed since the verdict that a packet would carry."""


def sign(patient: Patient, *, clinic: str, by: User) -> Packet:
    """Gather the chart and sign it. Raises NotYours, NothingJudged, OldJudgement."""
    if not by.is_prescriber:
        raise NotYours("A packet is signed by a prescriber. Ask one to sign it.")
    at = timezone.now()
    content = gather(patient, clinic=clinic, today=timezone.localdate(at))
    if content["changed"]:
        raise OldJudgement(f"{content['changed']} Judge again under Drugs tried, then sign the packet.")
    signed = {"by": by.name, "at": at.isoformat(), "meaning": signing.PACKET}
    with audit.atomic():
        row = Packet.objects.create(
            patient=patient, content=content | {"signed": signed}, signed_by=by, signed_at=at, meaning=signing.PACKET
        )
        audit.write(Action.SIGNED_PACKET, row, by=by, at=at)
    return row


def gather(patient: Patient, *, clinic: str, today: date) -> dict[str, Any]:
    """Put together what the chart says: history, verdict, staging, infusions, scores, work-up. Raises NothingJudged."""
    judged = standing.latest(patient)
    if judged is None:
        raise NothingJudged("Nobody has judged the drugs tried yet. Judge them first, under Drugs tried.")
    verdict = judged.verdict
    decision = EligibilityDecision.objects.filter(patient=patient).first()
    screened = [f"{line.result.substance} {line.result.said}" for line in results.screens(patient, today=today)]
    return {
        "clinic": clinic,
        "person": {"number": patient.number, "name": patient.name, "born": patient.birth_date.isoformat()},
        "changed": judged.sentence,
        "history": verdict.inputs,
        "verdict": {
            "outcome": verdict.outcome,
            "sentence": verdict.sentence,
            "rule": verdict.rule_name,
            "version": verdict.rule_version,
            "judged_at": verdict.at.isoformat(),
            "judged_by": verdict.by.name,
            "findings": verdict.findings,
            "would_decide": verdict.context.get("would_decide", []),
            "diagnosis": verdict.context.get("diagnosis", ""),
            "stopped_early": verdict.context.get("stopped_early", []),
            "diagnoses_to_ask": verdict.context.get("diagnoses_to_ask", []),
            "not_judged": verdict.context.get("not_judged", []),
            "parameters": verdict.context.get("parameters", []),
        },
        "staging": verdict.context.get("staging", []),
        "infusions": packet_treatment.infusions(patient),
        "scores": packet_treatment.scores(patient),
        "workup": [
            _result(line, "; ".join(screened))
            for line in results.stand(patient, today=today, given_on=given_on(patient))
            if line.last
        ],
        "list": {"outcome": decision.outcome, "at": decision.at.isoformat()} if decision else None,
    }


def _result(line: results.Line, screened: str) -> dict[str, Any]:
    last = line.last
    assert last is not None
    return {
        "name": line.item.name, "loinc": line.item.loinc, "day": last.taken_on.isoformat(), "value": last.value,
        "unit": last.unit, "low": last.low, "high": last.high, "flag": last.flag,
        "found": screened if last.substance else last.said,
    }  # fmt: skip


# In words


Section = tuple[str, tuple[tuple[str, str], ...]]


def sections(content: dict[str, Any]) -> tuple[Section, ...]:
    """Return in words what each section holds: the page, the PDF and the FHIR document show the same."""
    verdict, signed = content["verdict"], content.get("signed")
    person = content["person"]
    rule = f"{verdict['rule']} ({verdict['version']})"
    return (
        ("Person", (("Name", person["name"]), ("Born", person["born"]), ("Record number", person["number"]))),
        ("Drugs tried", tuple(_tried(trial, verdict) for trial in content["history"]) or (("None entered", ""),)),
        (
            "Verdict",
            (
                (verdict["outcome"], verdict["sentence"]),
                ("Diagnosis", verdict["diagnosis"]),
                ("Rule", f"{rule}, judged {verdict['judged_at'][:10]} by {verdict['judged_by']}"),
                *((f"{f['drug']}: {_counts(f['counts'])}", _reasons(f)) for f in verdict["findings"]),
                *(("Could not be tried adequately", drug) for drug in verdict.get("stopped_early", [])),
                *(("Diagnosis to ask about", one) for one in verdict.get("diagnoses_to_ask", [])),
                *((f"{one['drug']}: not judged", one["reason"]) for one in verdict.get("not_judged", [])),
                *(("What would decide", line) for line in verdict["would_decide"]),
            ),
        ),
        ("Staging", tuple((one["name"], _staged(one)) for one in content["staging"])),
        ("Infusions", packet_treatment.in_words(content)),
        ("Scores", tuple((one["scale"], _scored(one)) for one in content["scores"])),
        ("Work-up", tuple((one["name"], _in_words(one)) for one in content["workup"])),
        *(
            ((("Signature", ((signed["by"], f"{signed['at'][:16].replace('T', ' ')} UTC. {signed['meaning']}"),)),))
            if signed
            else ()
        ),
    )


def _scored(one: dict[str, Any]) -> str:
    return f"{one['total']:g} {one['band']}, {one['day']}{packet_treatment.when(one)}, {one['by']}"


def _tried(trial: dict[str, Any], verdict: dict[str, Any]) -> tuple[str, str]:
    if trial["drug"] in [one["drug"] for one in verdict.get("not_judged", [])]:
        return trial["drug"], "in no table: named, not judged"
    doses = [f"{d['mg_per_day']:g} mg a day" if "mg_per_day" in d else "dose not known" for d in trial.get("doses", [])]
    days = [f" from {d.get('from', 'an unknown day')} to {d.get('to', '-')}" for d in trial.get("doses", [])]
    told = [a + b for a, b in zip(doses, days, strict=True)] or ["dose and dates not known"]
    ended = f"; ended for {trial['ended_for']}" if trial.get("ended_for") not in (None, "", "ongoing") else ""
    still = "; still taken" if trial.get("ended_for") == "ongoing" else ""
    return trial["drug"], f"{', then '.join(told)}; adherence {trial.get('adherence', 'unknown')}{ended}{still}"


def _counts(counts: bool | None) -> str:
    return {True: "counts", False: "does not count", None: "cannot tell"}[counts]


def _reasons(finding: dict[str, Any]) -> str:
    deciding = [c["reason"] for c in finding["checks"] if c["passed"] is finding["counts"]]
    return "; ".join(deciding or [c["reason"] for c in finding["checks"]])


def _staged(one: dict[str, Any]) -> str:
    missing = f"; not known: {', '.join(one['missing'])}" if one["missing"] else ""
    return f"{one['shown']}{missing}"


def _in_words(one: dict[str, Any]) -> str:
    if one["value"] is None:
        return f"{one['found'] or 'done'}, {one['day']}"
    range_ = f" (range {one['low'] or 0:g} to {one['high']:g})" if one["high"] is not None else ""
    flag = f", {one['flag']} the range" if one["flag"] else ""
    return f"{one['value']:g} {one['unit']}{range_}{flag}, {one['day']}"


def as_fhir(row: Packet, *, by: User) -> dict[str, Any]:
    """Return a signed packet as a FHIR R4 document bundle, as this colleague may read it."""
    content = packet_treatment.as_readable(row.content, row.patient, by=by)
    return document.bundle(content, sections(content), key=str(row.key), at=row.signed_at)
