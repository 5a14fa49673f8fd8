# The part of scikit-learn that Gradus uses, which brings no types of its own.
