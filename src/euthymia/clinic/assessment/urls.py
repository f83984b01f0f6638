from django.urls import path

from euthymia.clinic.assessment import history_pages, medicine_pages, sheet_pages, views, workup_pages

app_name = "assessment"
urlpatterns = [
    path("mine", views.mine, name="mine"),
    path("patients/<uuid:patient_key>", views.chart, name="chart"),
    path("patients/<uuid:patient_key>/history", history_pages.history, name="history"),
    path("patients/<uuid:patient_key>/history/<uuid:trial_key>/strike", history_pages.strike, name="strike"),
    path("patients/<uuid:patient_key>/judge", history_pages.judge, name="judge"),
    path("patients/<uuid:patient_key>/medicines", medicine_pages.listed, name="medicines"),
    path("patients/<uuid:patient_key>/medicines/add", medicine_pages.add, name="add_medicine"),
    path("patients/<uuid:patient_key>/medicines/<uuid:key>/order", medicine_pages.order, name="day_order"),
    path("patients/<uuid:patient_key>/medicines/<uuid:key>/end", medicine_pages.end, name="end_medicine"),
    path("patients/<uuid:patient_key>/allergies/add", medicine_pages.add_allergy, name="add_allergy"),
    path("patients/<uuid:patient_key>/allergies/none", medicine_pages.none_known, name="no_allergies"),
    path("patients/<uuid:patient_key>/allergies/<uuid:key>/strike", medicine_pages.strike, name="strike_allergy"),
    path("patients/<uuid:patient_key>/workup", workup_pages.listed, name="workup"),
    path("patients/<uuid:patient_key>/workup/<uuid:key>/strike", workup_pages.strike, name="strike_result"),
    path("patients/<uuid:patient_key>/gate", views.gate, name="gate"),
    path("patients/<uuid:patient_key>/phq9", views.questionnaire, name="questionnaire"),
    path("patients/<uuid:patient_key>/scales", sheet_pages.listed, name="scales"),
    path("patients/<uuid:patient_key>/scales/<slug:scale>", sheet_pages.sheet, name="scale"),
    path("scales/<uuid:sheet_key>/item/<int:item>", sheet_pages.touch, name="touch_scale"),
    path("scales/<uuid:sheet_key>/finish", sheet_pages.finish, name="finish_scale"),
    path("sheets/<uuid:sheet_key>/item/<int:item>", views.touch, name="touch"),
    path("sheets/<uuid:sheet_key>/finish", views.finish, name="finish"),
]
