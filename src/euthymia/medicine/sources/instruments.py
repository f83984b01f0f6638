"""Rating scales and their bands, and what an outcome is."""

from typing import Final

from euthymia.medicine.sources.citation import Source

ENTRIES: Final = {
    "phq9:bands": Source(
        "LOINC answer list LL382-3, bands of the PHQ-9 total, undated", "found", "https://loinc.org/LL382-3"
    ),
    "phq9:licence": Source(
        "FHIR Questionnaire 44249-1, undated: Pfizer asks no permission to copy, translate, display or distribute",
        "found",
    ),
    "phq9:remission": Source(
        "Psychiatric Services, article ps.201900295 (doi 10.1176), undated here: remission is a PHQ-9 total under 5",
        "found",
        "doi:10.1176/appi.ps.201900295",
    ),
    "phq9:loinc": Source(
        "LOINC codes of the PHQ-9 items as US Core's example Questionnaire (IG 9.0.0, FHIR 4.0.1) gives them, undated",
        "found",
        "https://loinc.org/44249-1",
    ),
    "house:item-9": Source("Clinic policy: any answer above zero to PHQ-9 item 9 is acted on at once", "proposal"),
    "house:risk-items": Source(
        "Clinic policy: any answer above zero to an item about suicide of any scale is acted on at once, as item 9 of "
        "the PHQ-9 is",
        "proposal",
    ),
    "cssrs:licence": Source(
        "Columbia-Suicide Severity Rating Scale screener, copyright K. Posner, Columbia, undated here: free to use, "
        "the wording must not be altered",
        "found",
    ),
    "cssrs:branch": Source(
        "C-SSRS screener as a FHIR Questionnaire, undated here: items 3 to 5 are asked only after a yes to item 2",
        "found",
    ),
    "cssrs:loinc": Source(
        "LOINC codes of the C-SSRS screener and its items as public FHIR Questionnaires give them, undated",
        "found",
        "https://loinc.org/93373-9",
    ),
    "cssrs:triage": Source(
        "C-SSRS screener triage as Blueprint publishes it (undated): 1 or 2 low; 3, or 6 longer than 3 months ago, "
        "moderate; 4, 5 or 6 within 3 months high",
        "found",
        "https://help.blueprint-health.com/en/articles/5208202",
    ),
    "cssrs:triage-by-date": Source(
        "C-SSRS screener triage of some hospitals, recalled and undated: behaviour over 1 year ago low, 3 to 12 months "
        "moderate, under 3 months high",
        "medium",
    ),
    "house:danger": Source(
        "Clinic policy: how answers about suicide become a level and steps; only a clinician's assessment in person "
        "closes them",
        "proposal",
    ),
    "madrs:bands": Source(
        "Snaith's bands of the Montgomery-Asberg scale (0-6, 7-19, 20-34, 35-60), undated here", "found"
    ),
    "madrs:24-hours": Source(
        "24-hour version of the Montgomery-Asberg scale (psychiatrist.com, undated here): valid, but sleep and "
        "appetite are poor over 24 hours; that they are carried from baseline is clinic policy",
        "found",
    ),
    "madrs:meaningful": Source(
        "Montgomery-Asberg scale: within a person a change of about 6 points is clinically meaningful, about 12 "
        "substantial; recalled, undated",
        "medium",
    ),
    "madrs:remission": Source(
        "Montgomery-Asberg total of 10 or less: remission in KetECT (2022) and ELEKT-D (2023); other cuts are in use",
        "found",
        "pmc:PMC9154276",
    ),
    "cadss:form": Source(
        "Clinician-Administered Dissociative States Scale, 23 items of 0-4 as drug trials use it; esketamine trials "
        "read above 4 as present, undated",
        "high",
    ),
    "gad7:bands": Source("Generalised Anxiety Disorder 7, ranges and bands of the total, undated", "found"),
    "gad7:loinc": Source(
        "LOINC panel 69729-2, codes of the GAD-7 items, undated", "found", "https://loinc.org/69729-2"
    ),
    "qids:scoring": Source(
        "QIDS-SR16, nine domains of sixteen items, and bands, undated",
        "found",
        "https://ids-qids.org/interpretation.html",
    ),
    "qids:crosswalk": Source(
        "QIDS-SR16 totals beside HAM-D17 totals, undated", "found", "https://ids-qids.org/interpretation.html"
    ),
    "hamd17:items": Source(
        "Hamilton depression scale, item maxima (item 9 to 4), undated; bands of Zimmerman 2013", "high"
    ),
    "hamd6:items": Source("HAM-D6, six items of the HAM-D17, undated", "high"),
    "bprs:positive": Source(
        "Positive items of the Brief Psychiatric Rating Scale, undated; esketamine trials rated them 0-6", "medium"
    ),
    "gad7:wording": Source(
        "GAD-7 items with their LOINC codes, as HL7's personal health record guide has them in its example answers "
        "(2024); item 2 there has LOINC's longer name, the printed form's is in many public copies",
        "found",
        "https://loinc.org/69737-5",
    ),
    "ymrs:bands": Source("Young Mania Rating Scale, ranges of items and bands, undated", "found"),
    "ymrs:items": Source(
        "Young and others 1978, Br J Psychiatry 133:429, the eleven items in order as mhscales.com and the openEHR "
        "archetype list them; seven run to 4 and four to 8, over the last 48 hours (two undated pages)",
        "found",
        "doi:10.1192/bjp.133.5.429",
    ),
    "sds:items": Source(
        "Sheehan Disability Scale: work or school, social life, family life or home, each 0-10, total 0-30 "
        "(psychcongress.com, undated); over 1 week (braincode.ca, undated)",
        "found",
        "https://psychcongress.com/saundras-corner/scales-screeners/disability-scales/sheehan-disability-scale-sds",
    ),
    "icsi:items": Source(
        "O'Leary-Sant symptom index: four items about urgency, frequency, night and pain, sum 0-20 (Urology 2001)",
        "found",
        "doi:10.1016/s0090-4295(01)01126-8",
    ),
    "icsi:item-range": Source(
        "O'Leary-Sant symptom index, undated: that each item runs 0-5 follows from a total of 20 over four items; no "
        "form was read",
        "medium",
    ),
    "cgis:form": Source("Clinical Global Impression, severity of 1-7, ECDEU 1976", "high"),
    "kset:times": Source(
        "Short and others 2020, J Affect Disord 266:615-620: the Ketamine Side Effect Tool is asked at screening, at "
        "baseline, right after a session and at longer-term follow-up",
        "found",
        "doi:10.1016/j.jad.2020.01.120",
    ),
    "house:side-effects": Source(
        "Clinic policy: short questions of our own at the Ketamine Side Effect Tool's four times, about what KetECT "
        "(2022), Acevedo-Diaz (2020) and reviews of long-term use report; they make no score",
        "proposal",
    ),
    "gad7:remission": Source("GAD-7 total under 5 as remission, undated", "medium"),
    "qids:remission": Source("STAR*D, undated here: remission is a QIDS-SR16 total of 5 or less", "found"),
    "hamd17:remission": Source(
        "Am J Psychiatry, article ajp.163.1.28, undated here: remission is a HAM-D17 total of 7 or less", "found"
    ),
    "hamd6:remission": Source("HAM-D6 total of 4 or less as remission, undated", "medium"),
    "sds:remission": Source(
        "TRANSFORM trials of esketamine, undated here: remission is an SDS total of 6 or less", "medium"
    ),
    "moaas:levels": Source(
        "BMC Anesthesiology 2022, s12871-022-01788-1, table 2: the six levels of the Modified Observer's Assessment of "
        "Alertness/Sedation",
        "found",
        "doi:10.1186/s12871-022-01788-1",
    ),
    "spravato:sedation": Source(
        "Spravato prescribing information, undated copy: sedation is a level under 5, loss of consciousness level 0",
        "found",
    ),
    "trials:response": Source(
        "Murrough and others 2013, Am J Psychiatry 170:1134, and later trials: response is a fall of at least 50%",
        "high",
        "doi:10.1176/appi.ajp.2013.13030392",
    ),
    "house:recall": Source(
        "Clinic policy: a score is not shown as the result of an infusion that its recall period reaches behind",
        "proposal",
    ),
}
