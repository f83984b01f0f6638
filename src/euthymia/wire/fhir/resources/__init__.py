"""Resources of FHIR R4 to values, one resource a file; what has another shape than R4 is refused by name."""
