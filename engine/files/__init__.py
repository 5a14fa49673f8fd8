"""Tables from files of many formats: looked at, read, and made an experiment."""

from engine.files.reading import Desk, preview, read, read_table
from engine.files.source import Chosen, Classic, Clipboard, LeftOut, Options, Preview, Source
from engine.files.sources import TABLES, is_table

__all__ = [
    "TABLES",
    "Chosen",
    "Classic",
    "Clipboard",
    "Desk",
    "LeftOut",
    "Options",
    "Preview",
    "Source",
    "is_table",
    "preview",
    "read",
    "read_table",
]
