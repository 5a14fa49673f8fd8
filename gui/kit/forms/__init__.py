"""Inputs for numbers and choices, made from what the catalog says of them."""
