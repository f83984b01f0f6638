from django.urls import path

from euthymia.clinic.assessment import views

app_name = "assessment"
urlpatterns = [
    path("mine", views.mine, name="mine"),
    path("patients/<uuid:patient_key>", views.chart, name="chart"),
    path("patients/<uuid:patient_key>/history", views.history, name="history"),
    path("patients/<uuid:patient_key>/history/<uuid:trial_key>/strike", views.strike, name="strike"),
    path("patients/<uuid:patient_key>/judge", views.judge, name="judge"),
    path("patients/<uuid:patient_key>/gate", views.gate, name="gate"),
    path("patients/<uuid:patient_key>/phq9", views.questionnaire, name="questionnaire"),
    path("sheets/<uuid:sheet_key>/item/<int:item>", views.touch, name="touch"),
    path("sheets/<uuid:sheet_key>/finish", views.finish, name="finish"),
]
