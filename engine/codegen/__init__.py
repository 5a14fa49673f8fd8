"""The experiment as a plain PyTorch program that a learner can read, run and keep."""

from engine.codegen.files import write
from engine.codegen.lines import Line
from engine.codegen.program import Program, program
from engine.frames import Style

__all__ = ["Line", "Program", "Style", "program", "write"]
