"""Which columns of which table are bound to the audit chain: a declared list with a version, and what is left out.

A list that was released is never changed: a new column or table makes the next version. Rows hashed by an older version
are read by that version's list. The id of a row is in its hash without being named here.
tests/clinic/audit/test_columns.py holds that each column of each table of ours is in the newest list or left out.
"""

from collections.abc import Mapping
from typing import Final

VERSION_1: Final[Mapping[str, str]] = {
    "people_user": "key email name role is_active password session_epoch",
    "people_patient": "key number given family birth_date email phone user_id created_at",
    "people_careteammember": "patient_id user_id since",
    "people_breakglass": "key patient_id user_id reason at until reviewed_by_id reviewed_at finding",
    "people_policysignature": "key wording value meaning reason signed_by_id signed_at",
    "people_auditreview": "key first_day last_day row_count last_number last_hash finding meaning signed_by_id "
    "signed_at",
    "tasks_duty": "kind user_id",
    "tasks_task": "key kind patient_id subject_key description owner_id opened_at due_at escalated_at taken_by_id "
    "taken_at done_at outcome",
    "tasks_backuprun": "key started_at ended_at location row_count audit_result faults",
    "front_door_clinicprofile": "name person_to_call phone hours staffed_phone week",
    "front_door_crisiscontact": "country name phone hours",
    "front_door_consultrequest": "key given family birth_date email phone reason preferred_contact urgency "
    "urgency_reasons asked_at patient_id declined_at",
    "assessment_riskscreen": "key patient_id started_at started_by_id triage_rule last_behaviour_on closed_at",
    "assessment_riskanswer": "screen_id item yes at by_id",
    "assessment_riskassessment": "key patient_id level rationale seen_until at by_id",
    "assessment_handover": "key patient_id kind recipient note at by_id",
    "assessment_safetyplan": "key patient_id sections at by_id",
    "assessment_recordimport": "key patient_id fingerprint size_bytes resources new_lines known_lines names_patient "
    "refused refused_count unlisted_medicines at by_id unread_conditions",
    "assessment_importedline": "key patient_id record_import_id kind fingerprint content decision decided_by_id "
    "decided_at entered_as",
    "assessment_loadedwording": "key instrument wording file fingerprint licence_from licence_for licence_on loaded_at "
    "loaded_by_id on_at on_by_id off_at off_by_id",
    "assessment_askedscale": "key patient_id instrument due_on asked_at asked_by_id sheet_id withdrawn_at "
    "withdrawn_by_id",
    "assessment_antidepressanttrial": "key patient_id drug history entered_by_id entered_at voided_at",
    "assessment_allergy": "key patient_id none_known substance reaction severity source entered_by_id entered_at "
    "voided_at noted_on",
    "assessment_ketamineanswer": "allergy_id is_ketamine reason by_id at",
    "assessment_medication": "key patient_id drug dose schedule since entered_by_id entered_at ended_at",
    "assessment_infusiondayinstruction": "medicine_id instruction by_id at",
    "assessment_workupresult": "key patient_id item taken_on value unit reference_low reference_high finding "
    "substance confirmed entered_by_id entered_at voided_at",
    "assessment_resistanceverdict": "key patient_id at by_id rule_name rule_version episode_began history_complete "
    "outcome sentence patient_sentence findings inputs context sources",
    "assessment_questionnaireresponse": "key patient_id instrument started_at started_by_id finished_at total band",
    "assessment_itemanswer": "sheet_id item answer at by_id",
    "assessment_eligibilitydecision": "key patient_id at by_id answers overrides outcome lines",
    "booking_resource": "key kind name user_id retired_at retired_reason",
    "booking_appointment": "key kind patient_id starts_at minutes booked_by_id cancelled_at",
    "booking_appointment_resources": "appointment_id resource_id",
    "booking_slotclaim": "resource_id slot_at appointment_id",
    "infusion_order": "key patient_id drug indication endpoint course dose_mg_per_kg duration_min weight_kg "
    "weight_as_entered height_cm vial_mg_per_ml bag_ml plan override_reasons signed_by_id signed_at meaning expires_at",
    "infusion_secondsignature": "order_id signed_by_id signed_at meaning",
    "infusion_nearmiss": "patient_id at by_id kind details",
    "infusion_session": "key order_id patient_id chair_id nurse_id state opened_at limits pump_confirmed "
    "help_called_at",
    "infusion_secondcheck": "session_id by_id at entered differences",
    "infusion_device": "key kind sending_app sending_facility chair_id number time_zone every_second address "
    "fingerprint retired_at retired_reason",
    "infusion_pairing": "device_id session_id by_id at ended_at heard_bed heard_equipment",
    "infusion_devicemessage": "received_at device_id session_id disposition reason raw",
    "infusion_emergencykit": "key lines entered_by_id entered_at signed_by_id signed_at meaning",
    "infusion_signedcode": "key sender system code unit name channel reason meaning signed_by_id signed_at",
    "infusion_stranger": "address messages first_at last_at reason sample",
    "infusion_sessionevent": "session_id number kind event_at at actor body",
    "infusion_manualentry": "session_id key number at",
    "outcomes_clinicianrating": "key patient_id instrument at by_id items total",
    "outcomes_nextdaycheck": "key patient_id session_id at by_id safe side_effects items total baseline_id",
    "exchange_packet": "key patient_id content signed_by_id signed_at meaning",
    "exchange_registryrelease": "snapshot released_at counts",
    "people_careteamdeparture": "key patient_id user_id since left_at reason by_id",
    "people_accesslink": "key user_id purpose digest made_by_id made_at expires_at used_at",
    "people_recoverycode": "key user_id digest made_at used_at replaced_at",
    "tasks_mailtest": "key at by_id server outcome said",
}

# Persons as a resource, and messages that leave the clinic.
VERSION_2: Final[Mapping[str, str]] = {
    **VERSION_1,
    "booking_appointment": "key kind patient_id starts_at minutes booked_by_id cancelled_at cancelled_reason "
    "moved_reason short_notice version",
    "booking_patientclaim": "patient_id slot_at appointment_id",
    "outbox_message": "key cause cause_key occurrence purpose channel user_id made_at state settled_at server why",
}

VERSIONS: Final[Mapping[int, Mapping[str, str]]] = {1: VERSION_1, 2: VERSION_2}
NEWEST: Final = max(VERSIONS)

_FOLLOWS: Final = "follows from the session's events, which are bound; it changes with every device message"
LEFT_OUT: Final[Mapping[str, Mapping[str, str]]] = {
    "people_user": {"last_login": "Django notes it outside our actions; each sign-in has an audit row of its own"},
    "infusion_session": {"last_event_number": _FOLLOWS, "alarm_state": _FOLLOWS, "silence_due_at": _FOLLOWS},
}
# Rows that come by the thousand, are bound a batch at a time, and are never changed: the guard refuses to.
BATCHED: Final = frozenset({"infusion_devicemessage", "infusion_sessionevent"})


def columns(table: str, version: int = NEWEST) -> tuple[str, ...]:
    """Return the bound columns of a table in the order of the hash. Raises KeyError."""
    return tuple(VERSIONS[version][table].split())
