"""The addresses of what shows several rooms; a page of one room is given what it reads of the rooms after it."""

from django.urls import path
from django.views.generic import RedirectView

from euthymia.clinic.assessment.eligibility.pages import gate
from euthymia.clinic.assessment.scales import pages as sheet_pages
from euthymia.clinic.assessment.workup import pages as workup_pages
from euthymia.clinic.infusion.summary import given_on, infused
from euthymia.clinic.pages import chart, me, today
from euthymia.clinic.pages.scales import elsewhere
from euthymia.clinic.pages.set_up import page as set_up

CHART = "patients/<uuid:patient_key>"
app_name = "pages"
urlpatterns = [
    path("home", today.today, name="home"),
    path("today", today.today, name="today"),
    path("tasks/<uuid:key>/take", today.take_task, name="take_task"),
    path("tasks/<uuid:key>/finish", today.finish_task, name="finish_task"),
    path("setup", set_up.listed, name="set_up"),
    path("setup/<slug:act>", set_up.act, name="set_up_act"),
    path("me", me.me, name="me"),
    # Addresses of 0.1.0 that a patient may hold.
    path("mine", RedirectView.as_view(url="/me", permanent=True), name="old_me"),
    path("mine/safety-plan", RedirectView.as_view(url="/me/safety-plan", permanent=True), name="old_safety_plan"),
    path(CHART, chart.chart, name="chart"),
    path(f"{CHART}/workup", workup_pages.listed, {"given_on": given_on}, name="workup"),
    path(f"{CHART}/eligibility", gate, {"infused": infused}, name="eligibility"),
    path(f"{CHART}/scales", sheet_pages.listed, {"elsewhere": elsewhere}, name="scales"),
    path(f"{CHART}/scales/<slug:scale>/ask", sheet_pages.ask, {"elsewhere": elsewhere}, name="ask_scale"),
]
