"""Opens the window, or works without one: ``main.py [FILE]``, ``main.py train``, ``check``."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Sequence

PROGRAM = "main.py"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the answer is its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    from engine import ending

    return ending.told_in_full(PROGRAM, lambda: _run(arguments))


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["train"]:
        from engine.commandline import main as train

        return train(arguments[1:])
    if arguments[:1] == ["inspect"]:
        from engine.files.inspecting import main as inspect

        return inspect(arguments[1:])
    if arguments[:1] == ["check"]:
        from engine.checking.command import main as check

        return check(arguments[1:])
    return _open_window(arguments)


def _open_window(arguments: list[str]) -> int:
    from engine import ending, errors

    try:
        options = _parser().parse_args(arguments)
    except errors.EngineError as error:
        ending.complain(PROGRAM, str(error))
        return ending.UNDONE
    gc.disable()  # until the window is painted: nothing of what it needs is garbage
    try:
        # Only here: the training process imports this module again, and has no use for a window.
        from gui.launch import run
    except ImportError as error:
        if isinstance(error, ModuleNotFoundError):
            raise
        missing = f"a library of the system is missing ({error}); README names what a window needs"
        ending.complain(PROGRAM, missing)
        return ending.UNDONE
    overrides = {"language": options.language, "theme": options.theme}
    return run(options.file, overrides, stay=not options.measure_start)


def _end_at_once(*_: object) -> None:
    """Ctrl+C while libraries are being loaded: an exception would come out of their middle."""
    os.write(2, b"main.py: stopped by the keyboard, nothing was written\n")
    os._exit(130)


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from gui.kit.version import VERSION

        print(f"Gradus {VERSION}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    from engine.ending import Parser

    parser = Parser(
        prog=PROGRAM,
        description="Watch gradient descent work.",
        epilog="'main.py train EXPERIMENT.json' trains without a window, 'main.py inspect TABLE' "
        "tells what a table holds, 'main.py check FOLDER' checks what was handed in: "
        "'main.py train --help'.",
    )
    parser.add_argument(
        "file",
        nargs="?",
        help="a project (.gradus), an experiment (.json), a table (.csv, .xlsx, ...) or a form for "
        "a report (.md) to open",
    )
    parser.add_argument(
        "--language", metavar="CODE", help="the interface's language for this start"
    )
    parser.add_argument(
        "--theme", choices=("system", "light", "dark"), help="the theme for this start"
    )
    parser.add_argument(
        "--measure-start",
        action="store_true",
        help="say 'painted' as soon as the window is, and close it again",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    return parser


if __name__ == "__main__":
    signal.signal(signal.SIGINT, _end_at_once)  # before the large libraries are loaded
    from multiprocessing import freeze_support

    freeze_support()
    status = main()
    gc.freeze()  # to look for garbage once more at the end would take half a second
    sys.exit(status)
