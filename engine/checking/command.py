"""Projects that were handed in, checked: ``main.py check FILE_OR_FOLDER …``."""

from __future__ import annotations

import argparse
import csv
import io
import math
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from engine import ending, storage
from engine.checking.row import COLUMNS, Row
from engine.errors import EngineError
from engine.experiment import goals

PROGRAM = "main.py check"
SUFFIX = ".gradus"
LIMIT = 60.0  # seconds a file
PROBLEM, BAD_INPUT, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str]) -> int:
    """Check the projects; the answer is the exit status."""
    try:
        options = _parser().parse_args(arguments)
        return _check(options)
    except EngineError as error:
        ending.complain(PROGRAM, str(error))
        return BAD_INPUT
    except KeyboardInterrupt:
        ending.complain(PROGRAM, "stopped by the keyboard")
        return INTERRUPTED
    except SystemExit:  # --help has been printed
        return 0


def projects(places: Iterable[Path]) -> list[Path]:
    """Every project in files and folders, each folder's sorted; links are not followed."""
    found: dict[Path, None] = {}
    for place in places:
        if place.is_dir():
            inside = sorted(_inside(place))
            if not inside:
                raise EngineError("holds no project (.gradus)", str(place))
            found.update(dict.fromkeys(inside))
        elif place.exists():
            found[place] = None
        else:
            raise EngineError("there is no such file", str(place))
    return list(found)


def _inside(folder: Path) -> Iterator[Path]:
    for name, _, files in os.walk(folder):
        for file in files:
            path = Path(name, file)
            if path.suffix.lower() == SUFFIX and not path.is_symlink():
                yield path


def _check(options: argparse.Namespace) -> int:
    if options.goal:
        goals.parsed(options.goal, "--goal")
    paths = projects(options.places)
    if options.csv is not None:
        storage.check_writable(options.csv)
    # Only now: the processes take a second to come up, and a mistake is told at once.
    from engine.checking.workers import rows

    ending.may_be_interrupted()
    found = rows(paths, options.goal, options.limit)
    lines = map(_line, (COLUMNS, *(row.cells() for row in found)))
    if options.csv is None:
        print("".join(lines), end="")
    else:
        storage.write_text(options.csv, lines)
        print(_summary(found))
    return 0 if all(row.is_fine for row in found) else PROBLEM


def _summary(rows: Sequence[Row]) -> str:
    """How many files there are, and how many of which kind."""
    kinds = Counter(row.exact for row in rows if row.exact)
    parts = [f"{kinds[kind]} {kind}" for kind in ("yes", "close", "no") if kinds[kind]]
    problems = sum(bool(row.problem) for row in rows)
    parts += [f"{problems} with a problem"] if problems else []
    return f"{len(rows)} files: {', '.join(parts) or 'nothing was trained'}"


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def _parser() -> ending.Parser:
    parser = ending.Parser(
        prog=PROGRAM,
        description="Replay project files that were handed in, and tell in a table what they hold.",
        epilog="exact is yes where every loss comes out again to the last bit, close where it "
        "does within 1e-5 as on another processor, and no otherwise. The exit status is 0 when "
        "nobody has to look at any file, 1 when a row has a problem or is no, and 2 when "
        "something that was asked for cannot be done.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "places", metavar="FILE_OR_FOLDER", type=Path, nargs="+", help="projects, or where they are"
    )
    parser.add_argument(
        "--csv", metavar="OUT.csv", type=Path, help="write the table there instead of printing it"
    )
    parser.add_argument(
        "--goal", metavar="EXPRESSION", help="what is to be reached, in place of the files' own"
    )
    parser.add_argument(
        "--limit", metavar="SECONDS", type=_seconds, default=LIMIT, help="a file's (else 60)"
    )
    return parser


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"must be a number of seconds, got {text!r}") from error
    if not (math.isfinite(found) and found > 0):
        raise argparse.ArgumentTypeError(f"must be more than 0, got {text}")
    return found
