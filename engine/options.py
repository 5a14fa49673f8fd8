"""What can be asked of the program on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine import ending
from engine.errors import EngineError
from engine.experiment.fields import integer, show
from engine.experiment.settings import COUNT

PROGRAM = "main.py train"


def parser() -> ending.Parser:
    """Everything that the headless training understands."""
    parser = ending.Parser(
        prog=PROGRAM,
        description="Train an experiment without a window.",
        epilog="The exit status is 0 when training has finished, 2 when something that was asked "
        "for cannot be done, and 3 when the loss or a parameter was no longer a finite number.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "experiment",
        metavar="EXPERIMENT.json",
        type=Path,
        help="what to train, or a project (.gradus) that has it; - reads it here",
    )
    parser.add_argument(
        "--epochs", metavar="N", type=_count, help="passes over the rows (else the file's number)"
    )
    _add_logs(parser)
    _add_rows(parser)
    _add_outputs(parser)
    return parser


def _add_logs(parser: argparse.ArgumentParser) -> None:
    """What is written while it trains."""
    parser.add_argument(
        "--log", metavar="LOSS.csv", type=Path, help="write step, epoch and loss as a table"
    )
    parser.add_argument(
        "--every", metavar="K", type=_count, default=1, help="log every K-th step (else every one)"
    )
    parser.add_argument(
        "--parameters",
        action="store_true",
        help="log the parameters after each of these steps too, at most 50 numbers",
    )


def _add_rows(parser: argparse.ArgumentParser) -> None:
    """What the model is asked after it."""
    parser.add_argument(
        "--predict", metavar="ROWS.csv", type=Path, help="a table that the model is asked about"
    )
    parser.add_argument(
        "--predictions", metavar="OUT.csv", type=Path, help="write what it answers for each row"
    )


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    """What is written of it."""
    parser.add_argument(
        "--out", metavar="STATE.json", type=Path, help="write the result: parameters and figures"
    )
    parser.add_argument(
        "--save",
        metavar="PROJECT.gradus",
        type=Path,
        help="write the experiment with its run as a project, to open or to hand in",
    )
    parser.add_argument(
        "--code",
        metavar="SCRIPT.py|NOTEBOOK.ipynb",
        type=Path,
        help="write the same training as a plain PyTorch program",
    )
    parser.add_argument(
        "--style",
        choices=("module", "scratch"),
        default="module",
        help="the program's style: torch.nn and torch.optim (module), or bare tensors and an "
        "update by hand (scratch)",
    )


def _count(text: str) -> int:
    try:
        return integer(int(text), "", COUNT)
    except (ValueError, EngineError) as error:
        raise argparse.ArgumentTypeError(
            f"must be a whole number {COUNT}, got {show(text)}"
        ) from error
