"""Which tests call which function of the engine, seen once by a copy whose functions say so."""

from __future__ import annotations

import ast
import json
from pathlib import Path

HITS = "hits_of_functions"  # a module of the copy's own
# Their text goes into exported programs, which know nothing of this.
EXPORTED = ("engine/training/updates.py", "engine/training/adam_updates.py")
# What is called in another process, which is not looked into, and who starts that.
BESIDE = {
    "engine/files/loading.py": "tests/engine/test_loading.py",
    "engine/files/serving.py": "tests/engine/test_loading.py",
    "engine/files/packing.py": "tests/engine/test_loading.py",
    "engine/files/asking.py": "tests/engine/test_asking.py",
    "engine/link/": "tests/engine/test_process.py",
    "engine/project/keeping.py": "tests/engine/test_autosaves.py",
    "engine/project/opening.py": "tests/engine/test_autosaves.py",
}
COLLECTOR = """
import json, os, time
SEEN = set()
hit = SEEN.add
FOUND = {}

class Plugin:
    def pytest_runtest_logreport(self, report):
        found = FOUND.setdefault(report.nodeid, [0.0, set()])
        found[0] += report.duration
        found[1] |= SEEN
        SEEN.clear()

    def pytest_sessionfinish(self):
        out = {name: [seconds, sorted(seen)] for name, (seconds, seen) in FOUND.items()}
        with open(os.environ["HITS_OUT"], "w", encoding="utf-8") as file:
            json.dump(out, file)

def pytest_configure(config):
    config.pluginmanager.register(Plugin())
"""


def instrument(root: Path) -> None:
    """Let each function of the engine in ``root`` say that it was called."""
    (root / f"{HITS}.py").write_text(COLLECTOR, encoding="utf-8")
    for path in (root / "engine").rglob("*.py"):
        place = str(path.relative_to(root))
        if place in EXPORTED:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                call = ast.parse(f"_hit({f'{place}:{node.name}'!r})").body[0]
                node.body.insert(1 if ast.get_docstring(node) is not None else 0, call)
        later = [
            index for index, node in enumerate(tree.body) if isinstance(node, ast.ImportFrom)
        ]  # __future__ is the first
        line = ast.parse(f"from {HITS} import hit as _hit").body[0]
        tree.body.insert(later[0] + 1 if later else 0, line)
        path.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")


class Coverage:
    """The tests by the functions that they call, quickest first."""

    def __init__(self, path: Path) -> None:
        found = json.loads(path.read_text(encoding="utf-8"))
        self._seconds = {test: seconds for test, (seconds, _) in found.items()}
        self._tests: dict[str, list[str]] = {}
        for test in sorted(found, key=self._seconds.__getitem__):
            for function in found[test][1]:
                self._tests.setdefault(function, []).append(test)

    def seconds(self, tests: list[str]) -> float:
        """How long tests took when all was well."""
        return sum(self._seconds.get(test, 0.0) for test in tests)

    def tests(self, path: str, function: str, most: float) -> list[str]:
        """Those that call a function, or anything of a file, as many as take so many seconds.

        Of a file that is never seen to be called, those whose own name speaks of it; of what runs
        in other processes, those that start them.
        """
        found = self._tests.get(f"{path}:{function}", []) if function else self._of_file(path)
        if not found and path in EXPORTED:
            found = [name for name in self._seconds if "test_updates" in name and function in name]
        if not found:
            found = [file for place, file in BESIDE.items() if path.startswith(place)]
        chosen: list[str] = []
        spent = 0.0
        for test in found:
            spent += self._seconds.get(test, 0.0)
            if chosen and spent > most:
                break
            chosen.append(test)
        return chosen

    def _of_file(self, path: str) -> list[str]:
        stem = path.rpartition("/")[2].removesuffix(".py")
        every = {
            test
            for name, tests in self._tests.items()
            if name.rpartition(":")[0] == path
            for test in tests
        } or {test for test in self._seconds if stem in test.partition("::")[0]}
        return sorted(every, key=self._seconds.__getitem__)
