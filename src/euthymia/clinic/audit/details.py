"""What a row of the audit chain says beside its action: one typed detail an action. Keys and words of ours only."""

from collections.abc import Mapping
from typing import Any, Final, NotRequired, TypedDict

from euthymia.clinic.audit.actions import Action


class Events(TypedDict):
    """What was written into a session."""

    events: list[int]  # the numbers of its events


class EnteredMedicine(TypedDict):
    """A medicine of the chart, or one given at the chair."""

    events: NotRequired[list[int]]  # at the chair alone


class Outcome(TypedDict):
    """What a judgement came to."""

    outcome: str


class Scale(TypedDict):
    """Which scale."""

    instrument: str  # its key


class AskedScale(Scale):
    """Which scale is to be answered, and by when."""

    due: str


class Wording(Scale):
    """Which file words a scale."""

    sha256: str


class SignedWording(Wording):
    """Which file words a scale, and what was signed."""

    meaning: str


class Item(TypedDict):
    """Which item of a list or a scale."""

    item: str


class AnsweredItem(TypedDict):
    """Which item of a scale."""

    item: int


class RiskMap(TypedDict):
    """By which map the answers of a risk screen are read."""

    map: str


class Level(TypedDict):
    """How grave a danger was judged to be."""

    level: str


class Kind(TypedDict):
    """Which kind of what the action names."""

    kind: str


class ReadRecord(TypedDict):
    """How much a record of another system had."""

    new: int
    refused: int


class Rows(TypedDict):
    """How many rows a migration moved over, or were sealed."""

    rows: int


class SaidOfAllergy(TypedDict):
    """Whether a substance is ketamine."""

    is_ketamine: bool


class MedicineOrder(TypedDict):
    """What is done with a medicine on infusion days."""

    what: str


class Snapshot(TypedDict):
    """Which folder a registry's snapshot is in, and what it holds."""

    folder: str
    manifest_sha256: str
    rows: dict[str, int]


class Channel(TypedDict):
    """Which channel a code is read as."""

    channel: str


class StrangersCleared(TypedDict):
    """How many addresses of strangers."""

    addresses: int


class StrangersCounted(StrangersCleared):
    """How many addresses of strangers, and how many messages of theirs since the row before."""

    messages: int


class Released(TypedDict):
    """Which snapshot the figures are of."""

    folder: str


class Urgency(TypedDict):
    """How soon a consult was asked for."""

    urgency: str


class Lines(TypedDict):
    """How many lines were published."""

    lines: int


class Listed(TypedDict):
    """Whom a page listed, each by key."""

    patients: list[str]
    requests: NotRequired[list[str]]


class SecondCheck(TypedDict):
    """Whether the second check differed from the order."""

    differs: bool


class Messages(TypedDict):
    """What devices sent in one commit: by device how many messages, and their hash."""

    devices: dict[str, list[Any]]


class Moved(TypedDict):
    """Where a device was moved to."""

    chair: str


class DayAfter(TypedDict):
    """Whether the person was safe the day after."""

    safe: bool


class Days(TypedDict):
    """The first and the last day of an audit report."""

    first: str
    last: str


class Copy(TypedDict):
    """How many faults a rehearsal of a copy found, and the copy's hash where it is one encrypted file."""

    faults: int
    sha256: NotRequired[str]


class Faults(TypedDict):
    """How many faults were found."""

    faults: int


class Recipient(TypedDict):
    """The public half of the key that copies are encrypted for."""

    recipient: str


class CopyElsewhere(TypedDict):
    """On which day which copy was rehearsed elsewhere, by the first digits of its hash."""

    day: str
    copy: str


class Member(TypedDict):
    """Who joined, or who left."""

    member: str


class Policy(TypedDict):
    """Which policy, and its value as it is typed."""

    key: str
    value: str


class Policies(TypedDict):
    """Which policies were signed."""

    keys: list[str]


class RoleGiven(TypedDict):
    """Which role a colleague was given."""

    role: str


