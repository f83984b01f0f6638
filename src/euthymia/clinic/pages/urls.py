"""The addresses of what shows several rooms; a page of one room is given what it reads of the rooms after it."""

from django.urls import path

from euthymia.clinic.assessment.eligibility.pages import gate
from euthymia.clinic.assessment.scales import pages as sheet_pages
from euthymia.clinic.assessment.workup import pages as workup_pages
from euthymia.clinic.infusion.summary import given_on, infused
from euthymia.clinic.pages import chart, mine, today
from euthymia.clinic.pages.scales import elsewhere

CHART = "patients/<uuid:patient_key>"
app_name = "pages"
urlpatterns = [
    path("home", today.today, name="home"),
    path("today", today.today, name="today"),
    path("tasks/<uuid:key>/take", today.take_task, name="take_task"),
    path("tasks/<uuid:key>/finish", today.finish_task, name="finish_task"),
    path("mine", mine.mine, name="mine"),
    path(CHART, chart.chart, name="chart"),
    path(f"{CHART}/workup", workup_pages.listed, {"given_on": given_on}, name="workup"),
    path(f"{CHART}/gate", gate, {"infused": infused}, name="gate"),
    path(f"{CHART}/scales", sheet_pages.listed, {"elsewhere": elsewhere}, name="scales"),
    path(f"{CHART}/scales/<slug:scale>/ask", sheet_pages.ask, {"elsewhere": elsewhere}, name="ask_scale"),
]
