"""What a learner writes about an experiment: Markdown with pictures, live figures and a form."""
