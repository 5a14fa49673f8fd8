"""One step laid open: its formulas with the learner's numbers, typeset, and its tensors."""
