from django.urls import path

from euthymia.clinic.people import audit_pages, policy_pages, views
from euthymia.clinic.people.access import link_pages, pages, sign_in_life

app_name = "people"
urlpatterns = [
    path("patients", views.patients, name="patients"),
    path("patients/<uuid:key>/break-glass", views.break_glass, name="break_glass"),
    path("patients/<uuid:key>/team", views.team, name="team"),
    path("patients/<uuid:key>/team/leave", views.leave_team, name="leave_team"),
    path("patients/<uuid:key>/sign-in", views.let_sign_in, name="allow_sign_in"),
    path("opened-charts", views.glass_queue, name="break_glass_queue"),
    path("opened-charts/<uuid:key>/review", views.review_glass, name="review_break_glass"),
    path("patient/sign-in", views.patient_sign_in, name="patient_sign_in"),
    path("patient/sign-in/link", views.patient_link, name="patient_link"),
    path("staff", pages.listed, name="staff"),
    path("staff/invite", pages.invite, name="invite_colleague"),
    path("staff/<uuid:key>", pages.colleague, name="colleague"),
    path("staff/<uuid:key>/<slug:what>", pages.act, name="change_colleague"),
    path("activity", sign_in_life.here, name="activity"),
    path("access", link_pages.link, name="access_link"),
    path("access/recovery", link_pages.recover, name="recover_access"),
    path("audit", audit_pages.shown, name="audit"),
    path("audit/csv", audit_pages.as_csv, name="audit_csv"),
    path("audit/review", audit_pages.review, name="audit_review"),
    path("policies", policy_pages.listed, name="policies"),
    path("policies/sign", policy_pages.sign, name="sign_policies"),
    path("policies/<str:key>", policy_pages.one, name="policy"),
]
