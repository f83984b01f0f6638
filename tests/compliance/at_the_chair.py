"""Devices, alarms, doses and checks at the chair."""

from tests.compliance.table import row

CARD = "clinic/infusion/devices/test_devices_card.py::"
QUIET = "clinic/infusion/oversight/test_silence.py::test_"
WATCH, SILENCE, READINGS = (f"medicine/watch/test_{part}.py::test_" for part in ("step", "silence", "readings"))
DOSING, REAL, BREAKS = (
    "medicine/dosing/test_plan.py::test_",
    "wire/hl7/test_real.py::test_",
    "journeys/test_when_it_breaks.py::test_",
)

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
    "Alarm self-test through the same audio path, its result stored; where sound is blocked no session starts",
    "journeys/test_whole_journey.py::test_one_person_walks_through_the_clinic",
    "journeys/test_alarms.py::test_sound_has_the_pulses_of_its_priority",
    "journeys/test_alarms.py::test_a_session_does_not_start_on_a_tablet_that_is_kept_from_sounding",
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
    "Latched until acknowledged by name, one condition at a time; escalation at 30 s and 60 s, to other screens",
    "medicine/watch/test_readings.py::test_an_alarm_stays_until_it_has_ended_and_a_named_person_has_seen_it",
    f"{QUIET}a_high_alarm_that_nobody_acknowledges_escalates_at_thirty_and_sixty_seconds",
    "medicine/watch/test_conditions.py::test_a_high_one_that_ended_unseen_keeps_its_urgency_and_says_its_worst_how_"
    "long_and_how_often",
    "journeys/test_eyes.py::test_an_alarm_nobody_acknowledges_shows_elsewhere_at_30_s_and_everywhere_at_60_s",
    "clinic/infusion/oversight/test_elsewhere.py::test_at_sixty_seconds_the_prescriber_on_duty_gets_a_task",
)
row(
    "R20",
    "From receipt to screen and sound in time: tests hold each to 2 s, make bench p99 with 8 and 200 chairs",
    "stories/test_stories.py::test_a_story_goes_as_told[low pressure asks for a stop]",
    "journeys/test_eyes.py::test_an_alarm_sounds_within_two_seconds_of_the_value_that_breaks_its_limit",
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
    "Raw and validated values both kept; who signs at leaving validates them, and what is changed later is said",
    f"{READINGS}an_impossible_value_is_kept_apart_and_the_next_good_one_ends_its_alarm",
    "wire/hl7/test_readings.py::test_a_value_that_no_person_has_is_a_reading_for_the_watch_to_judge",
    "clinic/infusion/devices/test_intake.py::test_an_impossible_value_is_kept_apart_and_said",
    "clinic/infusion/report/test_report.py::test_a_record_changed_after_it_was_signed_says_so_until_it_is_signed_again",
)
row(
    "R28",
    "A device link needs a credential tied to a place",
    "clinic/infusion/devices/test_intake.py::test_a_stranger_is_refused_and_counted",
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
    "medicine/watch/test_pump_channels.py::test_of_two_pumps_each_keeps_what_it_says",
)
row("R33", "Schedule III ledger")
