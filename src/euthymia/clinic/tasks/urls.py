from django.urls import path

from euthymia.clinic.tasks import pages

app_name = "tasks"
urlpatterns = [
    path("today", pages.home, name="home"),
    path("tasks/<uuid:key>/take", pages.take_task, name="take"),
    path("tasks/<uuid:key>/finish", pages.finish_task, name="finish"),
]
