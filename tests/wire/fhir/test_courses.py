"""The lines of one drug to courses: what ends them, what joins them, and what of two lines asks."""

import pytest

from euthymia.wire.fhir import read_histories
from tests.wire.fhir.made import dispense, ndjson, request, statement


def read(*resources):
    found, refused, _ = read_histories([ndjson(*resources)])
    assert refused == ()
    return found[0].trials


def doses(trial):
    return [(d.get("from"), d.get("to"), d.get("mg_per_day")) for d in trial["doses"]]


def supply(days, refills=0):
    return {
        "dispenseRequest": {"expectedSupplyDuration": {"value": days, "code": "d"}, "numberOfRepeatsAllowed": refills}
    }


def until(day, start="2024-01-01", **members):
    bounds = {"timing": {"repeat": {"boundsPeriod": {"start": start, "end": day}}}}
    return request(day=start, dosageInstruction=[{"text": "Take 1 tablet by mouth daily"} | bounds], **members)


@pytest.mark.parametrize(
    ("line", "ended"),
    [
        (request(status="completed", **supply(90)), "2024-03-31"),
        (request(status="completed", **supply(90, refills=3)), None),  # refills are what may be fetched
        (request(status="active", **supply(28, refills=9)), None),
        (request(status="stopped", **supply(90)), None),  # somewhere before
        (request(status="stopped", **supply(90, refills=3)), None),
        (until("2024-05-24", status="stopped", **supply(90, refills=3)), "2024-05-25"),  # by its own end
        (request(status="active"), None),
        (request(sig="Take 1 tablet daily for 30 days"), "2024-01-31"),
        (request(sig="Take 1 tablet daily for 30 days", **supply(30, refills=2)), None),
        (statement(status="stopped"), None),
        (dispense(quantity={"value": 30}), "2024-01-31"),
    ],
)
def test_a_line_ends_when_it_is_written_to_end_and_never_by_its_refills(line, ended):
    (trial,) = read(line)

    assert [dose.get("to") for dose in trial["doses"]] == [ended]


@pytest.mark.parametrize(
    ("start", "end", "read_as"),
    [
        ("2021-02", "2021-09", ("2021-02", "2021-09", 50)),
        ("2015", "2017", ("2015", "2017", 50)),
        ("2021-02-03", "2021-09", ("2021-02-03", "2021-09", 50)),
        ("2021-02", "2021-09-04", ("2021-02", "2021-09-05", 50)),
        ("2021-02", None, ("2021-02", None, 50)),
    ],
)
def test_a_month_or_a_year_is_kept_as_it_was_written(start, end, read_as):
    (trial,) = read(statement(start=start, end=end))

    assert doses(trial) == [read_as]
    assert "Nobody wrote when it began." not in trial["look_at"]


HCL = "bupropion hydrochloride 150 MG 12 HR Extended Release Oral Tablet"
XL = "bupropion XL 300 MG 24 hr tablet"
HBR = "bupropion hydrobromide 174 MG Extended Release Oral Tablet"


@pytest.mark.parametrize(
    ("first", "second", "courses"),
    [
        (HCL, XL, 1),  # the salt not said joins the course beside it
        (HCL, HBR, 2),  # salts whose doses differ
        ("sertraline 50 MG Oral Tablet", "Zoloft 100 MG", 1),
        ("sertraline hydrochloride 50 MG Oral Tablet", "sertraline 100 MG Oral Capsule", 1),
        ("venlafaxine 75 MG Oral Tablet", "venlafaxine 75 MG Extended Release Oral Capsule", 1),
        ("paroxetine 20 MG Immediate Release Oral Tablet", "Paxil CR 25 MG", 2),  # another factor of the dose
        ("sertraline 50 MG Oral Tablet", "escitalopram 10 MG", 2),
    ],
)
def test_salts_forms_brands_and_strengths_of_one_drug_are_one_course_unless_the_dose_factor_differs(
    first, second, courses
):
    lines = statement(first, end="2024-01-20"), statement(second, start="2024-01-21", end="2024-02-20", id="second")

    assert len(read(*lines)) == courses


@pytest.mark.parametrize(
    ("days", "courses"),
    [
        (("2024-07-01", "2024-08-01", "2024-09-01", "2024-10-01"), 1),  # by the month, of which some have 31 days
        (("2024-01-01", "2024-03-31", "2024-06-29"), 1),  # by the quarter
        (("2024-01-01", "2024-02-20"), 2),  # a gap of fifty days
        (("2024-01-01", "2024-09-01"), 2),
    ],
)
def test_orders_without_a_supply_that_follow_each_other_are_one_course(days, courses):
    found = read(*(request(day=day, status="completed") for day in days))

    assert len(found) == courses
    if courses == 1:
        assert doses(found[0]) == [(days[0], days[-1], 50), (days[-1], None, 50)]  # it ran at least until the last
        assert any("read as one course" in said for said in found[0]["look_at"])