class RoleChanged(TypedDict):
    """Which role a colleague had, and has now."""

    before: str
    role: str


class LinkPurpose(TypedDict):
    """What a link that works once is for, and for whom."""

    purpose: str
    user: str


class Refusals(TypedDict):
    """Who was refused from which address, and how often in that minute.

    who   an account's key; of a name that no account has, a keyed hash
    """

    who: str
    address: str
    count: int


class OnDuty(TypedDict):
    """For what somebody is on duty, and who."""

    kind: str
    user: str


class Owner(TypedDict):
    """Who has a task: a key, or "nobody"."""

    owner: str


class OpenedTask(Owner):
    """Who has a new task, and of which kind it is."""

    kind: str


_SESSION = (
    Action.ACKNOWLEDGED_ALARM, Action.CALLED_HELP, Action.CHANGED_PATIENTS_LIMITS,
    Action.CONFIRMED_WHAT_LOCKED_PAGE_TOOK, Action.CORRECTED_ENTRY, Action.DEVICE_WAS_MOVED_AWAY, Action.DISCHARGED,
    Action.ENTERED_CADSS, Action.ENTERED_VITAL_SIGNS, Action.CHECKED_FOR_SILENT_DEVICES, Action.PAIRED_DEVICE,
    Action.PAUSED_ALARM_SOUND, Action.RATED_DISSOCIATION, Action.RATED_DISTRESS, Action.RECORDED_CANCEL,
    Action.RECORDED_PAUSE, Action.RECORDED_RESUME, Action.RECORDED_START, Action.RECORDED_STOP,
    Action.RECORDED_WHAT_WAS_RAISED_WHILE_NOT_RECORDING, Action.REPORTED_ADVERSE_EVENT,
    Action.REVIEWED_AND_HANDED_OVER_AT_DISCHARGE, Action.REVIEWED_RISK_ANSWER_BEFORE_INFUSION,
    Action.SAID_WHAT_ALARM_ASKS_IS_DONE, Action.SAW_PUMP_STAND_STILL,
    Action.SAW_SYMPTOM, Action.SAW_SYMPTOM_END, Action.SECOND_CHECK_AGREED, Action.OVERRODE_PRE_INFUSION_CRITERION,
    Action.OVERRODE_DISCHARGE_CRITERION, Action.SIGNED_CHANGED_RECORD_AGAIN, Action.SIGNED_PRE_INFUSION_CHECKLIST,
    Action.TAKEN_AT_LOCKED_PAGE_OPENED_BY, Action.TOOK_OVER_CHAIR, Action.UNPAIRED_DEVICE,
    Action.WROTE_DOWN_THOUGHTS_OF_SUICIDE,
    Action.WROTE_DOWN_THOUGHTS_OF_SUICIDE_AT_DISCHARGE, Action.WROTE_NOTE, Action.WROTE_ON_HELP_SHEET,
)  # fmt: skip
_LISTS = tuple(action for action in Action if action.startswith("listed: "))

