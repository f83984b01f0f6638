"""The words that speak of a disorder beside them, in English, German, French, Spanish, Italian, Portuguese and Dutch.

Patterns are held against text without capitals and accents; "; " parts them. The words are ours, by hand.
"""

import re
from typing import Final, Literal, NamedTuple

Says = Literal["denied", "another's", "looked for", "doubtful", "past"]
# Where the disorder stands, seen from the word; "either": after it, or before it where none comes after.
Reach = Literal["after", "before", "either", "both"]


class Modifier(NamedTuple):
    """One kind of words: what they say of a disorder, and on which side of them it stands."""

    says: Says
    reach: Reach
    words: re.Pattern[str]


def _words(text: str) -> re.Pattern[str]:
    patterns = (pattern.strip() for pattern in text.replace("\n", " ").split("; "))
    alternatives = "|".join(filter(None, patterns))
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?!\w)")


ABBREVIATIONS: Final = (
    (re.compile(r"\bv\. ?a\.|\bv\.? ?d\. ?a\."), "verdacht auf "),
    (re.compile(r"\bz\. ?n\."), "zustand nach "),
    (re.compile(r"\br/o\b|\br\.o\."), "rule out "),
    (re.compile(r"\bdd\.:?"), "differential "),
    (re.compile(r"\bw/o\b"), "without "),
    (re.compile(r"\bfa (?:pos(?:itiv)?)\b\.?"), "familienanamnese "),
    (re.compile(r"\bh/o\b|\bhx of\b|\bs/p\b|\bpmh\b:?"), "history of "),
    (re.compile(r"\bf/?hx?\b:?|\bfamhx\b:?"), "family history "),
    (
        re.compile(
            r"\b(?:patient|pt)'?s (?=(?:\w+ )?(?:grand)?(?:mother|father|brother|sister|son|daughter|aunt|uncle"
            r"|cousin))"
        ),
        "",
    ),
    (re.compile(r"\?"), " query "),
)
FAMILY: Final = _words(r"""
    famil(?:y|ial|iaux|iar\w*|iare); familienanamnese; familieanamnese; familiarita; relatives?; maternal; paternal;
    (?:grand)?(?:mother|father); brother; sister; siblings?; son (?:has|had|with); daughter; aunt; uncle; cousin;
    parents?; (?:gross)?(?:mutter|vater); bruder; schwester; tante; onkel; sohn; tochter; eltern;
    (?:grand-)?[mp]ere; frere; soeur; oncle; (?:ma|pa)dre; herman[oa]; (?:su|un|una|el|la) ti[oa]; abuel[oa];
    hij[oa]; fratello; sorella; (?:uno|una|lo|la) zi[oa]; nonn[oa]; mae; pai; irma[o]?; moeder; vader; broer; zus
""")
# A relative may also be the one who tells of it: that is asked about.
SELF: Final = _words(r"""
    patient(?:in|e)?; pt; pacient[ea]; paziente; patient's; (?:her|him)self; own; personal;
    (?:report|observ|notic|witness|describ)\w*; says; states; berichtet\w*; selbst
""")
_NOT: Final = _words(r"""
    without; no; not; non; never; den(?:ies|ied); negative for; neg for; absence of; free of; lacks?; ohne;
    kein(?:e|en|er|erlei)?; nicht; nie; niemals; sans; pas(?: de)?; aucun(?:e)?; jamais; absence de; absence d(?=');
    sin; nunca; niega; ningun(?:a)?; ausencia de; senza; mai; nega; nessun[ao]?; assenza di; sem; nao; nenhum(?:a)?;
    zonder; geen; niet; nooit; ausschluss(?: einer?)?; nil; ni; nor; \Aausgeschlossen(?:e[nr]?)?; \Aexcluded;
    \A(?:se (?:ha )?)?descarta(?:d[oa])?; \A(?:si esclude|esclus[oa]); \A(?:exclui-se|excluid[oa]); \Auitgesloten
""")
_RULED_OUT: Final = _words(r"""
    ruled out; excluded; none; negative; absent; denied; refuted; not present; disproved; ausgeschlossen; exclu(?:e|s)?;
    ecarte\w*; elimine\w*; descartad[oa]; excluid[oa]; esclus[oa]; uitgesloten; negativ[oae]?; nicht bestatigt als;
    afastad[oa]
""")
_LOOKED_FOR: Final = _words(r"""
    screen(?:ing|ed)?(?: (?:for|auf|op|de|per))?; at risk (?:for|of); risk (?:for|of); risiko; depistage; cribado;
    tamizaje; rastreio; counsel+ing; education; fear of; worried about; prevention of
""")
_DOUBT: Final = _words(r"""
    suspect\w*; possib\w*; probabl\w*; presum\w*; provisional\w*; query; rule out; to rule out; differential\w*;
    likely; unlikely; questionable; unconfirmed; not confirmed; concern for; evaluat\w*; consider\w*; unclear;
    verdacht\w*; fraglich\w*; moglich\w*; wahrscheinlich\w*; dd; nicht (?:bestatigt|gesichert)\w*;
    ausschlussdiagnose; unklar; vermutlich\w*; vermutet\w*; soupcon\w*; suspicion; non confirm\w*; no confirmad\w*;
    nao confirmad\w*; niet bevestigd; sospech\w*; posible\w*; sospett\w*; suspeit\w*; possivel; provavel;
    (?:not|never|cannot|can't|could(?: not|n't)) (?:yet |been? |fully |definitely )*(?:ruled? out|excluded?);
    nicht (?:sicher )?(?:ausgeschlossen|auszuschliessen); (?:pas|non) (?:exclue?|ecarte\w*);
    no (?:se )?(?:descarta\w*|excluid[oa]); non (?:esclus[oa]|si esclude); nao (?:excluid[oa]|descartad[oa]|se exclui);
    niet (?:uitgesloten|uit te sluiten); misdiagnos\w*; mis-labell?ed; mislabell?ed; fehldiagnos\w*;
    (?:ex-?)?(?:wife|husband)(?:'s)?; spouse; partner(?:in)?; ehefrau; ehemann; moglie; marito; espos[oa]; conjoint[e]?;
    verdenking; vermoed\w*; mogelijk\w*; waarschijnlijk\w*; a descartar; a eliminer; da escludere; eventuel\w*
""")
_PAST: Final = _words(r"""
    (?:past )?history(?: of)?; (?:in the )?past; previous(?:ly)?; former(?:ly)?; prior; resolved; remit\w*;
    (?:in )?(?:full |sustained |complete )?remission; zustand nach; anamnestisch\w*; fruher\w*; vorgeschichte;
    (?:voll)?remission; remittiert\w*; abgeklungen; antecedents?; ancien(?:ne)?; antecedentes?; historia de;
    (?:en )?remision; anamnesi; pregress[oa]; storia di; (?:in )?remissione; historico de; (?:em )?remissao;
    voorgeschiedenis; status na; eerdere?; (?:in )?remissie
""")
MODIFIERS: Final[tuple[Modifier, ...]] = (
    Modifier("denied", "after", _NOT),
    Modifier("denied", "before", _RULED_OUT),
    Modifier("looked for", "either", _LOOKED_FOR),
    Modifier("doubtful", "either", _DOUBT),
    Modifier("doubtful", "both", _words("vs; versus")),
    Modifier("past", "either", _PAST),
)
STILL_THERE: Final = _words(r"""
    (?:in |en |em )?(?:partial|partielle?r?|parcial|parziale|gedeeltelijke?|teil)[- ]?(?:remis\w*);
    remis\w* (?:partielle|parcial|parziale); not in (?:full )?remission; nicht remittiert; teilremi\w*
""")
# The scope of "without" ends here too: "without anxiety with psychotic features".
ENDS_NEGATION: Final = _words("with; mit; avec; con; com; met; has; hat; now; currently")
