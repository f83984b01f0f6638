from django.urls import path

from euthymia.clinic.infusion.chair import (
    buttons,
    correction_pages,
    limits_pages,
    locked_pages,
)
from euthymia.clinic.infusion.chair import pages as chair_pages
from euthymia.clinic.infusion.devices import pairing_pages
from euthymia.clinic.infusion.devices.dialect import pages as dialect_pages
from euthymia.clinic.infusion.discharge import pages as discharge_pages
from euthymia.clinic.infusion.forecast import pages as forecast_pages
from euthymia.clinic.infusion.hand_over import pages as hand_over_pages
from euthymia.clinic.infusion.order import pages as order_pages
from euthymia.clinic.infusion.oversight import pages as oversight_pages
from euthymia.clinic.infusion.overview import pages as overview_pages
from euthymia.clinic.infusion.report import pages as report_pages
from euthymia.clinic.infusion.start import kit_pages, second_check_page
from euthymia.clinic.infusion.start import pages as start_pages

app_name = "infusion"
urlpatterns = [
    path("chairs", overview_pages.chairs, name="chairs"),
    path("chairs/now", overview_pages.chairs_now, name="chairs_now"),
    path("chairs/view", overview_pages.choose_view, name="chairs_view"),
    path("chairs/alarms/now", oversight_pages.menu_now, name="alarms_now"),
    path("devices/not-charted", dialect_pages.messages_not_charted, name="not_charted"),
    path("devices/codes", dialect_pages.codes, name="device_codes"),
    path("devices/codes/map", dialect_pages.map_code, name="map_code"),
    path("devices/codes/take-back", dialect_pages.take_back, name="take_back_code"),
    path("emergency-kit", kit_pages.shown, name="kit"),
    path("emergency-kit/enter", kit_pages.enter, name="enter_kit"),
    path("emergency-kit/sign", kit_pages.sign, name="sign_kit"),
    path("patients/<uuid:patient_key>/orders", order_pages.orders, name="orders"),
    path("orders/<uuid:order_key>/second-signature", order_pages.sign_second, name="sign_second"),
    path("orders/<uuid:order_key>/open", order_pages.open_session, name="open_session"),
    path("chair/<uuid:key>", chair_pages.chair, name="chair"),
    path("chair/<uuid:key>/stream", chair_pages.stream, name="stream"),
    path("chair/<uuid:key>/take-over", oversight_pages.take_over, name="take_over"),
    path("chair/<uuid:key>/hand-over", hand_over_pages.hand_over, name="hand_over"),
    path("chair/<uuid:key>/presence", oversight_pages.beat, name="presence"),
    path("chair/<uuid:key>/activity", oversight_pages.beat, name="activity"),
    path("chair/<uuid:key>/locked/<slug:what>", locked_pages.take, name="locked"),
    path("chair/<uuid:key>/unlock", locked_pages.unlock, name="unlock"),
    path("chair/<uuid:key>/sign-in-again", locked_pages.sign_in_anew, name="sign_in_again"),
    path("chair/<uuid:key>/confirm/<int:number>", locked_pages.confirm, name="confirm"),
    path("chair/<uuid:key>/second-check", second_check_page.second_check, name="second_check"),
    path("chair/<uuid:key>/pre-infusion", start_pages.listed, name="pre_infusion"),
    path("chair/<uuid:key>/limits", limits_pages.limits, name="limits"),
    path("chair/<uuid:key>/act/<slug:action>", buttons.act, name="act"),
    path("chair/<uuid:key>/pump-observed", buttons.pump_seen, name="pump_observed"),
    path("chair/<uuid:key>/acknowledge", buttons.acknowledge, name="acknowledge"),
    path("chair/<uuid:key>/pause-sound", buttons.pause_sound, name="pause_sound"),
    path("chair/<uuid:key>/rate/<slug:kind>", buttons.rate, name="rate"),
    path("chair/<uuid:key>/vitals", buttons.vitals, name="vitals"),
    path("chair/<uuid:key>/sedation", buttons.sedation, name="sedation"),
    path("chair/<uuid:key>/cadss", buttons.cadss, name="cadss"),
    path("chair/<uuid:key>/adverse-event", buttons.adverse_event, name="adverse_event"),
    path("chair/<uuid:key>/medicine", buttons.medicine, name="medicine"),
    path("chair/<uuid:key>/note", buttons.note, name="note"),
    path("chair/<uuid:key>/symptom", buttons.symptom, name="symptom"),
    path("chair/<uuid:key>/asked/done", buttons.asked_done, name="asked_done"),
    path("chair/<uuid:key>/symptom/end", buttons.symptom_over, name="symptom_ended"),
    path("chair/<uuid:key>/correct/<int:number>", buttons.correct, name="correct"),
    path("chair/<uuid:key>/correct/<int:number>/form", correction_pages.correction, name="correction"),
    path("chair/<uuid:key>/help", correction_pages.help_sheet, name="help"),
    path("chair/<uuid:key>/call-help", buttons.call_help, name="call_help"),
    path("chair/<uuid:key>/help/<slug:group>", buttons.help_line, name="help_line"),
    path("chair/<uuid:key>/pair/<uuid:device_key>", pairing_pages.pair, name="pair"),
    path("chair/<uuid:key>/unpair/<uuid:device_key>", pairing_pages.unpair, name="unpair"),
    path("chair/<uuid:key>/forecast", forecast_pages.now, name="forecast"),
    path("chair/<uuid:key>/forecast/what-if", forecast_pages.what_if, name="what_if"),
    path("chair/<uuid:key>/discharge", discharge_pages.listed, name="discharge"),
    path("chair/<uuid:key>/record", report_pages.shown, name="report"),
    path("chair/<uuid:key>/record.pdf", report_pages.printed, name="report_pdf"),
    path("chair/<uuid:key>/record/sign-again", report_pages.sign_again, name="sign_again"),
    path("chair/<uuid:key>/instructions", discharge_pages.instructions, name="instructions"),
]
