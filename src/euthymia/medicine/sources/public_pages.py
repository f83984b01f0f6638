"""What the public pages claim."""

from typing import Final

from euthymia.medicine.sources.citation import Source

ENTRIES: Final = {
    "murrough:2013-ajp": Source(
        "Murrough JW et al. Antidepressant efficacy of ketamine in treatment-resistant major depression: a two-site "
        "randomized controlled trial. Am J Psychiatry 2013;170:1134",
        "high",
        "doi:10.1176/appi.ajp.2013.13030392",
    ),
    "shiroma:2020": Source(
        "Shiroma PR et al. Transl Psychiatry 2020: six ketamine infusions, or five midazolam and one ketamine",
        "found",
        "https://www.nature.com/articles/s41398-020-00897-0",
    ),
    "jelovac:2025": Source(
        "Jelovac A et al. KARMA-Dep 2. JAMA Psychiatry 2025: up to eight infusions against midazolam in inpatients",
        "found",
    ),
    "ekstrand:2022": Source(
        "Ekstrand J et al. KetECT 2022: ketamine against electroconvulsive therapy in inpatients",
        "found",
        "pmc:PMC9154276",
    ),
    "anand:2023": Source(
        "Anand A et al. ELEKT-D 2023: ketamine against electroconvulsive therapy without psychosis",
        "found",
        "pubmed:37224232",
    ),
    "grunebaum:2018": Source(
        "Grunebaum MF et al. Am J Psychiatry 2018;175:327: suicidal thoughts 24 hours after ketamine or midazolam",
        "found",
    ),
    "vankawala:2021": Source(
        "Vankawala J et al. 2021, meta-analysis of blood pressure and pulse in 2,252 treatments",
        "found",
        "pubmed:33841195",
    ),
    "rodrigues:2022": Source("Rodrigues NB et al. 2022, safety of four infusions in 203 outpatients", "found"),
    "smith-apeldoorn:2022": Source(
        "Smith-Apeldoorn SY et al. 2022, maintenance ketamine: 3 controlled studies, 8 open studies, 30 case series",
        "found",
    ),
    "short:2018": Source("Short B et al. 2018, review of side effects in 60 ketamine studies", "found"),
    "house:expected-effect": Source(
        "Clinic policy: people are told that about 30 to 50 in 100 do not respond, after professional statements",
        "proposal",
    ),
    "fda:2023-warning": Source(
        "FDA, 10 October 2023: ketamine is not approved for any psychiatric disorder; compounded use at home lacks "
        "monitoring",
        "found",
    ),
}
