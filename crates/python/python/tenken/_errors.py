"""Why a document could not be read: exceptions with a stable code."""

from __future__ import annotations

import errno as _errno
import locale as _locale
from typing import Optional

from . import _tenken

_language: Optional[str] = None


def set_language(language: Optional[str]) -> None:
    """Say in which language messages are: ``"ja"``, ``"en"``, or None for the locale's."""
    global _language
    if language not in ("ja", "en", None):
        raise ValueError(f"{language!r} is none of 'ja', 'en' and None")
    _language = language


def language() -> str:
    """The language of messages: ``"ja"`` or ``"en"``."""
    if _language is not None:
        return _language
    if _tenken.is_japanese():
        return "ja"
    # Windows knows no LANG.
    name = _locale.getlocale()[0] or ""
    return "ja" if name.lower().startswith("ja") else "en"


class Error(Exception):
    """A document could not be read.

    ``str(error)`` says in the person's language which file it is, what was found and
    what to do; ``tenken explain CODE`` says more.
    """

    #: The stable code: ``"E105"``.
    code: str
    #: The file, as it was named.
    path: str
    #: What was found and what to do, in Japanese, without the file.
    message_ja: str
    #: The same in English.
    message_en: str

    def __init__(self, code: str, message_ja: str, message_en: str, path: str) -> None:
        words = message_ja if language() == "ja" else message_en
        super().__init__(f"{path}: {words} [{code}]" if path else f"{words} [{code}]")
        self._words = str(self.args[0])
        self.code, self.path = code, path
        self.message_ja, self.message_en = message_ja, message_en

    def __str__(self) -> str:
        return self._words

    def __reduce__(self):  # type: ignore[no-untyped-def]
        # Exceptions travel between processes by what made them.
        return type(self), (self.code, self.message_ja, self.message_en, self.path)


class FileError(Error, OSError):
    """The operating system does not hand the file out (E101, E113, E114)."""


class MissingFileError(FileError, FileNotFoundError):
    """There is no such file (E101, E401)."""


class ForbiddenFileError(FileError, PermissionError):
    """The file may not be read (E101)."""


class PasswordError(Error):
    """It opens only with a password (E105)."""


class UnsupportedError(Error):
    """The bytes are no document that can be read (E102, E103, E106)."""


class DamagedError(Error):
    """The document is damaged beyond repair (E107, E108, E109, E115)."""


class LimitError(Error):
    """Reading it takes more than it may (E104, E110, E301, E302)."""


class NoMeasuresError(Error):
    """It was read, and holds no table of measures (E111, E112)."""


class InternalError(Error):
    """A bug of tenken (E303, E304, E901, E902): please report it with the document."""


_BY_CODE = {
    "E102": UnsupportedError,
    "E103": UnsupportedError,
    "E104": LimitError,
    "E105": PasswordError,
    "E106": UnsupportedError,
    "E107": DamagedError,
    "E108": DamagedError,
    "E109": DamagedError,
    "E110": LimitError,
    "E111": NoMeasuresError,
    "E112": NoMeasuresError,
    "E113": FileError,
    "E114": FileError,
    "E115": DamagedError,
    "E301": LimitError,
    "E302": LimitError,
    "E303": InternalError,
    "E304": InternalError,
    "E401": MissingFileError,
    "E901": InternalError,
    "E902": InternalError,
}


def make(code: str, ja: str, en: str, path: str, errno: Optional[int] = None) -> Error:
    """The exception for a code."""
    kind = _BY_CODE.get(code, Error)
    if code == "E101":
        kind = FileError
        if errno in (_errno.ENOENT, _errno.ENOTDIR):
            kind = MissingFileError
        elif errno in (_errno.EACCES, _errno.EPERM):
            kind = ForbiddenFileError
    error = kind(code, ja, en, path)
    if isinstance(error, OSError):
        error.errno, error.filename = errno, path
    return error
