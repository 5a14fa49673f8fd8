"""Tables from files of many formats: looked at, read, and made an experiment."""

from engine.files.reading import TABLES, is_table, preview, read, read_table
from engine.files.roles import Roles
from engine.files.source import Classic, Clipboard, LeftOut, Options, Preview, Source

__all__ = [
    "TABLES",
    "Classic",
    "Clipboard",
    "LeftOut",
    "Options",
    "Preview",
    "Roles",
    "Source",
    "is_table",
    "preview",
    "read",
    "read_table",
]
