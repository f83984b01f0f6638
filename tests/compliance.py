"""docs/compliance.md, printed: each requirement beside the tests that prove it, or "not yet" with what is missing."""

from tests import named

FOREWORD = """# What a credible clinic product must meet

Printed from `tests/compliance.py` (`make rulebook`). A row names the tests that prove it, or says "not yet". Where a
row names tests and still lacks something, it says what. **Training only**: nothing here has been certified by anybody.

| | requirement | proved by | still missing |
|---|---|---|---|
"""

# Requirement: (in our words, what is still missing, tests)
ROWS: dict[str, tuple[str, str, tuple[str, ...]]] = {}


def row(number: str, text: str, *tests: str, missing: str = "") -> None:
    """Add a requirement. Tests are named from the tests folder: "clinic/audit/test_audit.py::test_…"."""
    ROWS[number] = (text, missing, tuple(f"tests/{t}" for t in tests))


def pages() -> dict[str, str]:
    """Print the page. Raises LookupError for a named test that is not there."""
    lines = []
    for number, (text, missing, tests) in ROWS.items():
        gone = [t for t in tests if t not in named.tests()]
        if gone:
            raise LookupError(f"{number} names tests that are missing: {', '.join(gone)}")
        proof = "<br>".join(f"`{t.removeprefix('tests/')}`" for t in tests) or "not yet"
        lines.append(f"| {number} | {text} | {proof} | {missing} |")
    return {"docs/compliance.md": FOREWORD + "\n".join(lines) + "\n"}


PEOPLE = "clinic/people/test_"
COLLEAGUES, GUESSING = f"{PEOPLE}colleagues.py::test_", f"{PEOPLE}guessing.py::test_"
LIFE, OPENED = f"{PEOPLE}sign_in_life.py::test_", f"{PEOPLE}opened_charts.py::test_"
AUDIT = "clinic/audit/test_audit.py::test_"
DOORS, SIGN_IN = f"{PEOPLE}doors.py::test_", f"{PEOPLE}sign_in.py::test_"
CARD = "clinic/infusion/devices/test_devices_card.py::"
QUIET = "clinic/infusion/oversight/test_silence.py::test_"
BEFORE_START = "clinic/infusion/start/test_pre_infusion.py::test_"
WATCH, SILENCE, READINGS = (f"medicine/watch/test_{part}.py::test_" for part in ("step", "silence", "readings"))
DOSING, REAL, BREAKS = (
    "medicine/dosing/test_plan.py::test_",
    "wire/hl7/test_real.py::test_",
    "journeys/test_when_it_breaks.py::test_",
)