# An action that is not here has no detail.
DETAILS: Final[Mapping[Action, type]] = {
    **dict.fromkeys(_SESSION, Events),
    **dict.fromkeys(_LISTS, Listed),
    Action.ADDED_COLLEAGUE: RoleGiven,
    Action.ADDED_SECOND_FACTOR: Kind,
    Action.ANSWERED_ITEM: AnsweredItem,
    Action.ANSWERED_RISK_ITEM: Item,
    Action.ANSWERED_WHAT_WAS_ASKED_FOR: Scale,
    Action.ASKED_FOR_CONSULT: Urgency,
    Action.ASKED_FOR_QUESTIONNAIRE: AskedScale,
    Action.ASSESSED_RISK_IN_PERSON: Level,
    Action.BOOKED: Kind,
    Action.ALL_FURTHER_REFUSALS: Refusals,
    Action.CHANGED_POLICY: Policy,
    Action.CHANGED_ROLE: RoleChanged,
    Action.CHART_DENIED: Refusals,
    Action.MADE_NEXT_DAY_CHECK: DayAfter,
    Action.CHOSE_HOW_RISK_SCREEN_IS_READ: RiskMap,
    Action.CONFIRMED_WHAT_RECORD_SAYS: Kind,
    Action.DECIDED_ELIGIBILITY: Outcome,
    Action.DOWNLOADED_AUDIT_REPORT: Days,
    Action.ENTERED_MEDICATION: EnteredMedicine,
    Action.ENTERED_RESULT: Item,
    Action.ESCALATED_TASK: Owner,
    Action.HANDED_OVER_PERSON_IN_DANGER: Kind,
    Action.JOINED_CARE_TEAM: Member,
    Action.JUDGED_TREATMENT_RESISTANCE: Outcome,
    Action.LEFT_OUT_WHAT_RECORD_SAYS: Kind,
    Action.LEFT_CARE_TEAM: Member,
    Action.LOADED_WORDING: Wording,
    Action.MADE_ACCESS_LINK: LinkPurpose,
    Action.MADE_NIGHTLY_COPY: Copy,
    Action.MADE_REGISTRY_SNAPSHOT: Snapshot,
    Action.MADE_SECOND_CHECK: SecondCheck,
    Action.MOVED_DEVICE: Moved,
    Action.NEAR_MISS: Kind,
    Action.OPENED_TASK: OpenedTask,
    Action.GAVE_INFUSION_DAY_INSTRUCTION: MedicineOrder,
    Action.PUBLISHED_CRISIS_CONTACTS: Lines,
    Action.RANG_NEXT: Owner,
    Action.READ_RECORD_OF_ANOTHER_SYSTEM: ReadRecord,
    Action.CLEARED_STRANGERS: StrangersCleared,
    Action.COUNTED_STRANGERS: StrangersCounted,
    Action.RECEIVED_DEVICE_MESSAGES: Messages,
    Action.REHEARSED_COPY_ELSEWHERE: CopyElsewhere,
    Action.RELEASED_REGISTRY_FIGURES: Released,
    Action.REMOVED_SECOND_FACTOR: Kind,
    Action.SAID_WHETHER_ALLERGY_IS_TO_KETAMINE: SaidOfAllergy,
    Action.SENT_TEST_MAIL: Outcome,
    Action.SETTLED_MESSAGE: Outcome,
    Action.SET_KEY_OF_COPIES: Recipient,
    Action.SET_WHO_IS_ON_DUTY: OnDuty,
    Action.SEALED_ROWS: Rows,
    Action.SIGNED_DEVICE_CODE: Channel,
    Action.TOOK_BACK_DEVICE_CODE: Channel,
    Action.SIGN_IN_REFUSED: Refusals,
    Action.SIGNED_AUDIT_REVIEW: Days,
    Action.SIGNED_POLICIES: Policies,
    Action.TOOK_BACK_DECISION_ABOUT_RECORD: Kind,
    Action.USED_ACCESS_LINK: LinkPurpose,
    Action.VERIFIED_CHAIN: Faults,
    Action.WITHDREW_WORDING: Wording,
    Action.TURNED_ON_WORDING: SignedWording,
    Action.WITHDREW_QUESTIONNAIRE: Scale,
}


class WrongDetail(TypeError):
    """An audit row was to be written with another detail than its action has: a fault of ours, never shown."""


def check(action: Action, detail: Mapping[str, Any]) -> None:
    """Refuse a detail with a field too many or too few. Raises WrongDetail."""
    required, allowed = _keys(DETAILS.get(action))
    if not detail.keys() <= allowed or not required <= detail.keys():
        raise WrongDetail(f"{action!r} was to be written with {sorted(detail)}, and has {sorted(allowed)}.")


def _keys(form: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fields that a form needs, and those that it may have."""
    return (form.__required_keys__, frozenset(form.__annotations__)) if form else (frozenset(), frozenset())
