"""Runs the benchmarks named on the command line, or all, and prints one JSON object a line."""

from __future__ import annotations

import argparse
import importlib
import json

NAMES = (
    "live",
    "startup",
    "frame",
    "load",
    "crowd",
    "paint",
    "time",
    "edit",
    "theme",
    "surface",
    "network",
    "point",
    "race",
    "map",
    "film",
    "project",
)  # each is a module here, with measure() -> Measurement


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python3 -m benchmarks", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"of {', '.join(NAMES)}")
    names = parser.parse_args().names or NAMES
    for name in names:
        if name not in NAMES:
            parser.error(f"there is no benchmark {name}; there are {', '.join(NAMES)}")
    for name in names:
        measurement = importlib.import_module(f"benchmarks.{name}").measure()
        print(json.dumps({"name": name, **measurement.as_dict()}), flush=True)


if __name__ == "__main__":
    main()
