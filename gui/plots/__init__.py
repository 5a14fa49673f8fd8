"""Plots that never jump, and the histories that they draw."""
