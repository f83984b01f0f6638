"""Why a drug was stopped, where the words plainly say it of the drug: no response, or side effects; else nothing.

Organs, payers and people fail too, and "no side effects" is none: a word is read with its negation and its object,
in English, German, French, Spanish, Italian, Portuguese and Dutch. A symptom that stands alone is one of the drug.
"""

import re
from itertools import pairwise
from typing import Final

from euthymia.medicine.diagnoses import scope
from euthymia.medicine.diagnoses.words import plain
from euthymia.medicine.resistance import uses
from euthymia.medicine.resistance.symptoms import is_a_symptom_alone
from euthymia.medicine.resistance.trials import EndedFor

# Patterns are held against text without capitals and accents; "not a side effect" is no effect that failed.
_INTOLERANCE: Final = re.compile(
    r"\b(?:side.?effects?(?![- ](?:free|profile))|adverse (?:drug )?(?:effects?|events?|reactions?)"
    r"|(?:not|poorly|badly|never) tolerated|tolerated (?:very )?(?:poorly|badly)"
    r"|(?:could|can|did|does) ?(?:not|n't) tolerat\w*|unable to tolerat\w*|fail(?:ed|ure) to tolerat\w*"
    r"|intoll?eran\w*|adr|allergic reaction"
    r"|allerg\w*"
    r"|nebenwirkung(?!s(?:frei|arm))\w*|unvertraglich\w*|(?:nicht|schlecht) vertragen|uaw"
    r"|unerwunschte\w* (?:arzneimittel)?wirkung\w*"
    r"|effets? (?:indesirables?|secondaires?)|(?:non|mal|pas) toleree?s?|mauvaise tolerance"
    r"|efectos? (?:secundarios?|adversos?|indeseables?)|mala tolerancia|(?:no|mal) tolerad\w*"
    r"|effett[oi] (?:collateral[ei]|avvers[oi]|indesiderat[oi])|(?:non|mal) toll?erat\w*"
    r"|efeitos? (?:colatera(?:l|is)|adversos?|secundarios?|indesejave(?:l|is))|(?:nao|mal) tolerad\w*"
    r"|bijwerking(?!en?vrij)\w*|(?:niet|slecht) verdragen)\b"
)
_NOT_OF_THE_GOOD: Final = (
    r"(?! ?(?:adverse|secondaires?|indesirables?|secundarios?|adversos?|indeseables?|colatera\w*|collateral\w*"
    r"|avvers\w*|indesider\w*|indesej\w*))"
)
_GOOD: Final = r"(?:wirk\w*|effekte?\w?|ansprechen|erfolg|(?:ver)?besserung\w*|nutzen|response)"
_EFFECT_OF: Final = r"(?:effet|amelioration|efficacite|benefice)"
_NO_RESPONSE: Final = re.compile(
    r"\b(?:(?:no|non|inadequate|insufficient|poor|lack of|absence of|minimal)[- ](?:clinical |therapeutic "
    r"|any )?(?:respon\w*|effect\w*|efficacy|benefits?|improvements?|relief|help)|(?:did|does|has|have|was"
    r"|is) ?(?:not|n't) (?:respond\w*|help\w*|work\w*|effective|benefit\w*|improv\w*|helpful)"
    r"|ineffect\w*(?! (?:contracept|analges|coping|communicat|airway|breath|cough)\w*)"
    r"|never (?:really )?(?:worked|helped)"
    r"|not (?:effective|helpful|working)|unresponsive|fail(?:ed|ure) to (?:respond|improve|benefit|help)"
    r"|(?:treatment|therapy|drug|medication|trial) fail(?:ed|ure)|failed (?:treatment|therapy|medication|trial|drug)"
    r"|wirkungslos\w*|unwirksam\w*|wirkverlust"
    r"|(?:nicht (?:ausreichend|genugend|hinreichend)|nicht|ungenugend|unzureichend|kaum) wirksam\w*"
    r"|(?:keine?r?|ohne|unzureichende\w?|ungenugende\w?|mangelnde\w?|fehlende\w?) "
    rf"(?:ausreichende\w? |genugende\w? |klinische\w? )?{_GOOD}"
    r"|wirkung (?:war |ist |blieb )?(?:un(?:zureichend|genugend)|ausgeblieben)"
    r"|nicht (?:gewirkt|angesprochen|geholfen)|(?:half|wirkte) nicht|therapieversagen|non-?response?"
    rf"|inefficac\w*|(?:pas d'|sans |absence d'){_EFFECT_OF}|(?:pas|absence) de reponse"
    r"|(?:reponse|efficacite) insuffisante|manque d'(?:efficacite|effet)|echec (?:therapeutique|du traitement)"
    r"|inefica[cz]\w*|sin (?:efecto|respuesta|mejoria|eficacia)"
    r"|no (?:respond\w*|efectiv\w*|eficaz|(?:le |me )?hizo efecto)"
    r"|falta de (?:eficacia|respuesta)|(?:respuesta|resposta) (?:insuficiente|inadecuada|inadequada)"
    r"|eficacia insuficiente|fracaso terapeutico"
    r"|(?:nessun|senza) (?:effetto|beneficio|miglioramento)|nessuna (?:risposta|efficacia)|non (?:ha )?rispo\w*"
    r"|mancata risposta|mancanza di efficacia|fallimento terapeutico|risposta (?:insufficiente|inadeguata)"
    r"|efficacia insufficiente|sem (?:efeito|eficacia|resposta|melhora)|nao respond\w*|falha terapeutica"
    r"|(?:niet|onvoldoende) (?:effectief|werkzaam)|onwerkzaam|ineffectief|(?:werkte?|hielp|helpt) niet"
    r"|(?:geen|zonder) (?:effect|respons|reactie|baat|verbetering)|onvoldoende (?:effect|respons|werking)"
    r"|(?:response|benefit|improvement|efficacy|ansprechen|wirksamkeit|reponse|respuesta|risposta|resposta|respons)"
    r" ?[:=] ?(?:none|nil|no|keine?s?|aucune|ninguna|nessuna|nenhuma|geen)"
    rf"|therapiefalen)\b{_NOT_OF_THE_GOOD}"
)
# "failed" alone, or of the drug itself.
_FAILED_ALONE: Final = re.compile(r"(?:it |this |the )?(?:has |had )?fail(?:ed|ure)")
_GENERAL: Final = re.compile(
    r"(?:the|this|that|any|its?|drugs?|medic\w*|meds?|tablets?|pills?|treatments?|therap\w*|trial|antidepress\w*"
    r"|ssris?|snris?|dose|doses|full|max\w*|adequate|depress\w*|mood|symptoms?|das|dem|der|die|medikament\w*|le|la"
    r"|el|il|lo|traitement|tratamiento|farmaco|trattamento|tratamento|medicatie|after|despite|at|mg|\d+"
    r"|symptom\w*|beschwerden|stimmung\w*|humeur|animo|umore|humor|stemming\w*|klachten)"
)
_OBJECT: Final = re.compile(
    r"\s*(?:to|of|from|for|on|with|by|auf|gegen|von|bei|durch|der|des|au|a|aux|al|del|della|di|do|da|voor|op"
    r"|van|para|sur) (?:the |an? |der |die |das |la |el |il )?(\w+)"
)
_NONE_AFTER: Final = re.compile(
    r"\s*[:=–-]?\s*(?:none|nil|no|0|denied|negative|keine?r?|nein|verneint|negiert|aucune?|neant|nie[es]*|ningun\w*"
    r"|negad\w*|nessun\w*|negat\w*|nenhum\w*|geen|ontkend)\s*"
)
_BEFORE: Final = re.compile(r"(\w+)[ -]$")
# Before "intolerance" these name no other substance, as "lactose" does.
_PLAIN_BEFORE: Final = (
    "due", "to", "of", "for", "patient", "and", "severe", "poor", "gi", "reported", "stopped", "her", "his", "their",
)  # fmt: skip
_OF_A_SUBSTANCE: Final = re.compile(r"intoll?eran|allerg")
_DOUBT: Final = re.compile(
    r"\b(?:if|when|unless|falls|wenn|si|se|als|concern\w*|worr\w*|afraid|fear\w*|anxious about|angst vor|sorge"
    r"|peur|miedo|paura|medo|bang voor|risk of|avoid\w*|prevent\w*|watch for|monitor\w*|despite|trotz"
    r"|hardly|barely|few|kaum|wenige?|peu d\w*|pocos|pochi|poucos|weinig)\b"
)
_NOT_TAKEN: Final = re.compile(
    r"\b(?:non-?|not |poor |poorly |lack of |mangelnde |fehlende |schlechte |mauvaise |mala |scarsa |ma |slechte |low )"
    r"(?:adher\w*|complian\w*|observance|adherencia|aderen\w*|adhasion|adesao|therapietrouw)"
    r"|\bnon-?(?:observance|adher\w*|complian\w*)|\b(?:therapieontrouw|malcomplian\w*|inobservance)"
    r"|\bnever (?:took|taken|started)|\b(?:not|wasn't|isn't) tak(?:en|ing)|\bmissed (?:many |most )?doses"
    r"|\b(?:did|does|has) ?(?:not|n't) (?:really )?take\w*|\bunregelmassig\w* einnahme"
    r"|\bnicht (?:regelmassig )?(?:ein)?genommen|\bunregelmassig\w* (?:ein)?genommen|\bjamais pris"
    r"|\bnunca (?:tom\w*|lo tomo)|\bmai (?:presa|preso|assunt\w*)|\bnooit ingenomen"
)
# Others than the drug and the person, who fail to respond as well.
_OTHERS: Final = re.compile(
    r"\b(?:insur\w*|payers?|pharmac(?:y|ies)|pharmacist|clinic|office|provider|prescriber|doctor|company|employer"
    r"|prior auth\w*|kranken(?:kasse|versicherung)|apotheke|praxis|assurance|mutuelle|pharmacie|seguro|farmacia"
    r"|aseguradora"
    r"|assicurazione|seguradora|verzekeraar|apotheek|request|appeal|referral|relative)\b"
)


