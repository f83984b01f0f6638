"""A drug as prescriptions write it ("sertraline 100 MG Oral Tablet") to our row, strength, route, form, salt."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from euthymia.medicine.drugs import antidepressants
from euthymia.medicine.drugs.names import words
from euthymia.medicine.drugs.rxnorm_products import PRODUCTS, Product
from euthymia.medicine.drugs.written import form_said, salt_said
from euthymia.medicine.units import mg_from_g, mg_from_ug
from euthymia.wire.fhir.values import Coding, Concept, Drug

RXNORM: Final = ("http://www.nlm.nih.gov/research/umls/rxnorm", "urn:oid:2.16.840.1.113883.6.88")
_ATC: Final = re.compile(r"whocc\.no/atc|/atc$|2\.16\.840\.1\.113883\.6\.73$|1\.2\.276\.0\.76\.5\.\d+$", re.I)

_STRENGTH: Final = re.compile(
    r"(?<![\d.])(\d+(?:[.,]\d+)?)\s*(mg|mcg|ug|µg|g)\b(?!\s*/\s*(?:\d+(?:\.\d+)?\s*)?ml)", re.I
)
_BETWEEN_PARTS: Final = re.compile(r"\s*[/+]\s*|\s+(?:and|und|et|y|e|en)\s+")
_PER_HOUR: Final = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(mg|mcg|ug|µg)\s*/\s*(?:hr?|hour)\b", re.I)
_ROUTES: Final = {"oral": "oral", "mouth": "oral", "tablet": "oral", "tablets": "oral", "capsule": "oral",
                  "capsules": "oral", "transdermal": "transdermal", "patch": "transdermal", "topical": "topical",
                  "injection": "injection", "intravenous": "injection"}  # fmt: skip


def read_drug(medicine: Concept) -> Drug:
    """Read which of our drugs is meant, by code or by name; a name of "" where none is, or two.

    The first wording that names a drug gives strength, form, salt and route.
    """
    return _read(medicine.codings, medicine.said())


@lru_cache(maxsize=4096)
def _read(codings: tuple[Coding, ...], said: tuple[str, ...]) -> Drug:
    first = said[0] if said else next((c.code for c in codings if c.code), "")
    coded = _by_codes(codings)
    named = [(t, found) for t in said if (found := _by_text(t))]
    if {found for _, found in named} | ({coded} if coded else set()) == set():
        return Drug("", first)
    answers = {found for _, found in named} | ({coded} if coded else set())
    if len(answers) > 1:
        return Drug("", first, differing=tuple(sorted(name for name, _ in answers)))
    (name, agent) = answers.pop()
    wording = next((t for t, _ in named), first)
    described = _described(Drug(name, wording, agent=agent), wording)
    product = next((PRODUCTS[c.code] for c in codings if c.system in RXNORM and c.code in PRODUCTS), None)
    return _filled(described, product) if product and described.strength_mg is None else described


@lru_cache(maxsize=4096)
def _parts(medicine: Concept) -> tuple[Drug, ...]:
    drug = read_drug(medicine)
    agent = next(filter(None, map(antidepressants.match_agent, medicine.said())), None) if drug.name else None
    if drug.agent or agent is None or agent.name == drug.name:
        return (drug,)
    own = {part.name: part.strength_mg for part in map(_part, _BETWEEN_PARTS.split(drug.said)) if part.name}
    added = Drug(agent.name, drug.said, agent=True, strength_mg=own.get(agent.name), route=drug.route, form=drug.form)
    return replace(drug, strength_mg=own.get(drug.name, drug.strength_mg)), added


def read_parts(medicine: Concept) -> tuple[Drug, ...]:
    """Read a product's drugs of ours: one, or an antidepressant and the agent that stands in it too.

    Each has its own strength where the name says it beside that drug: "fluoxetine 50 MG / olanzapine 12 MG".
    """
    return _parts(medicine)


def _part(text: str) -> Drug:
    found = _by_text(text.strip())
    return Drug(found[0], text, agent=found[1], strength_mg=strength_mg(text)) if found else Drug("", text)


def _filled(drug: Drug, product: Product) -> Drug:
    """Add what the code of a clinical drug says where no wording says it."""
    times = {"mg": 1.0, "mg/h": 24.0}.get(product.unit)
    mg = None if times is None or len(product.drugs) > 1 else round(times * product.strength, 6)
    route = "transdermal" if product.unit == "mg/h" else "oral"
    form = drug.form or form_said(product.form) or product.form
    return replace(drug, strength_mg=mg, route=drug.route or route, form=form, salt=drug.salt or product.salt)


def _by_codes(codings: tuple[Coding, ...]) -> tuple[str, bool] | None:
    for coding in codings:
        if coding.system in RXNORM and (product := PRODUCTS.get(coding.code)):
            patch = " transdermal" if product.unit == "mg/h" else ""
            if drug := antidepressants.match(product.drugs[0] + patch):
                return drug.name, False
        if (coding.system in RXNORM or _ATC.search(coding.system)) and coding.code:
            if drug := antidepressants.match(coding.code):
                return drug.name, False
            if agent := antidepressants.match_agent(coding.code):
                return agent.name, True
    return None


def _by_text(text: str) -> tuple[str, bool] | None:
    """Name the drug; an antidepressant with an agent in one product is the antidepressant."""
    if text.isdigit():
        return None
    if drug := antidepressants.match(text):
        return drug.name, False
    agent = antidepressants.match_agent(text)
    return (agent.name, True) if agent else None


def _described(drug: Drug, wording: str) -> Drug:
    route = next((_ROUTES[w] for w in words(wording) if w in _ROUTES), "")
    row = antidepressants.match(drug.name)
    salt = salt_said(row, wording) if row else ""
    return Drug(drug.name, drug.said, drug.agent, strength_mg(wording), route, form_said(wording), salt)


def strength_mg(wording: str) -> float | None:
    """Read the mg in one tablet; None where there is none, several (two drugs in one), or a strength per mL.

    >>> strength_mg("24 HR venlafaxine 150 MG Extended Release Oral Capsule")
    150.0
    """
    by_hour = _PER_HOUR.findall(wording)
    if by_hour:  # a patch: what it gives in a day
        (size, unit), *more = by_hour
        mg = as_mg(float(size), unit)
        return None if more or mg is None else round(24 * mg, 6)
    found = {as_mg(float(size.replace(",", ".")), unit) for size, unit in _STRENGTH.findall(wording)}
    return found.pop() if len(found) == 1 else None


def as_mg(size: float, unit: str) -> float | None:
    """Turn an amount into mg; None for a unit that is no mass."""
    match unit.strip().lower():
        case "mg" | "milligram" | "milligrams":
            return size
        case "ug" | "mcg" | "µg" | "microgram" | "micrograms":
            return mg_from_ug(size)
        case "g" | "gram" | "grams" | "gm":
            return mg_from_g(size)
    return None
