from django.urls import path

from euthymia.clinic.assessment.danger import pages as danger_pages
from euthymia.clinic.assessment.danger import safety_plan_pages
from euthymia.clinic.assessment.history import import_pages
from euthymia.clinic.assessment.history import pages as history_pages
from euthymia.clinic.assessment.medicines import pages as medicine_pages
from euthymia.clinic.assessment.scales import pages as sheet_pages
from euthymia.clinic.assessment.scales import wording_pages
from euthymia.clinic.assessment.workup import pages as workup_pages

app_name = "assessment"
urlpatterns = [
    path("me/safety-plan", safety_plan_pages.mine, name="my_safety_plan"),
    path("patients/<uuid:patient_key>/safety-plan", safety_plan_pages.edit, name="safety_plan"),
    path("patients/<uuid:patient_key>/history", history_pages.history, name="history"),
    path("patients/<uuid:patient_key>/history/<uuid:trial_key>/void", history_pages.strike, name="void_trial"),
    path("patients/<uuid:patient_key>/resistance", history_pages.judge, name="judge_resistance"),
    path("patients/<uuid:patient_key>/import", import_pages.listed, name="imports"),
    path("patients/<uuid:patient_key>/import/read", import_pages.read, name="read_import"),
    path("patients/<uuid:patient_key>/import/<uuid:key>/confirm", import_pages.confirm, name="confirm_line"),
    path("patients/<uuid:patient_key>/import/<uuid:key>/change", import_pages.change, name="change_line"),
    path("patients/<uuid:patient_key>/import/<uuid:key>/leave", import_pages.leave, name="leave_line"),
    path("patients/<uuid:patient_key>/import/<uuid:key>/undo", import_pages.undo, name="undo_line"),
    path("patients/<uuid:patient_key>/medicines", medicine_pages.listed, name="medicines"),
    path("patients/<uuid:patient_key>/medicines/add", medicine_pages.add, name="add_medicine"),
    path(
        "patients/<uuid:patient_key>/medicines/<uuid:key>/day-instruction", medicine_pages.order, name="day_instruction"
    ),
    path("patients/<uuid:patient_key>/medicines/<uuid:key>/end", medicine_pages.end, name="end_medicine"),
    path("patients/<uuid:patient_key>/allergies/add", medicine_pages.add_allergy, name="add_allergy"),
    path("patients/<uuid:patient_key>/allergies/none", medicine_pages.none_known, name="no_allergies"),
    path("patients/<uuid:patient_key>/allergies/<uuid:key>/void", medicine_pages.strike, name="void_allergy"),
    path(
        "patients/<uuid:patient_key>/allergies/<uuid:key>/ketamine",
        medicine_pages.answer_ketamine,
        name="answer_ketamine",
    ),
    path("patients/<uuid:patient_key>/workup/<uuid:key>/void", workup_pages.strike, name="void_result"),
    path("patients/<uuid:patient_key>/phq9", sheet_pages.sheet, {"scale": "phq9"}, name="questionnaire"),
    path("patients/<uuid:patient_key>/risk", danger_pages.page, name="risk"),
    path("patients/<uuid:patient_key>/risk/screen", danger_pages.begin, name="begin_risk_screen"),
    path("patients/<uuid:patient_key>/risk/assessment", danger_pages.judge, name="assess_risk"),
    path("patients/<uuid:patient_key>/risk/handover", danger_pages.hand_over, name="hand_over"),
    path("risk/<uuid:screen_key>/item/<slug:item>", danger_pages.touch, name="answer_risk_item"),
    path("risk/<uuid:screen_key>/triage-rule", danger_pages.read_by, name="risk_triage_rule"),
    path("patients/<uuid:patient_key>/scales/<slug:scale>", sheet_pages.sheet, name="scale"),
    path("asked/<uuid:key>/withdraw", sheet_pages.withdraw, name="withdraw_scale"),
    path("wordings", wording_pages.listed, name="wordings"),
    path("wordings/loaded/<uuid:key>", wording_pages.wording, name="wording"),
    path("wordings/loaded/<uuid:key>/on", wording_pages.turn_on, name="turn_wording_on"),
    path("wordings/loaded/<uuid:key>/withdraw", wording_pages.take_back, name="withdraw_wording"),
    path("wordings/<slug:scale>", wording_pages.scale, name="wordings_of"),
    path("responses/<uuid:sheet_key>/item/<int:item>", sheet_pages.touch, name="answer_item"),
    path("responses/<uuid:sheet_key>/finish", sheet_pages.finish, name="finish_response"),
]