ORDER = until("2024-06-30", id="o")


@pytest.mark.parametrize(
    "beside",
    [
        statement(start=None, sig="", id="s", basedOn=[{"reference": "MedicationRequest/o"}]),
        statement(
            start=None, sig="", id="s", derivedFrom=[{"reference": "https://a.example/fhir/MedicationRequest/o"}]
        ),
        statement(start=None, sig="", id="s", basedOn=[{"reference": "MedicationRequest/o/_history/3"}]),
        statement(end="2024-06-30", id="s"),  # the same drug, dose and days from another source
    ],
    ids=["based on", "derived from", "a version", "the same days"],
)
def test_a_statement_and_its_order_are_one_line_with_two_origins(beside):
    (trial,) = read(ORDER, beside)

    assert doses(trial) == [("2024-01-01", "2024-07-01", 50)]
    assert {origin["type"] for origin in trial["from_resources"]} == {"MedicationRequest", "MedicationStatement"}


def administration(day, mg=50, **members):
    made = statement(start=None, sig="", id=f"a-{day}-{members.pop('n', 0)}")
    dose = {"dosage": {"dose": {"value": mg, "unit": "mg"}}}
    return made | {"resourceType": "MedicationAdministration", "effectiveDateTime": day} | dose | members


def test_administrations_of_a_prescription_are_part_of_its_line_and_alone_they_are_the_days_given():
    given = [administration(f"2024-01-0{n}", request={"reference": "MedicationRequest/o"}) for n in (1, 2, 3)]
    (trial,) = read(ORDER, *given)
    assert doses(trial) == [("2024-01-01", "2024-07-01", 50)] and len(trial["from_resources"]) == 4

    alone = [administration(f"2024-01-0{n}", n=part) for n in (1, 2, 3) for part in "ab"]
    (trial,) = read(*alone)
    assert doses(trial) == [("2024-01-01", "2024-01-04", 100)]


@pytest.mark.parametrize(
    ("second", "steps"),
    [
        # an added strength: together, or instead?
        (statement("sertraline 25 MG", start="2024-02-01", end="2024-03-31", id="b"),
         [("2024-01-01", "2024-02-01", 50), ("2024-02-01", "2024-04-01", None)]),
        (statement("sertraline 25 MG", start="2024-02-01", end="2024-02-28", id="b"),
         [("2024-01-01", "2024-02-01", 50), ("2024-02-01", "2024-02-29", None), ("2024-02-29", "2024-04-01", 50)]),
        # the next row begins where the first ends
        (statement("sertraline 100 MG", start="2024-04-01", end="2024-05-31", id="b"),
         [("2024-01-01", "2024-04-01", 50), ("2024-04-01", "2024-06-01", 100)]),
    ],
)  # fmt: skip
def test_lines_whose_own_days_overlap_ask_and_adjoining_ones_join(second, steps):
    (trial,) = read(statement(end="2024-03-31"), second)

    assert doses(trial) == steps
    assert any("overlap" in said for said in trial["look_at"]) == (None in [mg for *_, mg in steps])


def test_the_steps_of_a_titration_are_kept_with_their_days():
    (trial,) = read(statement(end="2024-03-31", sig="1/2 tablet daily for 2 weeks; 2 tablets daily thereafter"))

    assert doses(trial) == [("2024-01-01", "2024-01-15", 25), ("2024-01-15", "2024-04-01", 100)]


def test_the_words_a_dose_was_read_from_stand_beside_it_with_status_and_notes():
    line = statement(
        status="stopped", sig="Take 2 tablets in the evening", note=[{"text": "sister says doses were missed"}]
    )

    said = " ".join(read(line)[0]["look_at"])
    assert all(
        words in said for words in ("“Take 2 tablets in the evening”", "stopped", "sister says doses were missed")
    )


ADHERENCE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-medication-adherence"


@pytest.mark.parametrize(
    ("code", "adherence", "words"),
    [
        ({"code": "275928001"}, "poor", "not taken regularly"),
        ({"code": "266710000"}, "poor", "not taken regularly"),
        ({"code": "1", "display": "takes most of it"}, None, "takes most of it"),
    ],
)
def test_what_the_record_says_of_taking_is_read_or_shown(code, adherence, words):
    parts = [{"url": "medicationAdherence", "valueCodeableConcept": {"coding": [code]}},
             {"url": "dateAsserted", "valueDateTime": "2024-02-01"}]  # fmt: skip
    (trial,) = read(request(extension=[{"url": ADHERENCE, "extension": parts}]))

    assert trial.get("adherence") == adherence
    assert any(words in said and "2024-02-01" in said for said in trial["look_at"])


