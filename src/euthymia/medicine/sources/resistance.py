"""What treatment-resistant means, and the doses that count."""

from typing import Final

from euthymia.medicine.sources.citation import Source

ENTRIES: Final = {
    "fda:trd": Source(
        "Spravato (esketamine) prescribing information, 2025: treatment-resistant depression is no adequate response "
        "to at least two different antidepressants of adequate dose and duration in the current episode",
        "high",
    ),
    "ema:trd": Source(
        "European Medicines Agency, guideline on medicines for depression, EMA/CHMP/185423/2010 Rev 2 (2013): at least "
        "two agents, of one class or two, adequate dose and duration, adherence affirmed",
        "high",
    ),
    "msm:scoring": Source(
        "Maudsley Staging Method, scoring as tabulated in BMC Psychiatry 2018, s12888-018-1679-x, table 3; counts "
        "of antidepressants also PLOS ONE 2020, table 1",
        "found",
        "pmc:PMC7392234",
    ),
    "thase-rush:stages": Source(
        "Thase and Rush 1997, stages of resistance 0 to V, each on top of the one below; stage 0 is ours", "high"
    ),
    "mgh:staging": Source(
        "Massachusetts General Hospital staging as applied to a register, PLOS ONE 2020, table 1: 1 a trial, 0.5 an "
        "optimisation, 0.5 an augmentation, 3 for ECT",
        "found",
        "pmc:PMC7392234",
    ),
    "mgh-atrq:failed-trial": Source(
        "Massachusetts General Hospital Antidepressant Treatment Response Questionnaire, undated here: at least 6 "
        "weeks at the minimum dose with less than 50% improvement",
        "high",
    ),
    "athf-sf:four-weeks": Source(
        "Sackeim 2019, Antidepressant Treatment History Form: Short Form, J Psychiatr Res 113:125-136: at least 4 "
        "weeks at or above the minimum dose",
        "medium",
    ),
    "house:resistance": Source(
        "Clinic policy: a trial that intolerance ended before an adequate dose and duration never counts, after it the "
        "response decides; one drug counts once, an unknown is never read as a no; a use other than depression, and a "
        "dose ten times too high or low, are asked about",
        "proposal",
    ),
    "maudsley:minimum-dose": Source(
        "Maudsley Prescribing Guidelines, minimum effective doses, edition undated here", "high"
    ),
    "maudsley:minimum-dose-less-sure": Source(
        "Maudsley Prescribing Guidelines, minimum effective doses recalled with less confidence, edition undated here",
        "medium",
    ),
    "uptodate:usual-dose": Source(
        "UpToDate, usual total daily doses of antidepressants, lower bound, undated",
        "found",
        "https://pro.uptodatefree.ir/Show/53818",
    ),
    "athf:adequate-dose": Source(
        "Antidepressant Treatment History Form, long form, lowest dose rated adequate, undated; not the Short Form",
        "medium",
    ),
    "house:no-dose": Source(
        "Clinic policy: an antidepressant without a published minimum dose here is named, never given one by us; "
        "whether a trial was adequate is for the prescriber to say",
        "proposal",
    ),
    "house:strict-dose": Source(
        "Clinic policy: strict doses of MAO inhibitors, to be confirmed against the history form's own list", "proposal"
    ),
    "labels:names": Source(
        "Names, salts and forms of antidepressants as their labels in America and Europe carry them, recalled, undated",
        "high",
    ),
    "cpic:rxnorm": Source(
        "CPIC, drug table of the database schema (cpicpgx/cpic-schema, drug.sql), undated: RxNorm code beside its name",
        "found",
    ),
    "rxnorm:recalled": Source(
        "RxNorm ingredient codes recalled, undated: psychiatric drugs, but the pairing with the name is not confirmed",
        "medium",
    ),
    "rxnorm:strengths": Source(
        "RxNorm clinical drugs, undated: paroxetine controlled release 12.5, 25, 37.5 mg (1738803, 1738805, 1738807), "
        "bupropion hydrobromide 174, 348 and 522 mg (993550, 993567, 993681)",
        "found",
    ),
    "labels:first-sold": Source("First year of sale of newer antidepressants, recalled, undated", "medium"),
    "tdm:tricyclics": Source(
        "Ranges of tricyclic levels in the blood, undated, recalled; several also in a question-and-answer page",
        "medium",
    ),
    "augmentation:doses": Source(
        "Doses and level of agents commonly added to an antidepressant, recalled, undated", "medium"
    ),
    "house:tenfold": Source(
        "Clinic policy: a daily dose of ten times the permissive minimum or more, or under a tenth of it, is asked "
        "about before it counts",
        "proposal",
    ),
    "house:dispensing": Source(
        "Clinic policy: what dispensing says of adherence: at least 80 % of days covered over two fills or more is "
        "affirmed, under 50 % poor; fills 30 days apart or less are one course, gaps of 7 days are bridged",
        "proposal",
    ),
}
