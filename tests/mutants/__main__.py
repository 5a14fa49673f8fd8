"""Are there tests that fail? Random mistakes in the engine, each shown to the tests that call it.

    python3 -m tests.mutants --count 300        # goes on where it was interrupted
    python3 -m tests.mutants --report           # what survived, and the share that was caught
    python3 -m tests.mutants --again            # what survived, shown to the tests of now
    python3 -m tests.mutants --among engine/link engine/storage.py     # only of these

Works on copies, in .mutants/; needs an operating system that can fork. Mistakes that change
nothing that can be seen are listed in equivalent.txt, by hand.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from tests.mutants.coverage import HITS, Coverage, instrument
from tests.mutants.mutations import Mutant, mutants

ROOT = Path(__file__).parents[2]
STATE = ROOT / ".mutants"
EQUIVALENT = Path(__file__).parent / "equivalent.txt"
COPIED = ("engine", "gui", "tests", "resources", "main.py", "pyproject.toml", "constraints.txt")
LOADED = ("torch", "numpy", "polars", "pytest", "nbformat", "sklearn.datasets")
ELSEWHERE = ("test_process.py", "test_kills.py")  # what these call, they call in another process
MOST_TESTS = 20.0  # seconds that the tests of one mutant took when all was well
PATIENCE, LEAST_PATIENCE = 10.0, 30.0  # times as long, and so many seconds, until it hangs
NOTICED = ("caught", "hung")


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="how many mutants in all")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    parser.add_argument("--among", nargs="+", default=["engine"], help="files, folders to change")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long")
    parser.add_argument("--tests", nargs="+", default=["tests/engine"], help="which may notice")
    parser.add_argument(
        "--seconds", type=float, default=MOST_TESTS, help="that the tests of one took, at most"
    )
    parser.add_argument(
        "--again", action="store_true", help="show what survived to the tests as they are now"
    )
    parser.add_argument("--report", action="store_true", help="only tell what was found")
    options = parser.parse_args()
    if not options.report:
        coverage = covered(options.tests, anew=options.again)
        hunt(coverage, options, time.monotonic() + 60 * options.minutes)
    report()


def hunt(coverage: Coverage, options: argparse.Namespace, until: float) -> None:
    """Show as many mutants to their tests as were not shown yet, or have survived."""
    everything = [
        mutant
        for path in sorted((ROOT / "engine").rglob("*.py"))
        if any(path.is_relative_to(ROOT / place) for place in options.among)
        for mutant in mutants(ROOT, path)
    ]
    count = min(options.count, len(everything))
    drawn = random.Random(options.seed).sample(everything, count)
    known, same = results(), set(equivalent())
    if options.again:
        lost = {key for key, found in known.items() if found["outcome"] not in NOTICED} - same
        drawn, known = [mutant for mutant in everything if mutant.key in lost], {}
    print(f"{len(everything)} mutants in all, {len(drawn)} drawn")
    fresh_copy(STATE / "clean")
    fresh_copy(STATE / "copy")
    for mutant in drawn:
        if mutant.key in known or time.monotonic() > until:
            continue
        outcome = shown(mutant, coverage, options.seconds)
        with (STATE / "results.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": mutant.key, "line": mutant.at, **outcome}) + "\n")
        print(f"{outcome['outcome']:10} {mutant.path}:{mutant.at} {mutant.old!r} -> {mutant.new!r}")
        sys.stdout.flush()


def shown(mutant: Mutant, coverage: Coverage, most: float) -> dict[str, str]:
    """Whether a test notices, and which."""
    tests = coverage.tests(mutant.path, mutant.function, most)
    if not tests:
        return {"outcome": "uncovered"}
    path = STATE / "copy" / mutant.path
    source = path.read_text(encoding="utf-8")
    try:
        path.write_text(mutant.applied(source), encoding="utf-8")
        patience = max(LEAST_PATIENCE, PATIENCE * coverage.seconds(tests))
        status, failed = run(STATE / "copy", tests, patience=patience)
    finally:
        path.write_text(source, encoding="utf-8")
    if status == 0:
        return {"outcome": "survived"}
    if failed and run(STATE / "clean", [failed])[0] != 0:
        return {"outcome": "unclear", "test": failed}  # it fails without the mistake too
    return {"outcome": "caught" if failed or status != -1 else "hung", "test": failed}


def covered(tests: list[str], anew: bool) -> Coverage:
    """Who calls what, found once, or anew."""
    STATE.mkdir(exist_ok=True)
    for name in LOADED:
        importlib.import_module(name)
    path = STATE / "coverage.json"
    if anew or not path.exists():
        print("finding out which tests call what …", flush=True)
        copy = fresh_copy(STATE / "instrumented")
        instrument(copy)
        left_out = [f"--ignore=tests/engine/{name}" for name in ELSEWHERE]
        out = {"HITS_OUT": str(path)}
        run(copy, tests, out, ["-p", HITS, *left_out], patience=float("inf"))
    return Coverage(path)


def run(
    root: Path,
    tests: list[str],
    environment: Mapping[str, str] = MappingProxyType({}),
    options: Sequence[str] = (),
    *,
    patience: float = PATIENCE * MOST_TESTS,
) -> tuple[int, str]:
    """Run tests in a forked process: the status, -1 where it hangs, and what failed first."""
    stop = patience < float("inf")
    told = root / "failed.txt"
    told.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        _inside(root, tests, environment, [*options, *(["-x"] if stop else [])])
    deadline = time.monotonic() + patience
    while (waited := os.waitpid(child, os.WNOHANG))[0] == 0:
        if time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return -1, ""
        time.sleep(0.05)
    failed = told.read_text(encoding="utf-8") if told.exists() else ""
    return os.waitstatus_to_exitcode(waited[1]), failed


def _inside(
    root: Path, tests: list[str], environment: Mapping[str, str], more: Sequence[str]
) -> None:
    """The forked process: it sees the copy's files and none of this program's."""
    os.chdir(root)
    os.environ.update(environment)
    sys.path[:] = [str(root), *(entry for entry in sys.path if Path(entry or ".") != ROOT)]
    for name in [n for n in sys.modules if n.partition(".")[0] in ("tests", "engine", "gui")]:
        del sys.modules[name]
    null = os.open(os.devnull, os.O_WRONLY)  # no file: tests fill the disk
    os.dup2(null, 1)
    os.dup2(null, 2)
    import pytest

    class FirstFailure:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed and not (root / "failed.txt").exists():
                (root / "failed.txt").write_text(report.nodeid, encoding="utf-8")

    arguments = ["-q", "-n0", "-p", "no:cacheprovider", "--no-header", *more, *tests]
    os._exit(int(pytest.main(arguments, plugins=[FirstFailure()])))


def fresh_copy(folder: Path) -> Path:
    """All that the tests need, anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def results() -> dict[str, dict[str, str]]:
    """What was found so far, by the mutants' keys; of several findings the last."""
    path = STATE / "results.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {found["key"]: found for found in map(json.loads, lines)}


def equivalent() -> Iterator[str]:
    """The keys of those that change nothing."""
    with contextlib.suppress(FileNotFoundError):
        for line in EQUIVALENT.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield line.replace("\\n", "\n")


def report() -> None:
    """The share that was caught, and what was not."""
    found, same = results(), set(equivalent())
    counts = dict.fromkeys(("caught", "hung", "survived", "uncovered", "unclear"), 0)
    for key, result in found.items():
        if key in same:
            continue
        counts[result["outcome"]] += 1
        if result["outcome"] not in NOTICED:
            print(f"{result['outcome']:10} line {result['line']}: {key!r}")
    caught, total = counts["caught"] + counts["hung"], sum(counts.values()) - counts["unclear"]
    alike = len(same & set(found))
    print(f"{counts}, {alike} change nothing; caught {caught} of {total}", end="")
    print(f" ({caught / total:.1%})" if total else "")


if __name__ == "__main__":
    main()
