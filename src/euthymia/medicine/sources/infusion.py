"""Dosing, the watch at the chair, and discharge."""

from typing import Final

from euthymia.medicine.sources.citation import Source

ENTRIES: Final = {
    "house:possible-values": Source(
        "Clinic policy: a value outside these widest bounds is an artefact, kept apart and shown, not charted",
        "proposal",
    ),
    "house:bp-limits": Source("Clinic policy: blood-pressure and pulse action limits at the chair", "proposal"),
    "house:low-limits": Source(
        "Clinic policy: low oxygen, breathing, pressure, pulse and sedation limits at the chair", "proposal"
    ),
    "house:deep-sedation": Source(
        "Clinic policy: MOAA/S 3, or fewer than 10 breaths, pauses the pump and binds a nurse to the chair; MOAA/S 3 "
        "with fewer than 10 breaths or SpO2 below 94 % stops it",
        "proposal",
    ),
    "house:recheck-first": Source(
        "Clinic policy: a pressure is rechecked before it is treated, then every 5 min for 30 after each drug for it",
        "proposal",
    ),
    "house:pregnancy": Source(
        "Clinic policy: whether somebody could be pregnant is asked alone before each session; not sure is tested",
        "proposal",
    ),
    "house:start-limits": Source("Clinic policy: values that hold the start of an infusion", "proposal"),
    "house:hold": Source("Clinic policy: a continuous value must stay beyond its limit for 10 s", "proposal"),
    "house:treat-tolerance": Source(
        "Clinic policy: two cuff readings 4.5 min apart or more count as 5 min apart", "proposal"
    ),
    "house:silence": Source(
        "Clinic policy: SpO2 and pulse are stale after 10 s, a cuff at its interval + 2 min, a link after 5 s",
        "proposal",
    ),
    "house:cuff-recheck": Source("Clinic policy: 5 min between cuff readings after a watch-level value", "proposal"),
    "house:late-cuff": Source("Clinic policy: a cuff reading that arrives up to 10 min late still acts", "proposal"),
    "house:checks": Source(
        "Clinic policy: breathing every 10 min, afterwards every 15; sedation every 15; a spot check every 5",
        "proposal",
    ),
    "house:clock": Source(
        "Clinic policy: a device clock more than 5 s off ours, or that steps back by more, raises an alarm", "proposal"
    ),
    "house:late-entry": Source(
        "Clinic policy: what a hand enters more than 10 s after it happened keeps its own time and is marked late",
        "proposal",
    ),
    "house:chair-medicines": Source(
        "Clinic policy: the medicines, side effects and emergency steps that the chair offers at one tap", "proposal"
    ),
    "house:chair-allergies": Source(
        "Clinic policy: a medicine given at the chair is held against allergies, QT, asthma and MAO inhibitors before "
        "it is recorded; an allergic or unknown reaction, asthma or a contraindication asks why it was given all the "
        "same; intolerance is shown; in an emergency everything is shown and nothing waits",
        "proposal",
    ),
    "house:chair-marks": Source(
        "Clinic policy: flumazenil is marked for daily benzodiazepines and tricyclics, adrenaline for tricyclics, "
        "glucose for diabetes, atropine for glaucoma; a mark is shown and never stops",
        "proposal",
    ),
    "fda:ondansetron-qt": Source(
        "FDA safety labelling change of ondansetron, September 2011: avoid in congenital long QT; watch the ECG beside "
        "other medicines that prolong QT",
        "found",
        "https://www.fda.gov/Safety/MedWatch/SafetyInformation/ucm275495.htm",
    ),
    "wenzel:2011": Source(
        "Wenzel-Seifert K et al. 2011, QTc prolongation by psychotropic drugs", "found", "pmc:PMC3221427"
    ),
    "beach:2018": Source(
        "Beach SR et al. 2018, QT prolongation, torsades de pointes and psychotropic medications",
        "found",
        "pubmed:29275963",
    ),
    "labetalol:contraindications": Source(
        "Labetalol, FDA label, undated: contraindicated in asthma; no beta blocker in obstructive airway disease",
        "found",
        "https://medlibrary.org/lib/rx/meds/labetalol-hydrochloride-16/page/2/",
    ),
    "phenelzine:contraindications": Source(
        "Phenelzine, FDA label, undated: not with pethidine, dextromethorphan or sympathomimetics; tramadol likewise",
        "medium",
    ),
    "house:forecast": Source(
        "Clinic policy: a research forecast at the chair is off until a medical director signs it on; it stops after "
        "two cuff readings in a row that are artefacts, or 30 min without one; what wanders keeps half of itself over "
        "10 min; a surprise is two readings that the model would show less than once in 3,000",
        "proposal",
    ),
    "house:second-person": Source(
        "Clinic policy: at two unseen high alarms a second person is called: of two chairs at once, of one chair when "
        "both have passed their first mark",
        "proposal",
    ),
    "house:escalation": Source("Clinic policy: unseen high alarms escalate at 30 s and 60 s", "proposal"),
    "house:audio-pause": Source(
        "Clinic policy: alarm sound is paused for each condition by itself, 120 s at most, and a new one sounds",
        "proposal",
    ),
    "house:one-condition": Source(
        "Clinic policy: alarms of one condition are shown, sounded and acknowledged as one; an acknowledgement covers "
        "the level shown and milder ones on the same side; a high one that ended unseen stays loud; seen and still "
        "there after 120 s it sounds once again; heart rate and pulse 20/min apart are two conditions",
        "proposal",
    ),
    "house:left-open": Source(
        "Clinic policy: a session still open 4 h after it was opened is a task for its nurse and the medical director",
        "proposal",
    ),
    "house:personal-limits": Source(
        "Clinic policy: the action limits may be changed for one session, with a reason; a clinician may tighten, "
        "only a prescriber may loosen",
        "proposal",
    ),
    "house:pump-rate": Source(
        "Clinic policy: a pump whose own rate is more than 5 % off the order's raises a high alarm", "proposal"
    ),
    "house:pump-hold": Source(
        "Clinic policy: a pump must be against the order, or run on after pause or stop, for 10 s", "proposal"
    ),
    "house:pump-volume": Source(
        "Clinic policy: the pump's delivered volume more than 5 mL off what hands recorded is a low alarm", "proposal"
    ),
    "house:device-alarm": Source(
        "Clinic policy: a device's own alarm is latched here with the priority it gives, medium where it gives none",
        "proposal",
    ),
    "house:grave-device-alarm": Source(
        "Clinic policy: a device's alarm of apnoea, asystole, ventricular fibrillation or tachycardia, extreme rate, "
        "desaturation, air in line or free flow is high whatever the device says",
        "proposal",
    ),
    "house:cuff-first-sight": Source(
        "Clinic policy: the same cuff values from the same source without a time of their own are one measurement, "
        "aged from first sight",
        "proposal",
    ),
    "house:sources": Source(
        "Clinic policy: each source of a channel keeps its own run, the worse one alarms, and two sources on two sides "
        "of a limit are said to disagree",
        "proposal",
    ),
    "house:pump-channels": Source(
        "Clinic policy: of a pump's channels the one whose label names the ordered drug is held against the order; any "
        "that flows after a recorded pause is said",
        "proposal",
    ),
    "house:alarm-priority": Source("Clinic policy: which condition is a high, medium or low alarm", "proposal"),
    "spravato:significant-rise": Source(
        "Spravato prescribing information, undated: a rise of 40 systolic or 25 diastolic mmHg is significant", "medium"
    ),
    "rodrigues:treatment-emergent-hypertension": Source(
        "Rodrigues NB et al. 2022: treatment-emergent hypertension is 165/100 mmHg or more", "found"
    ),
    "sop:treat-twice": Source(
        "An esketamine clinic's procedure, posted in a forum, undated: treat above 180/110 twice 5 min apart, or above "
        "200/120 once; taken here as clinic policy (low authority)",
        "proposal",
    ),
    "riva-posse:monitoring": Source(
        "Riva-Posse P et al. 2018 (684 infusions): pressure every 10 min during, every 15 min after",
        "found",
        "pubmed:29525051",
    ),
    "house:speed-limits": Source(
        "Clinic policy: reason under 40 min or above 0.75 mg/kg/h; stop under 30 min or above 1.5 mg/kg/h", "proposal"
    ),
    "house:double-check": Source("Clinic policy: a second person works out the numbers, within 2 %", "proposal"),
    "house:bag": Source("Clinic policy: the drug's volume is withdrawn from the bag first", "proposal"),
    "house:dose-limits": Source(
        "Clinic policy: dose and speed limits around 0.5 mg/kg over 40 min, and what a second check may differ",
        "proposal",
    ),
    "house:weight": Source("Clinic policy: how a weight is held against height and the last weight", "proposal"),
    "calc:rate-vectors": Source(
        "Arithmetic, undated: 0.5 mg/kg over 40 min is 0.75 mg/kg/h; 70 kg is 35 mg, 150 mL/h in a bag of 100 mL",
        "found",
    ),
    "asa:fasting": Source(
        "The fasting pattern of moderate sedation that intravenous clinics follow, recalled and undated: 6 h after "
        "solid food, 2 h after clear fluids",
        "high",
    ),
    "house:before": Source(
        "Clinic policy: the list gone through on the day before the pump is started, and who may set a line aside",
        "proposal",
    ),
    "house:before-holds": Source("Clinic policy: the list before the start holds for 60 min", "proposal"),
    "house:discharge": Source(
        "Clinic policy: criteria for leaving, after the esketamine label and moderate-sedation practice", "proposal"
    ),
    "house:vitals-age": Source(
        "Clinic policy: the pressure for leaving is no older than the interval of 15 min and 2 more", "proposal"
    ),
    "house:booking": Source(
        "Clinic policy: what is held before and after an appointment, how near in time an infusion asks first, and how "
        "infusions are spaced: none on the same or the next calendar day, few within 7 days",
        "proposal",
    ),
    "house:copies": Source(
        "Clinic policy: how many copies of the clinic are kept, and how often one is opened on another machine",
        "proposal",
    ),
    "house:times": Source(
        "Clinic policy: how soon tasks are taken, how long orders, opened charts and sign-ins hold, within bounds",
        "proposal",
    ),
    "nist:pound": Source("International yard and pound agreement 1959: 1 lb is 0.45359237 kg exactly", "high"),
}
