from django.urls import path

from euthymia.clinic.pages import chart, mine, today

app_name = "pages"
urlpatterns = [
    path("home", today.today, name="home"),
    path("today", today.today, name="today"),
    path("tasks/<uuid:key>/take", today.take_task, name="take_task"),
    path("tasks/<uuid:key>/finish", today.finish_task, name="finish_task"),
    path("patients/<uuid:patient_key>", chart.chart, name="chart"),
    path("mine", mine.mine, name="mine"),
]
