"""One file for an experiment and all that became of it: ``.gradus``."""

from engine.project.reading import SUFFIX, is_project, opened, read
from engine.project.value import Branch, Project, Trained, Turn
from engine.project.writing import save

__all__ = [
    "SUFFIX",
    "Branch",
    "Project",
    "Trained",
    "Turn",
    "is_project",
    "opened",
    "read",
    "save",
]
