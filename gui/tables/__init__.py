"""Tables of figures: parameters, metrics, confusion."""
