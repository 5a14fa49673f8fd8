"""What opening a table has found and done by itself, in words."""

from __future__ import annotations

from engine.files.source import Preview
from gui.kit.words import tr

NAMED = 8  # columns at most


def summary(preview: Preview) -> str:
    """How much of it is opened, what is ignored, what is filled."""
    text = tr(
        "{rows} rows are opened, {columns} columns are features.",
        rows=f"{preview.kept:,}",
        columns=len(preview.features),
    )
    ignored = [column.name for column in preview.columns if column.role == "ignored"]
    if ignored:
        text += " " + tr("Ignored: {names}.", names=_named(ignored))
    filled = _filled(preview)
    if filled:
        text += " " + tr("Gaps that are filled: {count}.", count=filled)
    return text


def done(preview: Preview) -> str:
    """What is not as in the file, for whoever has not been asked; empty where nothing is."""
    large = preview.large if preview.options.standardize else ()
    ignored = any(column.role == "ignored" for column in preview.columns)
    if not (large or ignored or preview.left_out_total or _filled(preview)):
        return ""
    text = summary(preview)
    if preview.left_out_total:
        text += " " + tr("Rows left out: {count}.", count=preview.left_out_total)
    if large:
        text += " " + tr("Standardized, as these are large: {names}.", names=_named(large))
    return text


def _filled(preview: Preview) -> int:
    return sum(
        column.gaps
        for column in preview.columns
        if column.role == "feature" and column.fill not in (None, "drop")
    )


def _named(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
