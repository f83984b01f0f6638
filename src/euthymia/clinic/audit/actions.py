"""What a row of the audit chain can say was done: every word this system ever stored, as one list that only grows.

A word is never taken out or changed here: rows that carry it stand in clinics' chains. tests/upgrade/stored_words.txt
holds them. One that no longer is written moves to RETIRED. What a row of each says beside its word: details.py.
"""

from enum import StrEnum
from typing import Final

from euthymia.medicine import stored


class Action(StrEnum):
    """One act, by its stored word: shown as it stands in the audit report and to the patient."""

    # People, sign-in, tasks, policies
    ADDED_COLLEAGUE = "added a colleague"
    ADDED_SECOND_FACTOR = "added a second factor"
    ALL_FURTHER_REFUSALS = "more was refused"
    BROKE_GLASS = "broke the glass"
    CHANGED_PASSWORD = "changed a password"
    CHANGED_ROLE = "changed a role"
    CHANGED_POLICY = "changed a policy"
    CHART_DENIED = "chart denied"
    DISABLED_ACCOUNT = "disabled an account"
    ENABLED_ACCOUNT = "enabled an account"
    ENDED_SESSIONS = "ended all sessions"
    LEFT_CARE_TEAM = "left the care team"
    MADE_ACCESS_LINK = "made an access link"
    MADE_RECOVERY_CODE = "made a recovery code"
    DOWNLOADED_AUDIT_REPORT = "downloaded the audit report"
    ESCALATED_TASK = "escalated a task"
    FINISHED_TASK = "finished a task"
    REHASHED_PASSWORD = "rehashed a password"
    JOINED_CARE_TEAM = "joined the care team"
    LISTED_AUDIT_REPORT = "listed: audit report"
    LISTED_OPENED_CHARTS = "listed: opened charts"
    LISTED_PATIENTS = "listed: patients"
    LISTED_TODAY = "listed: today"
    LOOKED_UP_TO_BOOK = "looked up to book"
    MADE_NIGHTLY_COPY = "made a nightly copy"
    MAY_SIGN_IN = "may sign in"
    NEAR_MISS = "near miss"
    OPENED_TASK = "opened a task"
    OPENED_CARE_TEAM = "opened the care team"
    OPENED_CHART = "opened the chart"
    REGISTERED = "registered"
    REHEARSED_COPY_ELSEWHERE = "rehearsed a copy elsewhere"
    REMOVED_SECOND_FACTOR = "removed a second factor"
    REVIEWED_BROKEN_GLASS = "reviewed a broken glass"
    SEALED_ROWS = "sealed rows as found"
    SENT_TEST_MAIL = "sent a test mail"
    SET_KEY_OF_COPIES = "set the key of copies"
    SET_PASSWORD = "set a password"
    SET_WHO_IS_ON_DUTY = "set who is on duty"
    SIGN_IN_REFUSED = "sign-in refused"
    SIGNATURE_REFUSED = "signature refused"
    SIGNED_AUDIT_REVIEW = "signed an audit review"
    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"
    SIGNED_POLICIES = "signed policies"
    USED_ACCESS_LINK = "used an access link"
    USED_RECOVERY_CODE = "used a recovery code"
    VERIFIED_CHAIN = "verified the chain"
    TOOK_TASK = "took a task"

    # The front door
    ADDED_CHAIR_OR_CLINICIAN = "added a chair or clinician"
    ASKED_FOR_CONSULT = "asked for a consult"
    BOOKED = "booked"
    CANCELLED_BOOKING = "cancelled a booking"
    LISTED_BOOKINGS = "listed: bookings"
    LISTED_REQUESTS = "listed: requests"
    PUBLISHED_CRISIS_CONTACTS = "published crisis contacts"
    TOOK_CHAIR_OR_CLINICIAN_BACK_INTO_USE = "took a chair or clinician back into use"
    REGISTERED_FROM_REQUEST = "registered from a request"
    RENAMED_CHAIR_OR_CLINICIAN = "renamed a chair or clinician"
    RETIRED_CHAIR_OR_CLINICIAN = "retired a chair or clinician"
    SET_CLINICS_PROFILE = "set the clinic's profile"

    # Assessment
    ANSWERED_RISK_ITEM = "answered a risk item"
    ANSWERED_ITEM = "answered an item"
    ANSWERED_WHAT_WAS_ASKED_FOR = "answered what was asked for"
    ASKED_FOR_QUESTIONNAIRE = "asked for a questionnaire"
    ASSESSED_RISK_IN_PERSON = "assessed risk in person"
    BEGAN_QUESTIONNAIRE = "began a questionnaire"
    BEGAN_RISK_SCREEN = "began a risk screen"
    CHOSE_HOW_RISK_SCREEN_IS_READ = "chose how a risk screen is read"
    CONFIRMED_WHAT_RECORD_SAYS = "confirmed what a record says"
    DECIDED_ELIGIBILITY = "decided eligibility"
    ENDED_MEDICATION = "ended a medication"
    ENTERED_ANTIDEPRESSANT_TRIAL = "entered an antidepressant trial"
    ENTERED_MEDICATION = "entered a medication"
    ENTERED_RESULT = "entered a result"
    ENTERED_ALLERGY = "entered an allergy"
    FINISHED_QUESTIONNAIRE = "finished a questionnaire"
    HANDED_OVER_PERSON_IN_DANGER = "handed over a person in danger"
    JUDGED_TREATMENT_RESISTANCE = "judged treatment resistance"
    LEFT_OUT_WHAT_RECORD_SAYS = "left out what a record says"
    LOADED_WORDING = "loaded a wording"
    OPENED_ALLERGIES_AND_MEDICINES = "opened allergies and medicines"
    OPENED_BPRS_POSITIVE_ITEMS_0_TO_6 = "opened BPRS positive items (0 to 6)"
    OPENED_BPRS_POSITIVE_ITEMS_1_TO_7 = "opened BPRS positive items (1 to 7)"
    OPENED_CADSS = "opened CADSS"
    OPENED_CGI_S = "opened CGI-S"
    OPENED_GAD_7 = "opened GAD-7"
    OPENED_HAM_D17 = "opened HAM-D17"
    OPENED_HAM_D6 = "opened HAM-D6"
    OPENED_OWN_PAGE = "opened own page"
    OPENED_OWN_SAFETY_PLAN = "opened own safety plan"
    OPENED_ICSI = "opened ICSI"
    OPENED_MADRS = "opened MADRS"
    OPENED_MADRS_24_HOURS = "opened MADRS, 24 hours"
    OPENED_MOAA_S = "opened MOAA/S"
    OPENED_PHQ_9 = "opened PHQ-9"
    OPENED_QIDS_SR16 = "opened QIDS-SR16"
    OPENED_RECORDS_OF_OTHER_SYSTEMS = "opened records of other systems"
    OPENED_SDS = "opened SDS"
    OPENED_SIDE_EFFECTS_AFTER_SESSION = "opened Side effects: after a session"
    OPENED_SIDE_EFFECTS_AT_START = "opened Side effects: at the start"
    OPENED_SIDE_EFFECTS_BEFORE_TREATMENT = "opened Side effects: before treatment"
    OPENED_SIDE_EFFECTS_LATER_ON = "opened Side effects: later on"
    OPENED_DRUG_HISTORY = "opened the drug history"
    OPENED_ELIGIBILITY_CHECKLIST = "opened the eligibility checklist"
    OPENED_RISK_PAGE = "opened the risk page"
    OPENED_SAFETY_PLAN = "opened the safety plan"
    OPENED_SCALES = "opened the scales"
    OPENED_WORK_UP = "opened the work-up"
    OPENED_YMRS = "opened YMRS"
    GAVE_INFUSION_DAY_INSTRUCTION = "gave an infusion-day instruction"
    READ_RECORD_OF_ANOTHER_SYSTEM = "read a record of another system"
    SAID_WHETHER_ALLERGY_IS_TO_KETAMINE = "said whether an allergy is to ketamine"
    VOIDED_ANTIDEPRESSANT_TRIAL = "voided an antidepressant trial"
    VOIDED_RESULT = "voided a result"
    VOIDED_ALLERGY = "voided an allergy"
    WITHDREW_WORDING = "withdrew a wording"
    TOOK_BACK_DECISION_ABOUT_RECORD = "took back a decision about a record"
    TURNED_ON_WORDING = "turned on a wording"
    WITHDREW_QUESTIONNAIRE = "withdrew a questionnaire"
    WROTE_SAFETY_PLAN = "wrote a safety plan"
    WROTE_THAT_NO_ALLERGY_IS_KNOWN = "wrote that no allergy is known"

    # Infusion
    DEVICE_WAS_MOVED_AWAY = "a device was moved away"
    ACKNOWLEDGED_ALARM = "acknowledged an alarm"
    ADDED_DEVICE = "added a device"
    CALLED_HELP = "called help"
    CHANGED_PATIENTS_LIMITS = "changed a patient's limits"
    CLEARED_STRANGERS = "cleared strangers"
    COUNTED_STRANGERS = "counted strangers' messages"
    CONFIRMED_WHAT_LOCKED_PAGE_TOOK = "confirmed what a locked page took"
    CORRECTED_ENTRY = "corrected an entry"
    DISCHARGED = "discharged"
    ENTERED_CADSS = "entered CADSS"
    ENTERED_VITAL_SIGNS = "entered vital signs"
    FOLLOWED_CHAIR = "followed the chair"
    FOLLOWED_CHAIR_LOCKED = "followed the chair, locked"
    LISTED_CHAIRS = "listed: chairs"
    CHECKED_FOR_SILENT_DEVICES = "checked for silent devices"
    MADE_SECOND_CHECK = "made the second check"
    MOVED_DEVICE = "moved a device"
    RE_KEYED_DEVICE = "re-keyed a device"
    RETIRED_DEVICE = "retired a device"
    OPENED_SESSION = "opened a session"
    OPENED_SESSIONS_RECORD = "opened a session's record"
    OPENED_ORDER_TO_SIGN_IT = "opened an order to sign it"
    OPENED_CHAIR = "opened the chair"
    OPENED_DISCHARGE_CHECKLIST = "opened the discharge checklist"
    OPENED_HELP_SHEET = "opened the help sheet"
    OPENED_LIMITS = "opened the limits"
    OPENED_PRE_INFUSION_CHECKLIST = "opened the pre-infusion checklist"
    OPENED_ORDERS = "opened the orders"
    OPENED_SECOND_CHECK = "opened the second check"
    OPENED_WRITTEN_INSTRUCTIONS = "opened the written instructions"
    PAIRED_DEVICE = "paired a device"
    PAUSED_ALARM_SOUND = "paused the alarm sound"
    PRINTED_SESSIONS_RECORD = "printed a session's record"
    RATED_DISSOCIATION = "rated dissociation"
    RATED_DISTRESS = "rated distress"
    RECEIVED_DEVICE_MESSAGES = "received device messages"
    RECORDED_WHAT_WAS_RAISED_WHILE_NOT_RECORDING = "recorded what was raised while not recording"
    RECORDED_CANCEL = "recorded: cancel"
    RECORDED_PAUSE = "recorded: pause"
    RECORDED_RESUME = "recorded: resume"
    RECORDED_START = "recorded: start"
    RECORDED_STOP = "recorded: stop"
    REPORTED_ADVERSE_EVENT = "reported an adverse event"
    REVIEWED_RISK_ANSWER_BEFORE_INFUSION = "reviewed a risk answer before the infusion"
    REVIEWED_AND_HANDED_OVER_AT_DISCHARGE = "reviewed and handed over at discharge"
    SAID_WHAT_ALARM_ASKS_IS_DONE = "said that what an alarm asks for is done"
    SAW_SYMPTOM = "saw a symptom"
    SAW_SYMPTOM_END = "saw a symptom end"
    SAW_PUMP_STAND_STILL = "saw the pump stand still"
    OVERRODE_PRE_INFUSION_CRITERION = "overrode a pre-infusion criterion"
    OVERRODE_DISCHARGE_CRITERION = "overrode a discharge criterion"
    SIGNED_CHANGED_RECORD_AGAIN = "signed a changed record again"
    SIGNED_ORDER = "signed an order"
    SIGNED_ORDER_AS_SECOND = "signed an order as the second"
    SIGNED_PRE_INFUSION_CHECKLIST = "signed the pre-infusion checklist"
    TAKEN_AT_LOCKED_PAGE_OPENED_BY = "taken at a locked page opened by"
    SECOND_CHECK_AGREED = "the second check agreed"
    UNLOCKED_CHAIRS_PAGE = "unlocked the chair's page"
    UNPAIRED_DEVICE = "unpaired a device"
    WROTE_NOTE = "wrote a note"
    WROTE_DOWN_THOUGHTS_OF_SUICIDE = "wrote down thoughts of suicide"
    WROTE_DOWN_THOUGHTS_OF_SUICIDE_AT_DISCHARGE = "wrote down thoughts of suicide at discharge"
    WROTE_ON_HELP_SHEET = "wrote on the help sheet"

    # Outcomes
    ASKED_WHAT_MODEL_EXPECTS = "asked what the model expects"
    MADE_NEXT_DAY_CHECK = "made the next-day check"
    OPENED_OUTCOME = "opened the outcome"
    RATED_MADRS = "rated MADRS"

    # Exchange
    EXPORTED_PACKET = "exported a packet"
    MADE_REGISTRY_SNAPSHOT = "made a registry snapshot"
    OPENED_PACKET = "opened the packet"
    PRINTED_PACKET = "printed a packet"
    RELEASED_REGISTRY_FIGURES = "released the registry's figures"
    SIGNED_PACKET = "signed a packet"


RETIRED: Final[frozenset[Action]] = frozenset()
# These words are stored with the key of a person behind them.
WITH_A_KEY: Final = frozenset({Action.TAKEN_AT_LOCKED_PAGE_OPENED_BY})


def recorded(act: str) -> Action:
    """Return the action of a hand's act on the session: start, pause, resume, stop, cancel. Raises ValueError."""
    return Action(f"recorded: {act}")


def rated(kind: str) -> Action:
    """Return the action of a rating at the chair. Raises ValueError."""
    return Action(f"rated {kind}")


def opened_scale(name: str) -> Action:
    """Return the action of opening a scale, by the name of its instrument. Raises ValueError."""
    return Action(f"opened {name}")


def known(action: str) -> bool:
    """Return whether this version knows what a stored action is."""
    stem, _, key = action.rpartition(" ")
    return stored.known(action, Action) or (bool(key) and stem in WITH_A_KEY)


def shown(action: str) -> str:
    """Return a stored action as a person reads it: as it stands, and whether this version knows it."""
    return action if known(action) else stored.not_known(action)
