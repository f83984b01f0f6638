"""From NMDA block to relief."""

from typing import Final

from euthymia.medicine.sources.citation import Source

ENTRIES: Final = {
    "murrough:2013-bp": Source(
        "Murrough JW et al. 2013, Biol Psychiatry: up to six open infusions in 12 days, n = 24, and time to relapse; "
        "that relapse is the loss of half the improvement at two visits in a row is recalled",
        "found",
        "pmc:PMC3725185",
    ),
    "singh:2016": Source(
        "Singh JB et al. Am J Psychiatry 2016, article 16010037: ketamine twice or three times a week against saline",
        "found",
        "doi:10.1176/appi.ajp.2016.16010037",
    ),
    "ionescu:2019": Source(
        "Ionescu DF et al. 2019: six infusions in 3 weeks against saline in chronic suicidal thoughts, n = 26",
        "found",
        "pubmed:30286416",
    ),
    "zarate:2006-plasma": Source(
        "Zarate 2006 as tabulated in Zanos P et al. Pharmacol Rev 2018;70:621-660, table 1: about 185 ng/mL after 0.5 "
        "mg/kg over 40 min; n and SD not given there",
        "found",
        "pmc:PMC6020109",
    ),
    "krystal:1994": Source(
        "Krystal 1994 as tabulated in Zanos P et al. Pharmacol Rev 2018;70:621-660, table 1: 100 to 250 ng/mL",
        "found",
        "pmc:PMC6020109",
    ),
    "bowdle:1998": Source(
        "Bowdle TA et al. Anesthesiology 1998;88:82-88, abstract: psychedelic effects linear from 50 to 200 ng/mL",
        "found",
    ),
    "esketamine:side-effects": Source(
        "Nasal esketamine, pooled, n = 928 (psychiatrist.com, undated here): side effects in week 1, fewer later",
        "found",
    ),
    "shigetome:2025": Source(
        "Shigetome 2025, CPT Pharmacometrics Syst Pharmacol 14:1119-1127: paroxetine and the Montgomery-Asberg score, "
        "n = 50, parameters as an open library of models codes them",
        "found",
        "doi:10.1002/psp4.70032",
    ),
    "lii:2023": Source(
        "Lii TR et al. 2023: ketamine or saline under surgical anaesthesia, 20 and 20 people, table 4",
        "found",
        "pmc:PMC10769130",
    ),
    "su-chen:suicidal": Source(
        "Su and Chen, undated here: ketamine or midazolam in resistant depression with suicidal thoughts, 42 and 42",
        "found",
    ),
    "japan:audit": Source(
        "Audit of two clinics in Japan, 2010 to June 2025: 296 patients, 1,985 sessions, no escalation of tier 1",
        "found",
    ),
    "stard:step-1": Source(
        "STAR*D, first step, undated here: remission by QIDS 36.8%, n = 3,671; a reanalysis disputes the whole", "found"
    ),
    "wilkinson:2018": Source(
        "Wilkinson ST et al. Am J Psychiatry 2018;175:150, people of 10 trials; means read in a secondary source",
        "found",
        "pmc:PMC5794524",
    ),
    "newport:2015": Source("Newport DJ et al. Am J Psychiatry 2015: 7 trials pooled, 147 on ketamine", "found"),
    "han:2016": Source("Han Y et al. 2016: 9 trials pooled, 368 people", "found", "pmc:PMC5098773"),
    "cochrane:2021": Source("Cochrane review 2021 of glutamate modulators: 64 studies, 31 of ketamine", "medium"),
    "berman:2000": Source("Berman RM et al. Biol Psychiatry 2000;47:351: crossover, 7 completed both", "medium"),
    "riva-posse:2018": Source("Riva-Posse P et al. 2018: 66 patients, 684 infusions", "found", "pubmed:29525051"),
    "szarmach:2020": Source("Szarmach J et al. Neuropsychiatr Dis Treat 2020, article 273287: 49 inpatients", "found"),
    "wan:2015": Source("Wan LB et al. 2015: 97 patients, 205 infusions; its pressures are recalled", "medium"),
    "cadss:correlations": Source(
        "CADSS at 40 min beside the Hamilton score at 230 min, r = -0.35, n = 108, undated here; later and larger work "
        "finds no prediction of use",
        "found",
        "pmc:PMC4065787",
    ),
    "esketamine:nasal-trials": Source(
        "TRANSFORM-2 and SUSTAIN-1, undated copies: difference at day 28, relapse of stable remitters", "found"
    ),
    "sustain:relapse": Source(
        "SUSTAIN-1, undated here: relapse is a Montgomery-Asberg total of 22 or more twice in a row, or hospital",
        "high",
    ),
    "nunes:2024": Source(
        "Nunes A, Singh S. PLoS One 2024;19:e0297708: one dose as a rise and a decay; the method alone was read",
        "found",
        "doi:10.1371/journal.pone.0297708",
    ),
    "calc:half-occupancy": Source(
        "Half occupancy of a racemate from Ebert 1997 (Ki of S 0.3, of R 1.4 uM, abstract): 0.49 uM, unbound "
        "share 0.6, so 194 ng/mL; other assays differ fourfold",
        "medium",
    ),
    "house:outlook": Source(
        "Clinic policy: whether the panel of research on the outcome page is shown (off until switched on), and the "
        "course, gap and spacing it looks at; it advises nothing and nothing of it is kept in the chart",
        "proposal",
    ),
    "house:cascade-priors": Source(
        "Policy of the model: priors and what stands in where a study's figure is not held, chosen before any fit",
        "proposal",
    ),
}
