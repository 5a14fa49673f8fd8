"""Explain this moment: rules over the exact state, each one inequality of docs/findings.md."""
