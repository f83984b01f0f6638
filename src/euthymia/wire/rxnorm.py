"""RXNCONSO.RRF of an RxNorm release to the table of clinical drugs: antidepressants alone, the rest is passed over.

RxNorm is released by the National Library of Medicine to those who accept its licence; none is part of this software.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from euthymia.medicine.drugs import antidepressants
from euthymia.medicine.drugs.rxnorm_products import Product
from euthymia.medicine.refusal import Refusal
from euthymia.wire.fhir.doses.drug_text import read_drug
from euthymia.wire.fhir.values import Concept

_FIELDS = 18
_CODE, _SOURCE, _TYPE, _NAME, _SUPPRESSED = 0, 11, 12, 14, 16
_CLINICAL_DRUGS = ("SCD", "SBD")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (MG/HR|MG/ML|MG)\b")
_FORM = re.compile(
    r"((?:(?:\d+ HR )?(?:extended|delayed) release |disintegrating )?)(?:oral |transdermal )?"
    r"(tablet|capsule|solution|system|patch)",
    re.IGNORECASE,
)
_UNITS = {"MG": "mg", "MG/ML": "mg/mL", "MG/HR": "mg/h"}


class NotRxNorm(Refusal):
    """A line is none of RXNCONSO.RRF."""


def read_products(lines: Iterable[str]) -> Iterator[tuple[str, Product]]:
    """Read the current clinical drugs that are antidepressants: (code, product). Raises NotRxNorm."""
    for number, line in enumerate(lines, 1):
        fields = line.rstrip("\n").split("|")
        if len(fields) < _FIELDS:
            raise NotRxNorm(f"line {number} has {len(fields)} fields, not {_FIELDS}. Give RXNCONSO.RRF of a release.")
        current = fields[_SOURCE] == "RXNORM" and fields[_SUPPRESSED] == "N"
        if current and fields[_TYPE] in _CLINICAL_DRUGS and (product := _product(fields[_NAME])):
            yield fields[_CODE], product


def _product(name: str) -> Product | None:
    """Read a clinical drug's name; None where it holds no antidepressant of the tables, or no strength and form."""
    plain = name.partition("[")[0]
    drugs = [part.group(0) for part in re.finditer(r"[^/]+?\d+(?:\.\d+)? MG(?:/\w+)?", plain)]
    amount, form = _AMOUNT.search(plain), _FORM.search(plain)
    first = antidepressants.match(f"{drugs[0]} Transdermal" if "ransdermal" in plain else drugs[0]) if drugs else None
    if first is None or amount is None or form is None:
        return None
    named = (first.name.removesuffix(" transdermal"), *(_other(one) for one in drugs[1:]))
    shape = "patch" if amount[2] == "MG/HR" else f"{_release(form[1])}{form[2].lower()}"
    use = "smoking cessation" if "smoking cessation" in plain.lower() else ""
    salt = read_drug(Concept((), drugs[0])).salt
    return Product(named, float(amount[1]), _UNITS[amount[2]], shape, salt, use)


def _release(said: str) -> str:
    words = re.sub(r"\d+ HR ", "", said, flags=re.IGNORECASE).lower().strip()
    return f"{words} " if words else ""


def _other(part: str) -> str:
    return next((word.lower() for word in re.findall(r"[a-zA-Z]{4,}", part)), "another drug")


def table_lines(products: Mapping[str, Product]) -> Iterator[str]:
    """Write the table as `rxnorm_products` holds it, in order, no line longer than 120 characters."""
    groups: dict[str, list[str]] = {}
    for code, one in sorted(products.items(), key=lambda item: (*item[1][:1], *item[1][2:], item[1].strength, item[0])):
        head = "|".join(["+".join(one.drugs), one.unit, one.form, one.salt, one.use, ""])
        groups.setdefault(head, []).append(f"{one.strength:g}={code}")
    for head, codes in groups.items():
        line = head
        for code in codes:
            if len(line) + len(code) > 119:
                yield line.rstrip()
                line = head
            line += f"{code} "
        yield line.rstrip()
