"""Importing a bulk export of histories: a gigabyte of NDJSON, its rows a second and peak memory, beside validation.

Each side runs in a process of its own, so that its peak memory is its own: `python -m bench.imports ours FILE`.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from bench.processes import BUILD, CHECKOUT
from bench.rows import Row, against, at_most, measured

WHOLE_BYTES, PEER_BYTES, QUICK_BYTES = 1_000_000_000, 50_000_000, 3_000_000
CHUNK_BYTES = 1 << 20
DRUGS = ("sertraline 50 MG Oral Tablet", "24 HR venlafaxine 150 MG Extended Release Oral Capsule",
         "mirtazapine 30 MG Oral Tablet", "Acetaminophen 325 MG Oral Tablet", "lisinopril 10 MG Oral Tablet",
         "metformin hydrochloride 500 MG Oral Tablet", "amlodipine 5 MG Oral Tablet")  # fmt: skip
VITALS = 200  # observations of a person


def rows(*, quick: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Measure ours on the whole file, the peer on its beginning; both give rows a second."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        path, first = Path(folder) / "export.ndjson", Path(folder) / "beginning.ndjson"
        size = write(path, QUICK_BYTES if quick else WHOLE_BYTES)
        write(first, QUICK_BYTES // 6 if quick else PEER_BYTES)
        say(f"a bulk export of {size / 1e6:,.0f} MB, synthetic")
        ours, passed = _alone("ours", path), _alone("reading", path)
        say(f"validating its first {first.stat().st_size / 1e6:,.0f} MB with fhir.resources alone")
        peer = _alone("peer", first)
    per_s, peer_per_s = (side["rows"] / side["seconds"] for side in (ours, peer))
    whole_s = peer["seconds"] * size / peer["bytes"]
    name = f"import of {size / 1e6:,.0f} MB NDJSON to histories"
    yield against(name, per_s, peer_per_s, f"fhir.resources R4B validating alone ({whole_s:,.0f} s extrapolated)",
                  unit="rows/s", floor=5)  # fmt: skip
    yield measured(f"{name}: {ours['people']:,.0f} people, {ours['trials']:,.0f} courses", ours["seconds"], unit="s")
    yield measured(f"{name}: peak memory, everybody's history kept", ours["peak_mb"], unit="MB")
    name = f"reading {size / 1e6:,.0f} MB NDJSON, nothing kept"
    yield at_most(f"{name}: peak memory", passed["peak_mb"], 200, unit="MB", goal=100)


def write(path: Path, least_bytes: int) -> int:
    """Write people one after the other until the file is that long; give its length."""
    size = number = 0
    with path.open("wb") as file:
        while size < least_bytes:
            size += file.write(person(number))
            number += 1
    return size


def person(number: int) -> bytes:
    """Make one person's resources, a line each."""
    return b"".join(json.dumps(made, separators=(",", ":")).encode() + b"\n" for made in _resources(f"p{number}"))


def _resources(name: str) -> Iterator[dict[str, Any]]:
    subject = {"reference": f"Patient/{name}"}
    yield {
        "resourceType": "Patient",
        "id": name,
        "birthDate": "1970-01-01",
        "name": [{"family": "Made", "given": ["Up"]}],
    }
    for place, drug in enumerate(DRUGS * 3):
        month = place // len(DRUGS) + 1
        yield {
            "resourceType": "MedicationRequest", "id": f"{name}-m{place}", "status": "completed", "intent": "order",
            "subject": subject, "authoredOn": f"2023-{month:02}-01T09:00:00+00:00",
            "medicationCodeableConcept": {"coding": [_coding("http://www.nlm.nih.gov/research/umls/rxnorm", "0", drug)],
                                          "text": drug},
            "dosageInstruction": [{"text": "Take 1 tablet by mouth daily", "timing": {"repeat": {
                "frequency": 1, "period": 1, "periodUnit": "d"}}, "doseAndRate": [{"doseQuantity": {"value": 1}}]}],
        }  # fmt: skip
    for place in range(VITALS):
        phq9 = place % 20 == 0
        category = _coding("http://terminology.hl7.org/CodeSystem/observation-category", "survey", "")
        code = _coding("http://loinc.org", "44261-6" if phq9 else "8480-6", "PHQ-9 total" if phq9 else "Systolic")
        value = {"valueInteger": place % 28} if phq9 else {"valueQuantity": {"value": 120, "unit": "mm[Hg]"}}
        yield {
            "resourceType": "Observation", "id": f"{name}-o{place}", "status": "final", "subject": subject,
            "category": [{"coding": [category]}], "code": {"coding": [code], "text": code["display"]},
            "effectiveDateTime": "2023-05-01T09:00:00+00:00", **value,
        }  # fmt: skip


def _coding(system: str, code: str, display: str) -> dict[str, str]:
    return {"system": system, "code": code} | ({"display": display} if display else {})


def _alone(side: str, path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.imports", side, str(path)],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def ours(path: Path) -> dict[str, float]:
    """Read the file to histories, as `euthymia history` does."""
    from euthymia.wire.fhir import read_histories

    with path.open("rb") as file:
        found, refused, seen = read_histories(iter(lambda: file.read(CHUNK_BYTES), b""))
    assert not refused, refused[:3]
    return {"rows": sum(seen.values()), "people": len(found), "trials": sum(len(h.trials) for h in found)}


def reading(path: Path) -> dict[str, float]:
    """Read the file to values and let each go: what the size of a file costs."""
    from euthymia.wire.fhir import Reader

    reader = Reader()
    with path.open("rb") as file:
        for _ in reader.read(iter(lambda: file.read(CHUNK_BYTES), b"")):
            pass
    return {"rows": sum(reader.seen.values())}


def peer(path: Path) -> dict[str, float]:
    """Validate each line and keep nothing."""
    from fhir.resources.R4B import get_fhir_model_class

    models = {kind: get_fhir_model_class(kind) for kind in ("Patient", "MedicationRequest", "Observation")}
    count = 0
    with path.open("rb") as file:
        while lines := list(islice(file, 1000)):
            for line in lines:
                made = json.loads(line)
                models[made["resourceType"]].model_validate(made)
            count += len(lines)
    return {"rows": count}


def main(side: str, path: Path) -> None:
    """Run one side and print what it took."""
    began_s = time.perf_counter()
    found = {"ours": ours, "reading": reading, "peer": peer}[side](path)
    took = {"seconds": time.perf_counter() - began_s, "bytes": path.stat().st_size}
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, **took, "peak_mb": peak_mb}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
