"""The parts of the drug catalogue: what a row says, how a written name is read, and the agents that are added on."""
