"""Care before and after the chair, what works in trouble, and who comes and goes."""

from tests.compliance.table import row

PEOPLE, PEOPLE_ACCESS = "clinic/people/test_", "clinic/people/access/test_"
COLLEAGUES, GUESSING = f"{PEOPLE_ACCESS}colleagues.py::test_", f"{PEOPLE}guessing.py::test_"
LIFE, OPENED = f"{PEOPLE_ACCESS}sign_in_life.py::test_", f"{PEOPLE}opened_charts.py::test_"
BEFORE_START = "clinic/infusion/start/test_pre_infusion.py::test_"

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
    "clinic/tasks/test_rings.py::test_its_owner_is_rung_at_once_in_the_tasks_own_transaction",
    "clinic/tasks/test_rings.py::test_who_does_not_answer_is_followed_by_the_next_each_once_and_then_nobody",
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
    "journeys/test_in_sight.py::test_help_is_reached_by_three_tabs_at_most",
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
    "clinic/people/access/test_ends_at_once.py::test_a_stream_ends_within_a_second",
    f"{COLLEAGUES}a_disabled_colleague_comes_back_by_a_new_act_alone",
    f"{COLLEAGUES}the_last_owner_stays_owner",
    f"{OPENED}who_leaves_a_care_team_leaves_the_chart_and_its_stream_and_the_reason_stays",
    "clinic/people/access/test_staff_command.py::test_a_retired_device_is_a_stranger_and_its_name_is_free",
    "clinic/people/access/test_staff_command.py::test_a_re_keyed_device_is_heard_by_its_new_line_alone",
)
row(
    "R47",
    "A lost password, a lost second factor and a lost last owner have a way back that works once",
    "clinic/people/access/test_links.py::test_of_eight_uses_at_once_one_counts",
    "clinic/people/access/test_links.py::test_a_lost_second_factor_goes_by_the_link_and_the_password_together",
    "clinic/people/access/test_links.py::test_the_last_owner_comes_back_by_the_code_from_the_safe_once",
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