row(
    "R1",
    "Every write and read carries one person or device",
    f"{AUDIT}a_clinic_table_cannot_be_written_outside_an_audited_action",
    f"{DOORS}an_opening_is_written_before_the_chart_is_given",
)
row(
    "R2",
    "Break-glass with a typed reason, in a review queue at once",
    f"{DOORS}a_clinician_off_the_team_breaks_the_glass_with_a_reason_and_someone_else_reviews_it",
    f"{OPENED}what_is_no_reason_is_refused",
    f"{OPENED}the_owner_and_the_medical_director_are_told_at_once_and_a_review_closes_it",
    f"{OPENED}a_review_without_a_finding_is_refused",
    f"{OPENED}a_reason_leads_to_the_door_that_was_asked_for",
)
row(
    "R3",
    "Automatic log-off; a live screen locks but keeps alarming",
    "clinic/server/test_production.py::test_an_idle_person_is_signed_out",
    "journeys/test_locked.py::test_a_page_nobody_touches_locks_and_still_takes_what_cannot_wait",
    "clinic/infusion/chair/test_locked.py::test_what_a_locked_page_takes_is_nobodys_and_a_task_for_the_sessions_nurse",
    "clinic/infusion/chair/test_locked.py::test_an_alarm_seen_by_nobody_known_goes_on_to_others_all_the_same",
    "clinic/infusion/chair/test_locked.py::test_confirming_acts_by_name_with_the_time_at_which_it_was_taken",
    f"{LIFE}what_pages_ask_by_themselves_is_what_this_file_asks",
    f"{LIFE}what_a_page_asks_by_itself_renews_nothing",
    f"{LIFE}a_sign_in_ends_after_twelve_hours_however_busy_it_is",
    "journeys/test_staff.py::test_what_a_browser_keeps_after_a_sign_out_names_nobody",
)
row(
    "R4",
    "Encrypted in transit and at rest; no plain HTTP in production",
    "clinic/server/test_production.py::test_plain_http_is_sent_to_https_and_cookies_go_over_tls_alone",
    "clinic/server/test_copies.py::test_nothing_readable_lies_with_the_copies_nor_stays_on_the_server",
    "clinic/people/test_at_rest.py::test_the_secret_of_one_time_codes_is_not_in_the_database_and_still_works",
    "clinic/people/test_at_rest.py::test_a_sessions_key_is_in_the_cookie_alone",
    missing="the database itself is at rest on the clinic's disk, documented in SECURITY.md",
)
row(
    "R5",
    "Audit always on; a deleted, cut or reordered row is detected, and so is what it speaks of, changed or deleted",
    f"{AUDIT}tampering_below_the_database_is_found",
    f"{AUDIT}swapping_two_rows_is_found",
    f"{AUDIT}a_tail_cut_together_with_its_head_is_found_by_the_anchor",
    f"{AUDIT}the_database_itself_refuses_to_change_or_delete",
    "clinic/audit/test_verification.py::test_everything_deleted_with_its_anchor_does_not_hold",
    "clinic/audit/test_verification.py::test_a_tail_cut_with_its_anchor_is_found_by_the_copy_kept_elsewhere",
    "clinic/audit/test_verification.py::test_a_trigger_that_is_off_is_found",
    "clinic/audit/test_two_roles.py::test_the_smaller_role_cannot_loosen_the_chain",
    "clinic/audit/test_tampering.py::test_a_row_that_was_changed_is_found",
    "clinic/audit/test_tampering.py::test_a_row_that_was_deleted_is_found",
    "clinic/audit/test_tampering.py::test_a_row_that_was_put_in_is_found",
    "clinic/audit/test_columns.py::test_each_column_is_bound_or_left_out_with_a_reason",
    "clinic/audit/test_guard.py::test_many_rows_inserted_at_once_are_kept_each",
    "clinic/audit/test_sealing.py::test_what_was_changed_after_the_seal_is_found_and_never_sealed_again",
    "clinic/server/test_night.py::test_what_was_changed_below_the_product_is_told_the_owner_in_the_morning",
    missing="who holds the keys folder and every copy of the anchor can forge both",
)
row(
    "R6",
    "Audit report, sortable, with a signed review",
    "clinic/people/test_audit_report.py::test_every_column_sorts_both_ways_and_rows_of_nobody_come_last",
    "clinic/people/test_audit_report.py::test_a_review_is_signed_with_name_meaning_time_and_finding",
)
row(
    "R7",
    "A patient sees who opened the chart",
    "clinic/people/test_audit_report.py::test_a_patient_sees_who_opened_her_chart_and_when_and_nothing_of_others",
)
row(
    "R8",
    "Staff sign in with a second factor; guessing is slowed",
    f"{SIGN_IN}staff_need_the_password_and_then_the_code",
    f"{SIGN_IN}after_five_wrong_passwords_even_the_right_one_waits",
    f"{GUESSING}of_forty_passwords_at_once_at_most_five_are_looked_at_at_the_sign_in",
    f"{GUESSING}of_forty_passwords_at_once_at_most_five_are_looked_at_at_a_signature",
    f"{GUESSING}of_forty_passwords_at_once_at_most_five_are_looked_at_at_a_locked_tablet",
    f"{GUESSING}wrong_names_from_an_address_keep_nobody_else_there_out",
    f"{GUESSING}wrong_passwords_from_elsewhere_keep_nobody_out_who_sits_at_a_known_device",
    f"{GUESSING}nothing_tells_whether_an_address_is_known",
    "clinic/people/test_links.py::test_a_password_that_can_be_guessed_is_refused_and_the_link_stays",
    f"{DOORS}staff_without_a_second_factor_are_sent_to_set_one_up",
    "journeys/test_passkey.py::test_a_passkey_alone_signs_a_colleague_in",
    "journeys/test_passkey.py::test_a_passkey_is_the_second_step_after_the_password",
)
row(
    "R9",
    "Backup, restore, emergency mode, rehearsed",
    "clinic/server/test_backup.py::test_a_copy_is_rehearsed_as_it_is_taken_and_given_back_whole",
    "clinic/server/test_backup.py::test_a_copy_whose_chain_does_not_hold_is_not_to_be_trusted",
    "clinic/server/test_backup.py::test_a_damaged_copy_is_refused_with_what_is_wrong",
    "clinic/tasks/test_nightly.py::test_the_part_runs_by_itself_and_ends_when_told",
    "clinic/tasks/test_nightly.py::test_a_failure_opens_one_task_to_the_owner_with_a_clock",
    "clinic/server/test_backup_postgresql.py::test_a_copy_is_taken_and_rehearsed_and_the_scratch_database_is_gone",
    "clinic/server/test_copies.py::test_a_week_of_days_then_weeks_then_months_are_kept",
    "clinic/server/test_copies.py::test_a_rehearsal_elsewhere_prints_a_receipt_that_the_clinic_knows",
    "clinic/server/test_night.py::test_after_90_days_the_owner_is_asked_to_rehearse_a_copy_elsewhere",
    missing="emergency mode",
)
row(
    "R10",
    "Signatures show name, time and meaning; edits void them",
    "clinic/infusion/report/test_report.py::test_every_signature_is_printed_with_name_time_and_meaning",
    "clinic/infusion/report/test_report.py::test_a_record_changed_after_it_was_signed_says_so_until_it_is_signed_again",
    "clinic/infusion/order/test_signing.py::test_an_order_is_signed_with_the_password_and_without_it_says_so",
    "clinic/audit/test_tampering.py::test_a_row_that_was_changed_is_found",
    missing="the second check asks no password",
)
row(
    "R11",
    "Event, device, receive and entry time are kept apart; edits keep the old value",
    "clinic/infusion/devices/test_intake.py::test_a_cuff_keeps_its_own_older_time",
    "clinic/infusion/devices/test_intake.py::test_a_date_in_the_future_raises_the_clock_alarm_and_counts_as_now",
    "clinic/infusion/chair/test_entries.py::test_what_comes_late_keeps_its_own_time_and_is_marked",
    "clinic/infusion/chair/test_corrections.py::test_a_corrected_value_shows_with_what_it_was_and_who_said_so",
    "clinic/infusion/chair/test_corrections.py::test_each_thing_that_a_hand_enters_is_corrected",
)
row("R12", "Whole-record export in open formats")
row(
    "R13",
    "Clock offsets measured per message, shown, and alarmed above 5 s",
    f"{CARD}test_each_message_s_offset_is_shown_and_a_wrong_clock_is_marked_and_alarms",
    "medicine/watch/test_readings.py::test_a_device_clock_ahead_of_ours_alarms_and_its_values_still_act",
    "clinic/infusion/devices/test_intake.py::test_a_date_in_the_future_raises_the_clock_alarm_and_counts_as_now",
    "cli/operations/test_doctor.py::test_the_kernel_says_whether_a_time_server_sets_the_clock",
    missing="the server's own clock is looked at by euthymia doctor alone, not all the time",
)
row(
    "R14",
    "Colour, pattern and text of alarms all differ",
    "journeys/test_alarms.py::test_priorities_differ_in_colour_pattern_mark_and_text",
    "journeys/test_alarms.py::test_by_day_and_in_a_dark_room_an_alarm_is_the_brightest_thing",
)
row("R15", "Priority is computed in one place", f"{WATCH}priority_is_decided_in_one_place")
row(
    "R16",
    "Audio pause is limited, shown, per condition, and broken by a new one",
    "clinic/infusion/oversight/test_sound.py::test_a_pause_holds_for_what_sounds_now_and_for_two_minutes_at_most",
    "clinic/infusion/oversight/test_sound.py::test_a_new_condition_sounds",
    "clinic/infusion/oversight/test_sound.py::test_a_condition_that_begins_again_sounds",
    "clinic/infusion/oversight/test_sound.py::test_no_policy_pauses_for_longer_than_two_minutes",
    "journeys/test_live_page.py::test_alarms_sound_until_their_sound_is_paused_and_a_new_one_sounds",
    "journeys/test_eyes.py::test_sound_for_other_chairs_is_paused_on_one_screen_with_its_countdown",
)
row(
    "R17",
    "Alarm self-test through the same audio path",
    "journeys/test_whole_journey.py::test_one_person_walks_through_the_clinic",
    "journeys/test_alarms.py::test_sound_has_the_pulses_of_its_priority",
    missing="what was heard is a person's word; the tablet's speaker is not measured",
)
row(
    "R17b",
    "NOT RECORDING within 2 s on every live page; a dead page is noticed",
    f"{BREAKS}a_database_that_cannot_be_written_shows_alarms_and_not_recording",
    f"{BREAKS}a_web_process_that_stands_still_is_said_within_five_seconds",
    "clinic/infusion/devices/test_full_disk.py::test_a_commit_that_stalls_for_two_seconds_says_so_and_then_recovers",
    "clinic/infusion/devices/test_full_disk.py::test_a_full_sqlite_file_is_refused_shown_and_recovered_from",
    "clinic/infusion/devices/test_full_disk.py::test_a_full_postgresql_disk_is_refused_and_recovered_from",
    "journeys/test_eyes.py::test_a_page_nobody_can_watch_is_noticed_elsewhere_within_five_seconds",
    "journeys/test_hands.py::test_the_tablet_is_kept_awake_and_again_after_it_was_hidden",
)
row(
    "R18",
    "Technical alarms apart from physiological ones",
    "medicine/watch/test_step.py::test_priority_is_decided_in_one_place",
    "journeys/test_alarms.py::test_technical_alarms_are_marked_apart_from_physiological_ones",
)
row(
    "R19",
    "Latched until acknowledged by name; escalation at 30 s and 60 s, to other screens",
    "medicine/watch/test_readings.py::test_an_alarm_stays_until_it_has_ended_and_a_named_person_has_seen_it",
    f"{QUIET}a_high_alarm_that_nobody_acknowledges_escalates_at_thirty_and_sixty_seconds",
    "journeys/test_eyes.py::test_an_alarm_nobody_acknowledges_shows_elsewhere_at_30_s_and_everywhere_at_60_s",
    "clinic/infusion/oversight/test_elsewhere.py::test_at_sixty_seconds_the_prescriber_on_duty_gets_a_task",
)
row(
    "R20",
    "From receipt to screen within its time",
    "stories/test_stories.py::test_a_story_goes_as_told[low pressure asks for a stop]",
    missing="the tests hold each chair to 2 s; p99 with 8 and 200 chairs is measured by make bench; sound is not timed",
)
row(
    "R21",
    "Limits per patient, shown with who changed them, returning by themselves",
    "medicine/watch/test_step.py::test_a_patients_own_limits_replace_the_clinics",
    "clinic/infusion/session/test_personal_limits.py::test_a_changed_limit_shows_with_reason_name_and_time",
    "clinic/infusion/session/test_personal_limits.py::test_they_end_with_the_session",
)
row(
    "R22",
    "Every live number carries its age; silence alarms",
    f"{SILENCE}an_expected_channel_that_stays_silent_alarms",
    f"{SILENCE}a_slow_reporter_is_a_spot_check_and_is_checked_on_a_timer",
    "stories/test_stories.py::test_a_story_goes_as_told[the oxygen signal falls silent]",
)
row(
    "R23",
    "ORU^R01 as real monitors send it",
    f"{REAL}philips_names_what_contains_what_and_keeps_limits_fractions_and_zone",
    f"{REAL}the_simulator_sends_loinc_and_fahrenheit_without_an_obr",
    f"{REAL}xh80x_means_no_value_by_its_numbers",
    "wire/hl7/test_read.py::test_real_messages_read_as_the_library_reads_them",
)
row(
    "R24",
    "ORU^R40 alarms",
    "wire/hl7/test_real.py::test_an_occlusion_starts_and_ends",
    "clinic/infusion/devices/test_published_messages.py::test_what_a_pump_tells_is_kept",
    "clinic/infusion/devices/test_device_alarms.py::test_a_pump_s_own_alarm_is_latched_and_acknowledged_as_any",
    "clinic/infusion/devices/test_device_alarms.py::test_its_end_ends_it_and_a_repeat_changes_nothing",
)
row(
    "R25",
    "Two identifiers, or a pairing, or quarantine",
    "wire/hl7/test_answers.py::test_two_identifiers_must_match",
    "clinic/infusion/devices/test_intake.py::test_no_identity_without_a_pairing_is_quarantined_with_a_technical_alarm",
    "clinic/infusion/devices/test_intake.py::test_another_persons_identity_is_quarantined_though_the_device_is_paired",
    "clinic/infusion/devices/test_intake.py::test_two_patients_in_one_message_are_quarantined",
)
row(
    "R26",
    "Acknowledged only after the commit; repeats change nothing",
    "clinic/infusion/devices/test_listener.py::test_nothing_is_answered_before_it_is_committed",
    "clinic/infusion/devices/test_intake.py::test_a_repeated_message_changes_nothing",
    "clinic/infusion/devices/test_intake.py::test_the_same_moment_with_another_value_is_kept_as_amended",
    "clinic/infusion/devices/test_kill.py::test_a_killed_listener_loses_nothing_it_acknowledged",
    "clinic/infusion/devices/test_kill.py::test_the_database_waits_for_the_disk",
)
row(
    "R27",
    "Raw and validated values both kept",
    f"{READINGS}an_impossible_value_is_kept_apart_and_the_next_good_one_ends_its_alarm",
    "wire/hl7/test_readings.py::test_a_value_that_no_person_has_is_a_reading_for_the_watch_to_judge",
    "clinic/infusion/devices/test_intake.py::test_an_impossible_value_is_kept_apart_and_said",
    missing="who validated, when: the signature at leaving covers the record, not each value",
)
row(
    "R28",
    "A device link needs a credential tied to a place",
    "clinic/infusion/devices/test_intake.py::test_a_stranger_is_refused_and_kept",
    "clinic/server/test_production.py::test_the_listener_serves_nothing_beyond_loopback_without_credentials",
    "clinic/infusion/devices/test_links.py::test_who_may_speak_for_a_device",
    "clinic/infusion/devices/test_links.py::test_a_device_with_its_certificate_is_heard_by_tls",
)
row(
    "R29",
    "Dose units round-trip; tenfold and swapped units caught",
    f"{DOSING}milligrams_per_kilogram_milligrams_per_hour_and_millilitres_per_hour_agree",
    f"{DOSING}the_usual_slips_are_said_aloud",
)
row(
    "R30",
    "Soft limits ask, hard limits stop, near misses counted",
    f"{DOSING}a_plan_beyond_hard_limits_is_refused_with_all_of_them",
    "clinic/infusion/session/test_session_acts.py::test_an_order_beyond_a_limit_is_refused",
    "clinic/infusion/session/test_session_acts.py::test_each_limit_that_was_hit_is_counted_as_a_near_miss",
)
row(
    "R31",
    "Independent double check by a second person",
    f"{DOSING}the_second_check_says_exactly_what_differs",
    "clinic/infusion/session/test_session_acts.py::test_the_second_check_is_anothers_than_who_opened_or_ordered",
    "clinic/infusion/session/test_session_acts.py::test_a_difference_stops_and_is_a_near_miss",
)
row(
    "R32",
    "Ordered, programmed and delivered compared live",
    "medicine/watch/test_pump.py::test_a_rate_that_is_not_the_order_s_is_an_alarm_after_ten_seconds",
    "clinic/infusion/devices/test_device_alarms.py::test_what_the_pump_delivered_stands_beside_what_hands_recorded",
    missing="several pumps at one chair",
)
row("R33", "Schedule III ledger")
row(
    "R34",
    "No first dose without an in-person evaluation; an order states indication, endpoint, course",
    "clinic/infusion/start/test_pre_infusion.py::test_without_a_go_on_the_chart_a_prescriber_decides_in_writing",
)
row(
    "R35",
    "No start without ACLS, emergency kit and call signal",
    "medicine/checklists/test_pre_infusion.py::test_each_line_stands_by_itself",
    "medicine/checklists/test_pre_infusion.py::test_who_may_set_a_line_aside",
    "clinic/infusion/start/test_pre_infusion.py::test_no_pump_is_started_before_the_list_is_signed_or_long_after",
)
row(
    "R36",
    "REMS-style monitoring form",
    "clinic/infusion/report/test_report.py::test_the_facts_are_gathered_into_one_value",
    "clinic/infusion/report/test_report.py::test_what_nobody_looked_at_is_not_a_no",
    missing="the lot number comes with the ledger",
)
row(
    "R37",
    "Risk answers open a task with an owner and a clock; silence escalates",
    "journeys/test_item_nine.py::test_a_touch_and_a_closed_tab_leave_a_task_with_an_owner_and_a_clock",
    "clinic/assessment/test_assessment.py::test_nobody_takes_it_and_it_goes_to_the_next_named_person_once",
    "clinic/assessment/test_danger.py::test_a_yes_opens_a_task_with_an_owner_and_a_clock_and_says_what_to_do",
    "clinic/assessment/test_danger.py::test_an_unfinished_screener_becomes_a_task_after_the_clinics_time_once",
    "clinic/assessment/test_danger.py::test_a_task_nobody_took_ends_at_the_staffed_phone",
    "clinic/front_door/test_front_door.py::test_before_item_nine_the_patient_reads_who_reads_it_and_when",
    f"{BEFORE_START}thoughts_of_suicide_bring_a_named_prescriber_and_do_not_end_the_visit",
    "medicine/checklists/test_pre_infusion.py::test_a_positive_answer_brings_the_prescriber_and_closes_no_door",
    "clinic/infusion/discharge/test_discharge.py::test_a_nurse_cannot_answer_for_the_prescriber",
)
row("R38", "Side effects at four time points", missing="after each dose and at 24 h only")
row(
    "R39",
    "axe-core and keyboard on every page; target sizes",
    "journeys/test_everyone.py::test_every_page_is_for_everyone",
    "journeys/test_everyone.py::test_the_chair_is_for_everyone",
    "journeys/test_alarms.py::test_pages_at_the_chair_can_be_hit_by_a_thumb",
)
row(
    "R40",
    "Alarms announced once, numbers never",
    "journeys/test_alarms.py::test_each_alarm_is_announced_once_and_numbers_never",
)
row(
    "R41",
    "Every time limit is a policy within stated bounds",
    "medicine/policies/test_time_limits.py::test_a_limit_stands_within_its_bounds_alone",
    "clinic/people/test_policies.py::test_every_time_limit_is_read_from_its_policy",
    "clinic/people/test_policies.py::"
    "test_a_session_opened_after_a_change_has_the_new_limit_and_one_in_the_chair_keeps_its_own",
)
row("R42", "Downtime pack")
row("R43", "A read-only copy with the server off")
row(
    "R44",
    "Late entries keep their event time",
    "clinic/infusion/chair/test_entries.py::test_what_comes_late_keeps_its_own_time_and_is_marked",
    "clinic/infusion/chair/test_entries.py::test_a_late_value_is_charted_and_never_current",
    missing="entering a whole paper sheet",
)
row(
    "R45",
    "The chairside page keeps recording without network",
    "journeys/test_hands.py::test_without_network_entries_are_kept_through_a_reload_and_merged_once",
    "journeys/test_hands.py::test_while_signed_out_entries_are_kept_until_the_same_person_signs_in",
    missing="corrections and acknowledgements need the server",
)
row(
    "R46",
    "Access is given, changed and ended by the owner, within a second and in writing",
    f"{COLLEAGUES}what_ends_access_ends_sign_ins_and_streams_and_is_written",
    "clinic/people/test_ends_at_once.py::test_a_stream_ends_within_a_second",
    f"{COLLEAGUES}a_disabled_colleague_comes_back_by_a_new_act_alone",
    f"{COLLEAGUES}the_last_owner_stays_owner",
    f"{OPENED}who_leaves_a_care_team_leaves_the_chart_and_its_stream_and_the_reason_stays",
    "clinic/people/test_staff_command.py::test_a_retired_device_is_a_stranger_and_its_name_is_free",
    "clinic/people/test_staff_command.py::test_a_re_keyed_device_is_heard_by_its_new_line_alone",
)
row(
    "R47",
    "A lost password, a lost second factor and a lost last owner have a way back that works once",
    "clinic/people/test_links.py::test_of_eight_uses_at_once_one_counts",
    "clinic/people/test_links.py::test_a_lost_second_factor_goes_by_the_link_and_the_password_together",
    "clinic/people/test_links.py::test_the_last_owner_comes_back_by_the_code_from_the_safe_once",
)
row(
    "R48",
    "A refused sign-in and a denied chart say whose account and from where",
    f"{GUESSING}a_refused_sign_in_says_whose_account_and_from_where",
    f"{GUESSING}a_denied_chart_is_written_with_who_asked_and_whose_chart",
    f"{GUESSING}of_a_flood_the_chain_keeps_sixty_a_minute_and_then_counts",
)
row(
    "R49",
    "What anybody sends is bounded before it is kept",
    "clinic/server/test_bodies.py::test_a_body_that_says_it_is_too_large_is_refused_unread",
    "clinic/server/test_bodies.py::test_a_body_that_says_nothing_of_its_size_is_refused_where_it_grows_too_large",
    "clinic/server/test_bodies.py::test_a_record_is_taken_from_staff_alone_and_asked_before_it_is_read",
    "clinic/server/test_lines.py::test_half_a_request_is_sent_away",
    "clinic/server/test_sentences.py::test_eight_presses_at_once_register_one_patient",
)
