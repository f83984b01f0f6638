"""The watch: readings to alarms, and the alarm for silence.

Pure: each call takes the state, the clock and the limits, and gives a new state with what changed. The bedside monitor
stays the primary alarm.
"""

from euthymia.medicine.watch.alarm import (
    ACTIONS,
    LABELS,
    Alarm,
    Kind,
    Priority,
    action,
    amount,
    label,
    priority,
)
from euthymia.medicine.watch.catalogue import WatchRule, every_rule
from euthymia.medicine.watch.conditions import (
    Condition,
    acknowledge_condition,
    by_device,
    conditions,
    conditions_of,
)
from euthymia.medicine.watch.device import DeviceAlarm, device_says, forget_device
from euthymia.medicine.watch.hand import (
    SYMPTOMS,
    NoName,
    UnknownAlarm,
    acknowledge,
    begin_condition,
    end_condition,
    end_rises,
    give_way,
    take_back,
)
from euthymia.medicine.watch.limits import TOGETHER, Level, Limits, LimitsOutOfOrder, Phase, Rule
from euthymia.medicine.watch.personal import (
    PERSONAL,
    NotPersonal,
    NotPossible,
    judge_again,
    looser,
    personal_limits,
)
from euthymia.medicine.watch.pump import PumpChannel, PumpNow, pump_now
from euthymia.medicine.watch.silence import due, next_due_s, only_later
from euthymia.medicine.watch.sources import as_kept, said_by
from euthymia.medicine.watch.start import StartFinding, before_start, may_resume
from euthymia.medicine.watch.state import (
    EXPECTED,
    Latest,
    Outcome,
    Step,
    WatchState,
    initial,
    patience_s,
    with_phase,
)
from euthymia.medicine.watch.step import A_PERSON, step
from euthymia.medicine.watch.store import alarms_of, as_dict, by_device_of, from_dict

__all__ = [
    "ACTIONS",
    "A_PERSON",
    "EXPECTED",
    "LABELS",
    "PERSONAL",
    "SYMPTOMS",
    "TOGETHER",
    "Alarm",
    "Condition",
    "DeviceAlarm",
    "Kind",
    "Latest",
    "Level",
    "Limits",
    "LimitsOutOfOrder",
    "NoName",
    "NotPersonal",
    "NotPossible",
    "Outcome",
    "Phase",
    "Priority",
    "PumpChannel",
    "PumpNow",
    "Rule",
    "StartFinding",
    "Step",
    "UnknownAlarm",
    "WatchRule",
    "WatchState",
    "acknowledge",
    "acknowledge_condition",
    "action",
    "alarms_of",
    "amount",
    "as_dict",
    "as_kept",
    "before_start",
    "begin_condition",
    "by_device",
    "by_device_of",
    "conditions",
    "conditions_of",
    "device_says",
    "due",
    "end_condition",
    "end_rises",
    "every_rule",
    "forget_device",
    "from_dict",
    "give_way",
    "initial",
    "judge_again",
    "label",
    "looser",
    "may_resume",
    "next_due_s",
    "only_later",
    "patience_s",
    "personal_limits",
    "priority",
    "pump_now",
    "said_by",
    "step",
    "take_back",
    "with_phase",
]
