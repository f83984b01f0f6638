"""Ketamine in the blood over time."""

from typing import Final

from euthymia.medicine.sources.citation import Source

ENTRIES: Final = {
    "domino:as-coded": Source(
        "The set that public infusion calculators carry under the name of Domino EF and others, Clin Pharmacol Ther, "
        "recalled as 36:645-653 (1984): the code's own citation is garbled, and stands unresolved",
        "medium",
    ),
    "clements:1981": Source(
        "Clements JA, Nimmo WS, Br J Anaesth 1981;53:27, parameters as a public tool codes them (its set of 250)",
        "medium",
        "doi:10.1093/bja/53.1.27",
    ),
    "kamp:2020": Source(
        "Kamp J, Olofsen E, Henthorn TK, van Velzen M, Niesters M, Dahan A. Anesthesiology 2020;133:1192-1213, "
        "parameters as a public tool codes them",
        "medium",
        "doi:10.1097/ALN.0000000000003577",
    ),
    "otto:2021": Source(
        "Otto ME, Bergmann KR, Jacobs G, van Esdonk MJ. Eur J Clin Pharmacol 2021;77:1181-1192, parameters as an open "
        "library of models codes them",
        "found",
        "doi:10.1007/s00228-021-03104-1",
    ),
    "fanta:2015": Source(
        "Fanta S, Kinnunen M, Backman JT, Kalso E. Eur J Clin Pharmacol 2015;71:441-447, as fixed in Otto 2021",
        "found",
        "doi:10.1007/s00228-015-1826-y",
    ),
    "perez-ruixo:2021": Source(
        "Perez-Ruixo C, Rossenu S, Zannikos P, Nandy P, Singh J, Drevets WC, Perez-Ruixo JJ. Clin Pharmacokinet "
        "2021;60:501-516, parameters as an open library of models codes them",
        "found",
        "doi:10.1007/s40262-020-00953-4",
    ),
    "simons:2022": Source(
        "Simons P, Olofsen E, van Velzen M, and others, Dahan A. Front Pain Res 2022;3:946486, parameters as an open "
        "library of models codes them",
        "found",
        "doi:10.3389/fpain.2022.946486",
    ),
    "simons:thesis-peaks": Source(
        "Simons, thesis, 2024: observed mean arterial peaks of S-ketamine after 20 mg over 20 min, 273 (259 to 287) "
        "and 260 (251 to 269) ng/mL, read in a copy of its pages",
        "medium",
    ),
    "ashraf:2018": Source(
        "Ashraf MW, Peltoniemi MA, Olkkola KT, Neuvonen PJ, Saari TI. CPT Pharmacometrics Syst Pharmacol "
        "2018;7:687-697, parameters as an open library of models codes them",
        "found",
        "doi:10.1002/psp4.12346",
    ),
    "hasan:2021": Source(
        "Hasan M, and others. Anesthesiology 2021;135:326-339, abstract: metabolic clearance S 1620, R 1530 mL/min, "
        "n 15",
        "medium",
        "doi:10.1097/ALN.0000000000003829",
    ),
    "persson:2002": Source(
        "Persson J, and others. Eur J Clin Pharmacol 2002;57:869-875, abstract: clearance R 0.020, S 0.024 L/min/kg, "
        "n 10 men",
        "medium",
    ),
    "pubchem:masses": Source(
        "PubChem as read in an open library of drug cards, undated: molar mass of ketamine base 237.73 and of "
        "norketamine 223.70 g/mol",
        "found",
    ),
    "spravato:salt": Source(
        "Spravato label as copied, undated: 32.3 mg of the hydrochloride is 28 mg of the base; 237.73 over 274.2 g/mol",
        "medium",
    ),
    "recalled:hnk-mass": Source("Molar mass of hydroxynorketamine 239.70 g/mol, recalled, undated", "medium"),
    "beal:2001": Source(
        "Beal SL. Ways to fit a PK model with some data below the quantification limit. J Pharmacokinet Pharmacodyn "
        "2001;28:481-504: levels under the limit enter by their chance (the third method), recalled",
        "medium",
    ),
    "savic:2009": Source(
        "Savic RM, Karlsson MO. Importance of shrinkage in empirical Bayes estimates for diagnostics. AAPS J "
        "2009;11:558-569, recalled",
        "medium",
    ),
    "hooker:2007": Source(
        "Hooker AC, Staatz CE, Karlsson MO. Conditional weighted residuals (CWRES). Pharm Res 2007;24:2187-2197, "
        "recalled",
        "medium",
    ),
    "brendel:2006": Source(
        "Brendel K, Comets E, Laffont C, Laveille C, Mentre F. Metrics for external model evaluation (NPDE). Pharm Res "
        "2006;23:2036-2049, recalled",
        "medium",
    ),
    "comets:2008": Source(
        "Comets E, Brendel K, Mentre F. Computing normalised prediction distribution errors. Comput Methods Programs "
        "Biomed 2008;90:154-166, recalled",
        "medium",
    ),
    "bergstrand:2011": Source(
        "Bergstrand M, Hooker AC, Wallin JE, Karlsson MO. Prediction-corrected visual predictive checks. AAPS J "
        "2011;13:143-151, recalled",
        "medium",
    ),
    "house:informed": Source(
        'Clinic policy: a parameter whose variance the measurements took less than a fifth of reads "not informed"',
        "proposal",
    ),
    "house:adult-weights": Source(
        "Clinic policy: models of adults are not asked about bodies under 30 or over 300 kg", "proposal"
    ),
}
