"""The pinned versions: one for every Python and system, and each of them can be had there."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {  # what markers ask, and what wheels are named after
    "linux": ("Linux", "posix", "x86_64"),
    "win32": ("Windows", "nt", "AMD64"),
    "darwin": ("Darwin", "posix", "arm64"),
}
PLATFORMS = {
    "linux": [f"manylinux_2_{minor}_x86_64" for minor in (5, 12, 17, 24, 26, 27, 28, 34)]
    + ["manylinux1_x86_64", "manylinux2010_x86_64", "manylinux2014_x86_64"],
    "win32": ["win_amd64"],
    "darwin": [f"macosx_{major}_0_{kind}" for major in (11, 12, 13, 14)
               for kind in ("arm64", "universal2")] + ["macosx_10_9_universal2"],
}  # fmt: skip
EVERYWHERE = [(python, system) for python in PYTHONS for system in SYSTEMS]


def requirements() -> list[Requirement]:
    """The lines of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def pins(python: str, system: str) -> dict[str, Requirement]:
    """What is pinned for a Python on a system, by name."""
    name, os_name, machine = SYSTEMS[system]
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_system": name,
        "os_name": os_name,
        "platform_machine": machine,
        "implementation_name": "cpython",
    }
    found: dict[str, Requirement] = {}
    for line in requirements():
        if line.marker is None or line.marker.evaluate(environment):
            assert canonicalize_name(line.name) not in found, f"{line.name} is pinned twice"
            found[canonicalize_name(line.name)] = line
    return found


@pytest.mark.parametrize(("python", "system"), EVERYWHERE)
def test_every_dependency_has_one_pin_within_its_range(python: str, system: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    pinned = pins(python, system)
    for requirement in map(Requirement, wanted):
        (pin,) = pinned[canonicalize_name(requirement.name)].specifier
        assert pin.operator == "=="
        assert requirement.specifier.contains(pin.version), f"{requirement} is pinned to {pin}"


@pytest.mark.network
@pytest.mark.long
@pytest.mark.parametrize(("python", "system"), EVERYWHERE)
def test_every_pin_can_be_installed_without_a_compiler(
    tmp_path: Path, python: str, system: str
) -> None:
    """pip evaluates markers for the Python that runs it: it is given the plain pins."""
    chosen = pins(python, system)
    if system == "linux":
        del chosen["torch"]  # its build for the processor alone comes from elsewhere
    plain = [f"{pin.name}{pin.specifier}" for pin in chosen.values()]
    command = [
        sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--no-deps",
        "--only-binary=:all:", "--ignore-installed", "--target", str(tmp_path),
        "--implementation", "cp", "--python-version", python,
    ]  # fmt: skip
    for platform in PLATFORMS[system]:
        command += ["--platform", platform]
    ended = subprocess.run([*command, *plain], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def test_what_the_dependencies_depend_on_is_pinned_too() -> None:
    """As far as it is installed here; torch pins its GPU libraries itself."""
    pinned = {canonicalize_name(line.name) for line in requirements()}
    waiting, seen = [Requirement("gradus[test]")], set[str]()
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        try:
            found = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        if name not in seen and name != "gradus":
            assert name in pinned, f"{name} is not pinned"
        seen.add(name)
        extras = [*asked.extras, ""]
        for line in map(Requirement, found):
            wanted = line.marker is None or any(
                line.marker.evaluate({"extra": extra}) for extra in extras
            )
            if wanted and canonicalize_name(line.name) not in seen:
                waiting.append(line)
