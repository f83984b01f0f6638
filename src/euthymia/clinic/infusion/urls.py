from django.urls import path

from euthymia.clinic.infusion import before_pages, buttons, hand_pages, views

app_name = "infusion"
urlpatterns = [
    path("chairs", views.chairs, name="chairs"),
    path("chairs/now", views.chairs_now, name="chairs_now"),
    path("patients/<uuid:patient_key>/orders", views.orders, name="orders"),
    path("orders/<uuid:order_key>/open", views.open_session, name="open_session"),
    path("chair/<uuid:key>", views.chair, name="chair"),
    path("chair/<uuid:key>/stream", views.stream, name="stream"),
    path("chair/<uuid:key>/second-check", views.second_check, name="second_check"),
    path("chair/<uuid:key>/before", before_pages.listed, name="before"),
    path("chair/<uuid:key>/act/<slug:action>", buttons.act, name="act"),
    path("chair/<uuid:key>/pump-seen", buttons.pump_seen, name="pump_seen"),
    path("chair/<uuid:key>/acknowledge", buttons.acknowledge, name="acknowledge"),
    path("chair/<uuid:key>/pause-sound", buttons.pause_sound, name="pause_sound"),
    path("chair/<uuid:key>/rate/<slug:kind>", buttons.rate, name="rate"),
    path("chair/<uuid:key>/vitals", buttons.vitals, name="vitals"),
    path("chair/<uuid:key>/sedation", buttons.sedation, name="sedation"),
    path("chair/<uuid:key>/cadss", buttons.cadss, name="cadss"),
    path("chair/<uuid:key>/adverse-event", buttons.adverse_event, name="adverse_event"),
    path("chair/<uuid:key>/medicine", buttons.medicine, name="medicine"),
    path("chair/<uuid:key>/note", buttons.note, name="note"),
    path("chair/<uuid:key>/correct/<int:number>", buttons.correct, name="correct"),
    path("chair/<uuid:key>/correct/<int:number>/form", hand_pages.correction, name="correction"),
    path("chair/<uuid:key>/help", hand_pages.help_sheet, name="help"),
    path("chair/<uuid:key>/call-help", buttons.call_help, name="call_help"),
    path("chair/<uuid:key>/help/<slug:group>", buttons.help_line, name="help_line"),
    path("chair/<uuid:key>/pair/<uuid:device_key>", views.pair, name="pair"),
    path("chair/<uuid:key>/discharge", views.discharge, name="discharge"),
]
