"""Opens the window, or trains without one: ``main.py [FILE]``, ``main.py train EXPERIMENT``."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the answer is its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["train"]:
        from engine.commandline import main as train

        return train(arguments[1:])
    options = _parser().parse_args(arguments)
    # Only here: the training process imports this module again, and has no use for a window.
    from gui.app import run

    return run(options.file, {"language": options.language, "theme": options.theme})


def _parser() -> argparse.ArgumentParser:
    from gui.version import VERSION

    parser = argparse.ArgumentParser(
        prog="main.py",
        description="Watch gradient descent work.",
        epilog="'main.py train EXPERIMENT.json' trains without a window: 'main.py train --help'.",
    )
    parser.add_argument("file", nargs="?", help="an experiment (.json) or a table (.csv) to open")
    parser.add_argument(
        "--language", metavar="CODE", help="the interface's language for this start"
    )
    parser.add_argument(
        "--theme", choices=("system", "light", "dark"), help="the theme for this start"
    )
    parser.add_argument("--version", action="version", version=f"Gradus {VERSION}")
    return parser


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
