"""What is trained, on what, and how: one frozen value, its JSON, and the rules that it obeys."""

from engine.experiment.value import FORMAT, SECTIONS, Experiment

__all__ = ["FORMAT", "SECTIONS", "Experiment"]
