"""What is not shown because it is named like a secret."""

from __future__ import annotations

import re
from typing import Any

from .settings import secrets

#: What is shown in the place of a secret.
MASK = "'***'"


def is_secret(name: str) -> bool:
    """Whether a variable, an attribute or a key is named like a secret."""
    return secrets.search(name) is not None


def is_label(value: object) -> bool:
    """Whether a value names what follows it a secret: `("authorization", "***")`."""
    text = read_text(value)
    return _LABEL.fullmatch(text) is not None and is_secret(text)


def read_text(value: Any) -> str:
    """A string, or bytes as one, without running a subclass's code; else empty."""
    beginning = slice(_MAX_READ)
    if issubclass(type(value), str):
        return str.__getitem__(value, beginning)
    if issubclass(type(value), bytes):
        return bytes.__getitem__(value, beginning).decode("latin-1")
    return ""


def mask_text(text: str) -> str:
    """
    A text without the secrets that can be told in it: `https://ann:***@host`,
    `token=***`, `Bearer ***`.
    """
    text = _CREDENTIALS.sub(r"\1***@", text)
    text = _HEADER.sub(r"\1***", text)
    text = _OPTION.sub(_mask_option, text)
    text = _BEARER.sub(r"\1 ***", text)
    return _NAMED.sub(_mask_named, text)


def _mask_option(match: re.Match[str]) -> str:
    return f"{match[1]} ***" if is_secret(match[1]) else match[0]


def _mask_named(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}***" if is_secret(match[1]) else match[0]


# Of a longer text, the rest is neither looked at nor shown.
_MAX_READ = 1500
_LABEL = re.compile(r"[\w.-]{1,60}")
_CREDENTIALS = re.compile(r"(://[^\s/?#@:]*:)[^\s/?#\"'<>]+@")
# Their values may hold blanks and quotes: all that follows in the line is masked.
_HEADER = re.compile(
    r"\b((?:(?:proxy-)?authorization|(?:set-)?cookie)\\?[\"']?\s{0,3}[:=]\s{0,3})"
    r"(?![\\\"'])[^\r\n]+",
    re.IGNORECASE,
)
_OPTION = re.compile(r"(--[\w-]{1,80}) (?!-)\S+")
_BEARER = re.compile(r"\b(Bearer|Basic) [\w.~+/=-]{6,}", re.IGNORECASE)
# `name=value`, `name: value`, `"name":"value"`, as in queries, headers, JSON and
# connection strings; a text that was cut may end within a value.
_NAMED = re.compile(
    r"\b([\w-]{1,80})(\\?[\"']?\s{0,3}[:=]\s{0,3})"
    r"(?:\\\"(?:[^\"\\]|\\(?!\"))*(?:\\\")?|\"(?:[^\"\\]|\\.)*\"?"
    r"|[bru]?'(?:[^'\\\n]|\\.)*'?|(?!\*\*\*|//)[^\s,;&\"'{}\[\]]+(?: \*\*\*)?)"
)
