"""Questionnaires with words of our own making: no scale's wording is here."""

import json

from euthymia.wire.fhir.resources.scale_items import items_of

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def option(score, words=None):
    coding = {"code": f"a{score}", "display": words or f"made-up answer {score}"}
    return {"valueCoding": coding, "extension": [{"url": ORDINAL, "valueDecimal": score}]}


def item(number, scores, **members):
    made = {"linkId": f"item-{number}", "type": "choice", "text": f"Made-up question {number}?"}
    return made | {"answerOption": [option(score) for score in scores]} | members


def form(key, *, change=lambda items: items, **members):
    """A Questionnaire that fits the scale, as a dict; `change` gets its items."""
    items = [item(one.number, one.scores) for one in items_of(key)]
    first = {"linkId": "before", "type": "display", "text": "Made-up words before the first question."}
    made = {"resourceType": "Questionnaire", "status": "active", "title": "Made-up form", "language": "en"}
    return made | {"copyright": "Made-up copyright line.", "item": [first, *change(items)]} | members


def data(key, **members) -> bytes:
    return json.dumps(form(key, **members)).encode()
