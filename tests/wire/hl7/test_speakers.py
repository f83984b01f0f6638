"""Who speaks in a message and about whom: beds, equipment, placeholders for nobody, names without their letters."""

from datetime import UTC, date

import pytest

from euthymia.wire.hl7 import identity_matches, read, readings

MSH = "MSH|^~\\&|APP|FAC|EUTHYMIA||20250610120000+0000||ORU^R01^ORU_R01|7|P|2.6"
ROW = "OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1|97|262688^MDC_DIM_PERCENT^MDC|||||R"


def plain_read(*lines):
    return read("\r".join(lines).encode(), default_zone=UTC)


def test_two_beds_in_one_message_are_two_patients():
    one, two = "PID|||\rPV1||I|BAY^^Chair 4", "PID|||\rPV1||I|BAY^^Chair 1"

    assert plain_read(MSH, one, ROW, two, ROW).names_several_patients
    assert not plain_read(MSH, one, ROW, one, ROW).names_several_patients
    assert plain_read(MSH, two, one).beds == ("BAY^^Chair 1", "BAY^^Chair 4")


def test_two_that_name_nobody_are_one():
    assert not plain_read(MSH, "PID|||", "PID|||||^^^^^^U").names_several_patients


def test_who_speaks_is_known_by_bed_and_equipment():
    pumps = [
        f"OBX|1||70049^MDC_DEV_PUMP_INFUS_LVP_MDS^MDC|1.0.0.0|||||||X|||||||{name}^^00A1^EUI-64"
        for name in ("PUMP-A7", "PUMP-C2")
    ]
    message = plain_read(MSH, "PV1||I|BAY^^Chair 4", pumps[0], ROW, pumps[1], ROW)

    assert [(s.app, s.location, s.equipment) for s in message.speakers] == [
        ("APP", "BAY^^Chair 4", "PUMP-A7"),
        ("APP", "BAY^^Chair 4", "PUMP-C2"),
    ]
    assert [r.equipment for r in readings(message)[0]] == ["PUMP-A7^^00A1^EUI-64", "PUMP-C2^^00A1^EUI-64"]
    assert [s.equipment for s in plain_read(MSH).speakers] == [""]


def test_another_patient_s_rows_do_not_inherit_a_device():
    named = f"{ROW}|||||||MON-1"

    assert [row.equipment for row in plain_read(MSH, "PID|||1", named, "PID|||2", ROW).observations] == ["MON-1", ""]


@pytest.mark.parametrize(
    ("kind", "mode", "why"),
    [
        ("ORU^R01^ORU_R01", "P", ""),
        ("ORU^R40^ORU_R40", "", ""),
        ("ORU^R01^ORU_R01", "T", "not for production (MSH-11 T)"),
        ("ORU^R01^ORU_R01", "D^A", "not for production (MSH-11 D)"),
        ("ADT^A08", "P", "not a report of measurements (ADT^A08)"),
        ("ORF^R04", "P", "not a report of measurements (ORF^R04)"),
    ],
)
def test_only_a_report_of_production_may_be_charted(kind, mode, why):
    message = plain_read(MSH.replace("ORU^R01^ORU_R01", kind).replace("|P|", f"|{mode}|"), ROW)

    assert (message.no_report, message.is_query) == (why, False)


@pytest.mark.parametrize("kind", ["QRY^R02", "QBP^Q22"])
def test_a_query_is_known_as_one(kind):
    assert plain_read(MSH.replace("ORU^R01^ORU_R01", kind)).is_query


def match(pid):
    (named,) = plain_read(MSH, pid).identities
    return identity_matches(named, medical_record_number="E1", family="Brønnlund", birth_date=date(1979, 5, 14))


@pytest.mark.parametrize(
    "pid",
    [
        "PID|1||||^^^^^^U",
        "PID|1||||Unassigned^Pump^^^^^U",
        "PID|1||||UNKNOWN",
        "PID|1||||NO NAME^",
        "PID|1||||Unbekannt^Patient||19000101",
        "PID|1||||Unknown, 7",
        "PID|1||||ADULT^PATIENT||19000101",
        "PID|1||||Emergency^Patient",
        "PID|1||XXXX||XXXX^XXXX",
        "PID|1||N/A||Monitor",
        "PID|1||000000||?",
        'PID|1||""||""',
        "PID|1||E1||Unidentified||19000101",  # the number alone tells too little
        "PID|1||||Doe^John||19800101" + "|" * 24 + "Y",  # PID-31: the identity is not known
        "PID|1||UNKNOWN||Broennlund",  # nor does a name
    ],
)
def test_a_placeholder_is_nobody(pid):
    assert match(pid) == "none"


@pytest.mark.parametrize(
    "pid",
    [
        "PID|1||E5||Unknown" + "|" * 26 + "Y",  # a number that is another's always counts
        "PID|1||E1||Sommer^Ina||19880203",
        "PID|1||||Sommer^Ina",
        "PID|1||||No^Min-jun",  # a name
        "PID|1||||Child^Lee",
        "PID|1||||Xx^Lee",
        "PID|1||E5||Broennlund^Silje",
    ],
)
def test_somebody_else_is_somebody_else(pid):
    assert match(pid) == "mismatch"


@pytest.mark.parametrize("family", ["Brønnlund", "BRØNNLUND", "Broennlund", "Bronnlund", "BRONNLUND", "Brönnlund"])
def test_with_the_number_a_name_without_its_letters_is_the_same(family):
    assert match(f"PID|1||E1||{family}^Silje") == "match"


@pytest.mark.parametrize(
    ("family", "said"),
    [
        ("Müller", "Mueller"),
        ("Müller", "Muller"),
        ("Groß", "GROSS"),
        ("Łukasz", "Lukasz"),
        ("Ångström", "Angstrom"),
        ("Ångström", "Aangstroem"),
        ("Mueller", "Müller"),
        ("Peña", "Pena"),
        ("O'Neil", "ONEIL"),
        ("Dvořák", "Dvorak"),
    ],
)
def test_accents_are_left_out_as_devices_do(family, said):
    (named,) = plain_read(MSH, f"PID|1||E1||{said}").identities

    assert identity_matches(named, medical_record_number="E1", family=family, birth_date=date.min) == "match"
