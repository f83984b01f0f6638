"""Who reads and writes, how it is kept, and what shows that it was not changed."""

from tests.compliance.table import row

PEOPLE, PEOPLE_ACCESS = "clinic/people/test_", "clinic/people/access/test_"
COLLEAGUES, GUESSING = f"{PEOPLE_ACCESS}colleagues.py::test_", f"{PEOPLE}guessing.py::test_"
LIFE, OPENED = f"{PEOPLE_ACCESS}sign_in_life.py::test_", f"{PEOPLE}opened_charts.py::test_"
AUDIT = "clinic/audit/test_audit.py::test_"
DOORS, SIGN_IN = f"{PEOPLE}doors.py::test_", f"{PEOPLE}sign_in.py::test_"

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
    "clinic/people/access/test_links.py::test_a_password_that_can_be_guessed_is_refused_and_the_link_stays",
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
