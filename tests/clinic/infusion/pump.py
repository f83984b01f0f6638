"""What a pump sends of itself: its rate and status, and its own alarms."""

import time

from tests.clinic.chairside import stamp

PUMP = ("PUMP", "CHAIR1")


def alarm_message(control, phase="start", state="active", quieted="enabled", *, flags="PH~ST", sender=PUMP):
    at = stamp(time.time())
    lines = [
        f"MSH|^~\\&|{sender[0]}|{sender[1]}|||{at}||ORU^R40^ORU_R40|{control}|P|2.6",
        f"OBR|1|||196616^MDC_EVT_ALARM^MDC|||{at}",
        f"OBX|1|CWE|196616^MDC_EVT_ALARM^MDC|1.0.0.0.1|196940^MDC_EVT_FLUID_LINE_OCCL^MDC^^^^^^Occlusion|||{flags}|||F",
        f"OBX|2|ST|68481^MDC_ATTR_EVENT_PHASE^MDC|1.0.0.0.2|{phase}||||||F",
        f"OBX|3|ST|68482^MDC_ATTR_ALARM_STATE^MDC|1.0.0.0.3|{state}||||||F",
        f"OBX|4|ST|68483^MDC_ATTR_ALARM_INACTIVATION_STATE^MDC|1.0.0.0.4|{quieted}||||||F",
    ]
    return ("\r".join(lines) + "\r").encode()


def pump_message(control, *, rate=None, status=None, delivered=None, at_s=None, sender=PUMP):
    at = stamp(time.time() if at_s is None else at_s)
    lines = [f"MSH|^~\\&|{sender[0]}|{sender[1]}|||{at}||ORU^R01|{control}|P|2.6", f"OBR|1||||||{at}"]
    if status:
        lines.append(f"OBX|1|CWE|184508^MDC_PUMP_STAT^MDC|1.1.1.1|^pump-status-{status}^MDC||||||R")
    if rate is not None:
        lines.append(
            f"OBX|2|NM|0^MDC_FLOW_FLUID_PUMP_CURRENT^MDC|1.1.1.2|{rate}|265266^MDC_DIM_MILLI_L_PER_HR^MDC|||||R"
        )
    if delivered is not None:
        lines.append(f"OBX|3|NM|0^MDC_VOL_FLUID_DELIV_TOTAL^MDC|1.1.1.3|{delivered}|263762^MDC_DIM_MILLI_L^MDC|||||R")
    return ("\r".join(lines) + "\r").encode()
