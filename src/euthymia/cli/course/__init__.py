"""One course of infusions by the model, for many people or for one: `course`, `calibrate`, `validate`."""
