"""The part of XlsxWriter that is used here."""

from collections.abc import Mapping
from io import BytesIO
from types import TracebackType
from typing import Self

class Workbook:
    def __init__(self, filename: BytesIO, options: Mapping[str, bool] | None = ...) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
