"""The part of XlsxWriter that is used here."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

class Workbook:
    def __init__(self, filename: Path, options: Mapping[str, bool]) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