@pytest.mark.parametrize(
    ("note", "mg"),
    [
        ("Never filled; patient says she took none.", None),
        ("Patient did not take it", None),
        ("nie eingenommen", None),
        ("n'a jamais pris", None),
        ("not taking as prescribed", None),
        ("tolerates it well", 50),
        ("sister says some doses were missed", 50),  # shown, for a person to judge
    ],
)
def test_a_note_that_may_deny_taking_leaves_the_dose_open(note, mg):
    (trial,) = read(statement(end="2024-06-30", note=[{"text": note}]))

    assert doses(trial) == [("2024-01-01", "2024-07-01", mg)]
    assert any(note in said for said in trial["look_at"])


@pytest.mark.parametrize(
    ("members", "taken"),
    [
        ({"intent": "plan", "reportedBoolean": True}, True),
        ({"intent": "plan", "reportedReference": {"reference": "Patient/p"}}, True),
        ({"intent": "plan", "reportedBoolean": False}, False),
        ({"intent": "proposal", "reportedBoolean": True}, False),
        ({"intent": "order", "reportedBoolean": True}, True),
        ({"intent": "filler-order"}, True),
    ],
)
def test_a_plan_that_the_patient_reports_was_taken_and_one_alone_was_not(members, taken):
    found, refused, _ = read_histories([ndjson(request(**members))])

    assert (len(found), len(refused)) == ((1, 0) if taken else (0, 1))


def by_reference(link, display="", sig="Take 2 tablets by mouth daily"):
    named = {"reference": link} | ({"display": display} if display else {})
    return statement(medicationCodeableConcept=None, medicationReference=named, sig=sig, end="2024-06-30")


def of_strength(strength):
    return {"id": "m", "code": {"text": "Sertralin"}, "ingredient": [{"strength": strength}]}


STRENGTH = {"numerator": {"value": 25, "unit": "mg"}, "denominator": {"value": 1, "unit": "Tablette"}}
PER_ML = {"numerator": {"value": 25, "unit": "mg"}, "denominator": {"value": 1, "unit": "mL"}}


@pytest.mark.parametrize(
    ("resources", "mg"),
    [
        ([{"id": "m", "code": {"text": "sertraline 50 MG Oral Tablet"}}, by_reference("Medication/m")], 100),
        ([{"id": "m", "code": {"text": "sertraline 50 MG"}}, by_reference("Medication/m/_history/2")], 100),
        ([{"id": "m", "code": {"text": "sertraline 50 MG"}}, by_reference("https://a.example/fhir/Medication/m")], 100),
        ([of_strength(STRENGTH), by_reference("Medication/m")], 50),
        ([of_strength(PER_ML), by_reference("Medication/m")], None),
        ([by_reference("Medication/absent", "sertraline (ZOLOFT) 50 MG tablet")], 100),  # the name shown stands in
    ],
)  # fmt: skip
def test_the_strength_is_found_behind_a_reference_in_each_of_its_forms(resources, mg):
    *medications, line = resources
    (trial,) = read(*({"resourceType": "Medication"} | one for one in medications), line)

    assert [dose.get("mg_per_day") for dose in trial["doses"]] == [mg]


def test_a_patient_summary_that_lists_no_medicine_says_so_and_names_none():
    absent = {"system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "code": "no-known-medications"}
    line = statement(medicationCodeableConcept={"coding": [absent]})

    found, refused, _ = read_histories([ndjson(line, statement(id="other"))])
    assert [len(one.trials) for one in found] == [1] and found[0].others == {}
    assert ["names no medicine" in one.reason for one in refused] == [True]


@pytest.mark.parametrize(
    ("stated", "mg"),
    [
        ({"end": "2024-03-01"}, 50),
        ({"end": "2024-01-10"}, None),  # the fill of the end of January is not of its days
        ({"end": "2024-03-01", "sig": "1 to 2 tablets daily"}, None),
    ],
)
def test_a_fill_without_a_dose_has_that_of_the_statement_whose_days_it_lies_in(stated, mg):
    found, _, _ = read_histories([ndjson(statement(**stated), dispense(day="2024-01-31"))])

    assert found[0].trials[-1]["doses"][-1].get("mg_per_day") == mg
