"""A report: its text in Markdown, and the pictures that it may show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

FOLDER = "pictures/"  # of the project file, in which a report's pictures are
KINDS: Mapping[bytes, str] = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
LONGEST = 40  # letters of a picture's name
FINE = 2  # pixels of a pinned picture for one of the page that it is on


@dataclass(frozen=True, slots=True)
class Report:
    """``pictures`` are PNG or JPEG files by their names; the text calls them ``pictures/NAME``."""

    text: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    def with_text(self, text: str) -> Report:
        """The same pictures beside another text."""
        return replace(self, text=text)

    def with_picture(self, name: str, content: bytes) -> tuple[Report, str]:
        """The report with one PNG picture more, and what the text calls it: a name of its own."""
        plain = unicodedata.normalize("NFC", name)
        stem = re.sub(r"[^\w-]+", "-", plain).strip("-")[:LONGEST] or "picture"
        taken = {name.casefold() for name in self.pictures}  # some folders know no capitals
        names = (f"{stem}.png" if not n else f"{stem}-{n + 1}.png" for n in range(10**6))
        free = next(name for name in names if name.casefold() not in taken)
        return replace(self, pictures={**self.pictures, free: content}), f"{FOLDER}{free}"

    @property
    def shown(self) -> Report:
        """The report with those pictures alone that its text names."""
        text = unquote(self.text)  # as other programs may write their names
        used = {name: part for name, part in self.pictures.items() if FOLDER + name in text}
        return replace(self, pictures=used)

    def picture(self, place: str) -> tuple[str, bytes] | None:
        """The kind (``image/png``) and the content of the picture that the text calls so."""
        content = self.pictures.get(place.removeprefix(FOLDER)) if FOLDER in place[:9] else None
        kind = next((kind for mark, kind in KINDS.items() if (content or b"").startswith(mark)), "")
        return (kind, content) if content is not None and kind else None
