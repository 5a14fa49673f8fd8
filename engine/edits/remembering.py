"""Classes that come back when their column is the target again."""

from __future__ import annotations

from engine.experiment.specs import Colors, Data


def known_classes(data: Data) -> Colors:
    """The classes by their colours; those without rows too, which no column of numbers can keep."""
    if data.class_colors or data.target not in dict(data.categories):
        return data.class_colors
    return tuple((str(name), place) for place, name in enumerate(data.classes))


def with_classes(data: Data) -> Data:
    """Whole numbers that have a colour are classes again, whether or not rows have them."""
    if not data.classes or not all(isinstance(name, int) for name in data.classes):
        return data
    known = [int(name) for name, _ in data.class_colors if _is_whole(name)]
    order = (*known, *(name for name in data.classes if name not in known))
    return data.with_categories({data.target: order}) if set(known) - set(data.classes) else data


def _is_whole(name: str) -> bool:
    return name.removeprefix("-").isdecimal() and str(int(name)) == name
