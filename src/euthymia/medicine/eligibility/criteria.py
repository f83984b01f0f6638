"""The go/no-go list and the public self-check, as two tables. Every question is asked so that "yes" is the worry."""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["absolute", "exclude", "caution", "inform"]
Who = Literal["nobody", "prescriber"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the list.

    kind  absolute: never; exclude: not unless a prescriber says why; caution: look first; inform: read it
    """

    key: str
    question: str
    kind: Kind
    who_may_override: Who
    reason: str
    next_step: str
    source: str


def _absolute(key: str, question: str, reason: str, source: str) -> Criterion:
    step = "Do not treat with ketamine. Tell the person why, and talk about other treatments."
    return Criterion(key, question, "absolute", "nobody", reason, step, source)


def _exclude(key: str, question: str, reason: str, next_step: str, source: str) -> Criterion:
    return Criterion(key, question, "exclude", "prescriber", reason, next_step, source)


def _caution(key: str, question: str, reason: str, next_step: str, source: str) -> Criterion:
    return Criterion(key, question, "caution", "prescriber", reason, next_step, source)


CRITERIA: Final[tuple[Criterion, ...]] = (
    _exclude(
        "psychosis",
        "A psychotic disorder now or in the past, or psychotic features in this episode?",
        "Ketamine can bring on or worsen psychotic symptoms; most trials left these people out.",
        "Ask for a psychiatric review before anything else.",
        "elektd:exclusions",
    ),
    _exclude(
        "mania",
        "Mania, hypomania or a mixed state now, or bipolar I disorder without a mood stabiliser?",
        "Ketamine may lift mood too far; trials left out people with mania.",
        "Treat the mood state first, then ask again.",
        "er-ketamine:exclusions",
    ),
    _absolute(
        "aneurysm",
        "An aneurysm (aorta, head or limbs) or an arteriovenous malformation?",
        "A rise in blood pressure could rupture the vessel.",
        "spravato:contraindications",
    ),
    _absolute(
        "brain-bleed",
        "Bleeding inside the brain, ever?",
        "A rise in blood pressure could make it bleed again.",
        "spravato:contraindications",
    ),
    _absolute(
        "allergy",
        "An allergy to ketamine or esketamine?",
        "The next dose may cause a severe reaction.",
        "ketalar:label",
    ),
    _absolute(
        "pressure-hazard",
        "Any condition in which a marked rise in blood pressure would be a serious danger: severe coronary disease, a "
        "stroke, an injury of the brain, pre-eclampsia or eclampsia among them?",
        "Ketamine raises blood pressure; its label forbids it here.",
        "ketalar:label",
    ),
    _exclude(
        "uncontrolled-pressure",
        "High blood pressure that is not controlled?",
        "Ketamine raises blood pressure further; above 140/90 mmHg the label for esketamine says delay and weigh.",
        "Control the pressure first; repeat the measurement on another day.",
        "spravato:pre-dose-pressure",
    ),
    _exclude(
        "pressure-in-head",
        "Raised pressure in the head, a mass in the skull, or hydrocephalus?",
        "Ketamine can raise the pressure of the fluid around the brain.",
        "Get clearance from a specialist in writing.",
        "ketalar:label",
    ),
    _caution(
        "eye-pressure",
        "Glaucoma or raised pressure in the eye?",
        "Ketamine can raise the pressure in the eye.",
        "Ask the eye doctor for the present pressure and advice.",
        "ketalar:label",
    ),
    _exclude(
        "unstable-heart",
        "A recent heart attack, unstable angina, decompensated heart failure or an uncontrolled heart rhythm?",
        "Ketamine makes the heart work harder.",
        "Ask a cardiologist; wait until stable.",
        "er-ketamine:exclusions",
    ),
    _exclude(
        "pregnancy",
        "Pregnant, possibly pregnant, or breast-feeding?",
        "It may harm the child; the labels advise against it.",
        "Offer a urine test, and talk about other treatments with the obstetric team.",
        "spravato:contraindications",
    ),
    _exclude(
        "substance-use",
        "An active alcohol or drug use disorder, a positive drug screen, or past misuse of ketamine or PCP?",
        "Ketamine can be misused, and other drugs add to its risks.",
        "Offer treatment for the substance use; look again after 3 months.",
        "crtce:substances",
    ),
    _exclude(
        "dementia",
        "Dementia, delirium or another major disorder of thinking?",
        "Ketamine can worsen confusion, and consent may not be possible.",
        "Ask for a cognitive assessment.",
        "clinics:dementia",
    ),
    _exclude(
        "severe-liver",
        "Severe liver disease (Child-Pugh C)?",
        "Ketamine is cleared by the liver and can harm it.",
        "Do not treat; ask a liver specialist.",
        "spravato:liver",
    ),
    _caution(
        "liver",
        "Moderate liver disease (Child-Pugh B)?",
        "Effects may be stronger and last longer.",
        "Plan a longer stay, and a test of liver enzymes before the next dose.",
        "spravato:liver",
    ),
    _exclude(
        "liver-enzymes",
        "ALT or AST above 3 times the upper limit?",
        "Repeated ketamine can injure the liver.",
        "Put it off; repeat the test and look for the cause.",
        "house:liver-tests",
    ),
    _exclude(
        "bladder",
        "Bladder inflammation or troublesome urinary symptoms now, or bladder damage from ketamine in the past?",
        "Ketamine can inflame the bladder.",
        "Test the urine, treat, and put it off until it has settled.",
        "ketalar:cystitis",
    ),
    _exclude(
        "thyroid-epilepsy",
        "Uncontrolled overactive thyroid, phaeochromocytoma, porphyria or poorly controlled epilepsy?",
        "Ketamine may provoke a dangerous rise in pressure or pulse, an attack or a seizure.",
        "Ask the specialist who treats it; control it first.",
        "trials:common-exclusions",
    ),
    _caution(
        "airway",
        "Severe or untreated sleep apnoea, severe lung disease, BMI above 40, or a difficult airway?",
        "Breathing may fail more easily during sedation.",
        "Ask for an anaesthesia review; do a sleep-apnoea screen.",
        "bc-college:airway",
    ),
    _exclude(
        "under-18",
        "Younger than 18?",
        "There is too little evidence, and no approval, at this age.",
        "Refer to a service for young people.",
        "spravato:contraindications",
    ),
    _caution(
        "over-65",
        "Older than 65?",
        "There is less evidence, and blood pressure rises more with age.",
        "Plan more frequent pressure checks.",
        "esketamine:age-and-pressure",
    ),
    Criterion(
        "no-consent",
        "Is valid consent missing, or the capacity to give it?",
        "exclude",
        "nobody",
        "Nobody is treated without valid consent.",
        "Do not treat today. Find out what the person needs to decide, or who may lawfully decide with them.",
        "house:consent",
    ),
    _exclude(
        "no-escort",
        "No responsible adult to take the person home?",
        "Nobody may drive until the next day after restful sleep.",
        "Arrange an escort, or choose another day.",
        "spravato:driving",
    ),
    _caution(
        "suicide-risk",
        "Imminent risk of suicide that may need inpatient care?",
        "The person needs safety first. Ketamine is not shown to prevent suicide, and nobody is turned away for it.",
        "Urgent pathway now: the prescriber reviews today, and nobody leaves the person alone with a refusal.",
        "spravato:suicide",
    ),
    _caution(
        "personality-trauma-dissociation",
        "A borderline or antisocial personality disorder as the main problem, present flashbacks, or a dissociative "
        "disorder?",
        "Dissociation under ketamine can distress more.",
        "Ask for a psychiatric review and plan support for the session.",
        "trials:common-exclusions",
    ),
    _caution(
        "fasting",
        "Diabetes drugs or a GLP-1 agonist?",
        "Fasting with them can lower the sugar too far, or leave the stomach full.",
        "The prescriber writes a plan for each drug; nothing is skipped without it.",
        "house:fasting",
    ),
    _caution(
        "family-psychosis",
        "A parent, brother, sister or child with psychosis, or mania brought on by an antidepressant?",
        "The risk of psychosis or mania may be higher.",
        "Ask for a psychiatric review.",
        "house:family-history",
    ),
)
BY_KEY: Final[dict[str, Criterion]] = {criterion.key: criterion for criterion in CRITERIA}


@dataclass(frozen=True, slots=True)
class SelfCheckQuestion:
    """One question of the public page; `otherwise` is what an answer other than `good_answer` leads to."""

    key: str
    question: str
    good_answer: Literal["yes", "no"]
    otherwise: Literal["may not fit", "ask us"]
    reason: str
    next_step: str
    source: str


SELF_CHECK: Final[tuple[SelfCheckQuestion, ...]] = (
    SelfCheckQuestion(
        "two-medicines",
        "Have you taken at least two different antidepressants, each for several weeks, without enough relief?",
        "yes",
        "ask us",
        "This treatment is meant for depression that two antidepressants have not helped enough.",
        "Your doctor can plan the next step; we are glad to look at what you have tried.",
        "fda:trd",
    ),
    SelfCheckQuestion(
        "under-18",
        "Are you younger than 18?",
        "no",
        "may not fit",
        "There is too little evidence for people under 18.",
        "Please talk with your doctor about a service for young people.",
        "spravato:contraindications",
    ),
    SelfCheckQuestion(
        "pregnancy",
        "Are you pregnant, trying to be, or breast-feeding?",
        "no",
        "may not fit",
        "Ketamine may harm the child.",
        "Please talk with your doctor or midwife about treatments that are safer now.",
        "spravato:contraindications",
    ),
    SelfCheckQuestion(
        "vessels",
        "Have you ever been told of an aneurysm, a malformed blood vessel, or bleeding in the brain?",
        "no",
        "may not fit",
        "Ketamine raises blood pressure for a while, which is dangerous for such vessels.",
        "Please ask your doctor about treatments that do not raise blood pressure.",
        "spravato:contraindications",
    ),
    SelfCheckQuestion(
        "allergy",
        "Have you had an allergic reaction to ketamine?",
        "no",
        "may not fit",
        "It could happen again, and be severe.",
        "Please ask your doctor about other treatments.",
        "ketalar:label",
    ),
    SelfCheckQuestion(
        "heart-pressure",
        "Is your blood pressure often high, or have you had heart trouble lately?",
        "no",
        "ask us",
        "Ketamine raises blood pressure and makes the heart work harder.",
        "Often this can be treated first. Bring your latest blood-pressure numbers.",
        "spravato:pre-dose-pressure",
    ),
    SelfCheckQuestion(
        "voices-or-mania",
        "Have you ever heard voices, lost touch with what is real, or been far too high or sped up for days?",
        "no",
        "ask us",
        "Ketamine can bring such times back.",
        "A psychiatrist looks at this with you before anything is decided.",
        "elektd:exclusions",
    ),
    SelfCheckQuestion(
        "alcohol-drugs",
        "Is alcohol, or any drug, a problem for you at present?",
        "no",
        "ask us",
        "Ketamine can be misused, and other drugs add to its risks.",
        "Help with this comes first, and it does not close the door.",
        "crtce:substances",
    ),
)
