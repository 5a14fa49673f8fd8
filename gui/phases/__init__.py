"""The four phases of a step as cards with the learner's own numbers."""
