"""Outcomes, the registry and what it may disclose."""

from typing import Final

from euthymia.medicine.sources.citation import Source

ENTRIES: Final = {
    "hipaa:safe-harbor": Source(
        "HIPAA privacy rule, 45 CFR 164.514(b)(2), undated here: identifiers to remove, dates but the year, ages over "
        "89 as one; (c): a code not made from the person",
        "high",
    ),
    "house:virtual-covariates": Source(
        "Policy of the model: bodies of virtual people. Weights recalled of US adults (about 90 and 77 kg, SD 21; "
        "verify in Fryar CD et al. 2018, Natl Health Stat Rep 122), within what 820 trial subjects weighed; no joint "
        "distribution of weight, age and sex in depression was found; no effect of sex on clearance, for sources "
        "disagree",
        "proposal",
    ),
    "house:virtual-trial": Source(
        "Policy of the model: what stands in a virtual trial where a design says nothing, chosen before any was run",
        "proposal",
    ),
    "agresti-caffo:2000": Source(
        "Agresti A, Caffo B 2000, Simple and effective confidence intervals for proportions and differences of "
        "proportions, Am Stat 54:280-288",
        "high",
    ),
    "barnard-rubin:1999": Source(
        "Barnard J, Rubin DB 1999, Small-sample degrees of freedom with multiple imputation, Biometrika 86:948-955",
        "found",
    ),
    "rubin:1987": Source("Rubin DB 1987, Multiple imputation for nonresponse in surveys, Wiley", "found"),
    "ohagan:2005": Source(
        "O'Hagan A, Stevens JW, Campbell MJ 2005, Assurance in clinical trial design, Pharm Stat 4:187-201", "high"
    ),
    "ich:e9-r1": Source("ICH E9(R1) 2019, Addendum on estimands and sensitivity analysis in clinical trials", "high"),
    "wilson:1927": Source(
        "Wilson EB 1927, Probable inference, the law of succession, and statistical inference, J Am Stat Assoc "
        "22:209-212",
        "high",
    ),
    "house:deidentify": Source(
        "Clinic policy: snapshots follow the safe-harbor list, carry no date at all, and bands of five years of age",
        "proposal",
    ),
    "house:small-counts": Source(
        "Clinic policy: counts under 11 are hidden, and so is what would give them away", "proposal"
    ),
    "house:releases": Source(
        "Clinic policy: new figures are released once each shown count stood still or moved by 11 people or more",
        "proposal",
    ),
    "house:overall-response": Source(
        "Clinic policy: over all scales a person's response is the one on MADRS, else the one on PHQ-9", "proposal"
    ),
}
