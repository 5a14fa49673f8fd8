"""Exported programs run one after the other in one interpreter, which has only torch to import."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# Runs each program named on a line of its input as ``python3 FILE --trace`` would.
RUNNER = """
import contextlib, io, json, os, runpy, sys, traceback
for line in sys.stdin:
    path = json.loads(line)
    sys.argv = [path, "--trace"]
    trouble = ""
    with contextlib.redirect_stdout(io.StringIO()) as output:
        try:
            runpy.run_path(path, run_name="__main__")
        except Exception:
            trouble = traceback.format_exc()
    print(json.dumps([output.getvalue(), trouble]), flush=True)
os._exit(0)
"""
Trace = Callable[[Path], list[float]]


@contextmanager
def tracing(folder: Path) -> Iterator[Trace]:
    """What runs a program and gives the numbers that it prints; warnings are errors there."""
    command = [sys.executable, "-W", "error", "-c", RUNNER]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def run(path: Path) -> list[float]:
            stdin.write(json.dumps(str(path)) + "\n")
            stdin.flush()
            output, trouble = json.loads(stdout.readline())
            assert not trouble, f"{trouble}\n{path.read_text(encoding='utf-8')}"
            return [float(line) for line in output.splitlines()]

        yield run
        stdin.close()