def why_ended(text: str, *, drug: str = "") -> EndedFor | None:
    """Read why a drug was stopped; None where the words do not plainly say that it failed or was not tolerated.

    drug  its name, so that "allergic to sertraline" is read of it and "allergic to penicillin" is not
    """
    found: set[EndedFor] = set()
    parts = [part for sentence in scope.sentences(_joined(plain(text))) for part in sentence]
    for part, after in pairwise([*parts, ""]):
        if _NONE_AFTER.fullmatch(after):
            continue
        if _says(_INTOLERANCE, part, drug) or is_a_symptom_alone(part, drug=drug):
            found.add("intolerance")
        if _says(_NO_RESPONSE, part, drug) or _failed(part, drug):
            found.add("no response")
    if _NOT_TAKEN.search(plain(text)):
        found.discard("no response")  # what was not taken cannot have failed
    return "intolerance" if "intolerance" in found else "no response" if found else None


def _joined(text: str) -> str:
    """Keep a denial that is part of the words in one piece: the scope of "no response" is its own."""
    return _NO_RESPONSE.sub(lambda hit: hit[0].replace(" ", "_").replace("-", "_"), text)


def _says(pattern: re.Pattern[str], part: str, drug: str) -> bool:
    spaced = part.replace("_", " ")
    for hit in pattern.finditer(spaced):
        denied = _NONE_AFTER.fullmatch(spaced, hit.end())
        says = "denied" if denied else scope.said_of(part, hit.span())
        if says is None and not _DOUBT.search(spaced[: hit.start()]) and _is_of_the_drug(spaced, hit, drug):
            return True
    return False


def _is_of_the_drug(part: str, hit: re.Match[str], drug: str) -> bool:
    """Return whether the words have no object, or the drug itself: "no response to letters" is not of it."""
    if uses.OTHER_NEXT.match(part, hit.end()):
        return False
    named = _OBJECT.match(part, hit.end())
    if named and not _is_general(named[1], drug):
        return False
    if _OTHERS.search(part[: hit.start()]):
        return False
    before = _BEFORE.search(part[: hit.start()])
    if before and _OF_A_SUBSTANCE.match(hit[0]) and not _is_general(before[1], drug):
        return before[1] in _PLAIN_BEFORE
    return True


def _is_general(word: str, drug: str) -> bool:
    return _GENERAL.fullmatch(word) is not None or (bool(drug) and word[:6] == plain(drug)[:6])


def _failed(part: str, drug: str) -> bool:
    words = part.replace("_", " ").strip(" .!")
    name = plain(drug)
    if name and name in words:
        words = words.replace(name, "").strip()
    return _FAILED_ALONE.fullmatch(words) is not None
