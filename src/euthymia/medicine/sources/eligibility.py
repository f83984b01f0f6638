"""Who may be treated."""

from typing import Final

from euthymia.medicine.sources.citation import Source

ENTRIES: Final = {
    "spravato:contraindications": Source(
        "Spravato prescribing information, undated copy: contraindications, and pregnancy and age statements", "found"
    ),
    "spravato:pre-dose-pressure": Source(
        "Spravato prescribing information, undated copy: above 140/90 mmHg before the dose, delay and weigh", "found"
    ),
    "spravato:driving": Source(
        "Spravato prescribing information, undated copy: no driving until the next day after restful sleep", "found"
    ),
    "spravato:suicide": Source(
        "Spravato prescribing information, undated copy: not shown to prevent suicide; an urgent review, never a "
        "silent refusal, is clinic policy",
        "proposal",
    ),
    "ketalar:label": Source(
        "Ketalar (ketamine) prescribing information, undated copies: contraindications, warnings and reactions", "found"
    ),
    "ketalar:cystitis": Source(
        "Ketalar prescribing information, undated copy: cystitis and blood in the urine are listed; think of stopping "
        "if symptoms last",
        "high",
    ),
    "spravato:liver": Source("Spravato prescribing information, undated: liver disease, severe and moderate", "high"),
    "san:workup": Source(
        "Sanacora and others 2017, JAMA Psychiatry 74:399-405: assessment before ketamine, to be considered or as "
        "indicated",
        "medium",
    ),
    "house:liver-retest": Source(
        "Clinic policy: liver tests at baseline, monthly while infusions are frequent, then every three months; the "
        "label asks for them from time to time",
        "proposal",
    ),
    "house:liver-tests": Source("Clinic policy: defer when ALT or AST is above 3 times the upper limit", "proposal"),
    "elektd:trd": Source(
        "ELEKT-D trial (Anand 2023, NCT03113968), entry criteria: at least two adequate trials of an antidepressant or "
        "an augmentation in a lifetime",
        "found",
    ),
    "house:diagnosis": Source(
        "Clinic policy: the rule is for depression that is neither bipolar nor psychotic; bipolar and primary "
        "psychotic disorders are lifelong, psychotic features belong to their episode; what is doubtful or not "
        "read is asked; thyroid, alcohol, sleep apnoea and poor adherence are asked beside the verdict",
        "proposal",
    ),
    "elektd:exclusions": Source("ELEKT-D trial (Anand 2023, NCT03113968), entry and exclusion criteria", "found"),
    "er-ketamine:exclusions": Source(
        "Extended-release ketamine trial, exclusion criteria, table 1, undated here", "found", "pmc:PMC10812090"
    ),
    "crtce:substances": Source(
        "CRTCE ketamine clinic, questions and answers, undated: no substance or alcohol use disorder in 3 months",
        "found",
        "https://crtce.com/faq",
    ),
    "clinics:dementia": Source(
        "Exclusion lists of ketamine clinics, undated: dementia and delirium",
        "found",
        "https://torontoketamineclinic.com",
    ),
    "trials:common-exclusions": Source("Exclusions common to ketamine trials, undated, to be confirmed", "medium"),
    "bc-college:airway": Source(
        "British Columbia college draft on ketamine, undated: a validated screen for sleep apnoea",
        "found",
        "https://katacanada.org",
    ),
    "esketamine:age-and-pressure": Source(
        "Blood-pressure surges in a ketamine clinic cohort, undated listing 38991311: odds 1.04 a year of age", "found"
    ),
    "house:fasting": Source("Clinic policy: diabetes drugs and GLP-1 agonists need a fasting plan", "proposal"),
    "veraart:2021": Source(
        "Veraart JKE et al. 2021, interactions of ketamine with psychiatric medicines: benzodiazepines, "
        "lamotrigine, lithium, antipsychotics",
        "found",
    ),
    "williams:2018": Source(
        "Williams NR et al. 2018, Am J Psychiatry: 50 mg naltrexone before ketamine blunted its effect (12 people, an "
        "interim look); other small series saw none",
        "high",
    ),
    "ketalar:theophylline": Source(
        "Ketalar prescribing information, undated copy: theophylline or aminophylline lowers the seizure threshold",
        "found",
    ),
    "ketalar:pressor": Source(
        "Ketalar prescribing information, undated: sympathomimetics, vasopressin, thyroid hormone: pressure and pulse",
        "high",
    ),
    "spravato:interactions": Source(
        "Spravato prescribing information, undated copy: stimulants and MAO inhibitors, watch pressure closely", "found"
    ),
    "rems:sedatives": Source(
        "Spravato REMS training, undated: opioids, alcohol, sedatives and gabapentinoids add to sedation and slow "
        "breathing",
        "found",
    ),
    "rems:form": Source(
        "Spravato REMS patient monitoring form, 11/2021, and its newer form with respiratory depression and opioids",
        "found",
    ),
    "andrade:2017-interactions": Source(
        "Andrade C 2017, J Clin Psychiatry, on ketamine in practice: inhibitors raise, inducers lower exposure; the "
        "list of drugs is recalled",
        "high",
    ),
    "gdansk:ssri-pressure": Source(
        "Neuropsychiatr Dis Treat, NDT.S273287, undated here: higher peaks of pressure with SSRIs, one series of 49",
        "found",
    ),
    "house:medicines": Source(
        "Clinic policy: unknown allergies and a medicine to avoid ask a reason at the order; a medicine is held on the "
        "infusion day only on the prescriber's order, drug by drug; an allergy whose name is near ketamine's stops the "
        "order until a prescriber has said what is meant",
        "proposal",
    ),
    "house:allergies": Source(
        "Clinic policy: dissociation, vomiting or fear under ketamine are intolerance, shown and asked; hives, "
        "swelling, wheeze, shock or an unknown reaction stop; a prescriber corrects the entry and never overrides it",
        "proposal",
    ),
    "house:drug-screen": Source(
        "Clinic policy: a presumptive drug screen never excludes: ask, confirm, then decide; a confirmed one that no "
        "prescribed medicine explains counts",
        "proposal",
    ),
    "label:venlafaxine-screen": Source(
        "Venlafaxine, FDA label, undated: false positive immunoassays for phencyclidine and amphetamine",
        "found",
        "https://www.droracle.ai/articles/10983",
    ),
    "brahm:2010": Source(
        "Brahm 2010, Am J Health Syst Pharm 67:1344-1350: medicines reported with a false positive urine drug screen",
        "found",
        "https://www.medscape.com/viewarticle/726897",
    ),
    "mgh:drug-screen": Source(
        "Massachusetts General Hospital, Housestaff Manual 2019-2020: false positives of a urine drug screen by assay",
        "found",
        "https://www.grepmed.com/images/9875",
    ),
    "droracle:amphetamine-screen": Source(
        "Question-and-answer page on false positive amphetamine screens, undated",
        "found",
        "https://www.droracle.ai/articles/667416",
    ),
    "droracle:pcp-screen": Source(
        "Question-and-answer page on false positive phencyclidine screens, undated",
        "found",
        "https://www.droracle.ai/articles/374354",
    ),
    "teamcme:benzodiazepine-screen": Source(
        "Medical examiners' page on false positive drug tests, undated: sertraline as a benzodiazepine",
        "found",
        "https://postinfographics.com/13-drug-test-false-positive-medications",
    ),
    "house:family-history": Source(
        "Clinic policy: psychiatric review where a parent, brother, sister or child has had psychosis", "proposal"
    ),
    "house:eligibility": Source(
        "Clinic policy: an absolute criterion has no override, an exclusion needs the prescriber's typed reason, a "
        "nurse cannot override, unknown is not no",
        "proposal",
    ),
    "house:consent": Source(
        "Clinic policy: nobody's reason stands in for consent that is missing; no escort, no infusion that day",
        "proposal",
    ),
    "house:self-check": Source("Clinic policy: the public self-check never closes the way to a consult", "proposal"),
}
