"""A symptom that stands alone as the reason why a drug was stopped: "Übelkeit", "stopped because of weight gain".

It is read as intolerance only where a part of the words holds nothing else: no denial, no other cause, no other drug.
What may as well be the depression (sleep, fear, restlessness, tiredness) is not on the list: it is shown and asked.
"""

import re
from typing import Final

from euthymia.medicine.diagnoses.words import plain

# Words of seven languages, without accents, by hand.
_SYMPTOM: Final = re.compile(
    r"\b(?:nause\w*|ubelkeit\w*|misselijk\w*|enjoos?|vomit\w*|vomissem\w*|erbrechen|braken|diarrh?o?e\w*|diarre\w*"
    r"|durchfall\w*|constipation|obstipation\w*|verstopfung\w*|estren\w*|stitichezza|(?:dry|trockener) mouth"
    r"|mundtrocken\w*|trockener mund|bouche seche|boca seca|bocca secca|secheresse buccale|droge mond|dizz\w*"
    r"|schwindel\w*|vertig\w*|mareos?|tontur\w*|capogir\w*|duizel\w*|head-?aches?|kopfschmerz\w*|cephalees?|cefale\w*"
    r"|hoofdpijn|(?:weight|appetite) gain|gewichts?(?:zunahme|anstieg)|gewichtstoename|prise de poids"
    r"|(?:aumento|ganho) (?:di|de) peso"
    r"|(?:sexual|sexuelle\w*|sexuell\w*|seksuele?|sessuale?|erectile|erektile?|erectiele) "
    r"(?:dysfun[ck]\w*|funktionsstorung\w*|problem\w*|disfun\w*|storung\w*)"
    r"|(?:dis?fun[cz]\w*|dysfonction\w*|problemas?|problemi|trastornos?|disturbi) (?:sexuel\w*|sexua\w*|sessual\w*"
    r"|erect\w*|eret\w*|erettil\w*)|(?:loss of|low(?:ered)?|reduced|decreased) libido|libido ?(?:verlust|verlies|loss)"
    r"|(?:perte|baisse) de (?:la )?libido|perdida de (?:la )?libido|perda de libido|calo della libido|anorgasm\w*"
    r"|(?:delayed|verzogerte) ejacul\w*|sedation|sedierung|sedacion|sedazione|sedacao|sedatie|oversedat\w*|drows\w*"
    r"|somnolen\w*|sonnolenza|somnolencia|benommen\w*|schlafrig\w*|slaperig\w*|sweat(?:s|ing)|schwitzen|sudor\w*"
    r"|suor\w*|transpir\w*|zweten|trem(?:or|ors|blements?|blor\w*)|tremore|zittern|trillen|temblor\w*"
    r"|(?:skin )?rash|hives|urti[ck]ari\w*|orticaria|hautausschlag|exanth?em\w*|eruption cutanee|huiduitslag"
    r"|hyponatr\w*|hiponatr\w*|iponatr\w*|qtc?[- ]?(?:prolong\w*|verlangerung|verlenging|zeit-?verlangerung)"
    r"|(?:prolong\w*|verlangerte|allongement) (?:of |du |des |de |del |do )?qtc?|qtc?-zeit-verlangerung"
    r"|seroton\w*[- ]?syndrom\w*|(?:syndrome|sindrome|sindrome de la) serotonin\w*|sindrome serotonin\w*"
    r"|akath?isi\w*|acathisi\w*|acatisi\w*|oe?dem\w*|odem\w*|edem[ai])\b"
)
# How bad it was, that it ended the drug, and small words: they change nothing of what the part says.
_NOTHING_MORE: Final = re.compile(
    r"\b(?:very|too much|severe\w*|mild|moderate|marked|strong|persist\w*|intoler\w*|unbearable|unacceptable|new"
    r"|stop\w*|discontinu\w*|ended|quit|withdrawn|due to|because of|caused|on it|on|under|unter|sous|with it"
    r"|from it|it|had|has|got"
    r"|developed|experienced|patient\w*|(?:s)?he|reported|reports|complain\w*|of|the|then|a|an|and|with|for|after|first"
    r"|weeks?|reason|schwere?\w*|stark\w*|massiv\w*|ausgepragte?\w*|anhaltende?\w*|unertraglich\w*|wegen|aufgrund"
    r"|abgesetzt|absetzen|beendet|gestoppt|grund|hatte|bekam|darunter|und|mit|starker|arret\w*|cause|raison|a cause de"
    r"|en raison de|pour|et|avec|sous traitement|importante?s?|graves?|fortes?|severes?|suspen\w*|interr\w*|debido a"
    r"|por|causa de|y|con|intensas?|fuertes?|a causa (?:di|del|della)|per|e|devido a|causa|motivo|gestopt|gestaakt"
    r"|vanwege|door|wegens|ernstige?|hevige?|en|met|du|de|des|la|le|les|il|el|o|het|die|der|das|am|im"
    r"|u\w*bermassig\w*|forte?)\b|[\W\d_]+"
)


def is_a_symptom_alone(part: str, *, drug: str = "") -> bool:
    """Return whether a part of the words names a symptom and nothing beside it but the drug itself.

    part  without capitals and accents;  drug  its name
    """
    left, symptoms = _SYMPTOM.subn(" ", part)
    if drug:
        left = left.replace(plain(drug), " ")
    return bool(symptoms) and not _NOTHING_MORE.sub("", left)
