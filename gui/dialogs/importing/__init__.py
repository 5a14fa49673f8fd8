"""What the dialog is made of in which a table from a file is looked at and corrected."""
