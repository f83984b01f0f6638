from django.urls import path

from euthymia.clinic.outcomes import expected_pages, views

app_name = "outcomes"
urlpatterns = [
    path("patients/<uuid:patient_key>/outcome", views.course, name="course"),
    path("patients/<uuid:patient_key>/outcome/expected", expected_pages.panel, name="expected"),
    path("patients/<uuid:patient_key>/outcome/madrs", views.rate, name="rate"),
    path("patients/<uuid:patient_key>/outcome/<slug:scale>/item-10", views.touch_item_10, name="answer_item_10"),
    path("sessions/<uuid:session_key>/next-day", views.day_check, name="next_day_check"),
]
