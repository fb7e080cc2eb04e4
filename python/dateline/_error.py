"""The one exception of dateline; the extension raises it."""
from typing import Optional


class Error(Exception):
    """What failed, where: `code` (DLN_ERR_*), `stage` ("open", "read", "lang", ...), `input` (its name), `position` (byte of the input, or None)."""

    def __init__(self, code: int, stage: str, input: str, position: Optional[int], message: str) -> None:
        super().__init__(code, stage, input, position, message)
        self.code, self.stage, self.input, self.position, self.message = code, stage, input, position, message

    def __str__(self) -> str:
        where = f"{self.input}: " if self.input else ""
        at = f" (byte {self.position})" if self.position is not None else ""
        return f"{where}{self.message}{at} [{self.stage}]"
