"""The names in a line of source, and their values."""

from __future__ import annotations

import io
import keyword
import tokenize
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .masking import is_label, is_secret, mask_text
from .read_data import is_code, read_attribute

# What stands around the values of an f-string, from Python 3.12 on.
_STRING_PART = getattr(tokenize, "FSTRING_MIDDLE", -1)
_KEPT = (
    tokenize.NAME,
    tokenize.OP,
    tokenize.NUMBER,
    tokenize.STRING,
    _STRING_PART,
)


@dataclass(frozen=True)
class RelevantValue:
    """A value that is shown below a line of source."""

    column: int
    value: object
    #: Whether it is a secret by one of the names that lead to it.
    is_secret: bool


def find_relevant_values(
    source: str, variables: Sequence[Mapping[str, object]]
) -> list[RelevantValue]:
    """The values of variables and of attributes: of `login.user`, two."""
    tokens = _list_tokens(source)
    found: list[RelevantValue] = []
    last: RelevantValue | None = None  # what a dot would lead on from
    for index, token in enumerate(tokens):
        if token.type != tokenize.NAME or keyword.iskeyword(token.string):
            if token.string != ".":
                last = None
            continue
        name, column = token.string, token.start[1]
        try:
            if index > 0 and tokens[index - 1].string == ".":
                if last is None:
                    continue
                value, hidden = read_attribute(last.value, name), last.is_secret
            else:
                value = _look_up(name, variables)
                hidden = _is_of_secret(tokens[:index])
        except Exception:  # noqa: BLE001 - no such variable or attribute
            last = None
            continue
        hidden = not is_code(value) and (hidden or is_secret(name))
        last = RelevantValue(column, value, hidden)
        if tokens[index + 1 : index + 2] and tokens[index + 1].string in ("=", ":="):
            continue  # about to be set, or the name of an argument
        found.append(last)
    return found


def _look_up(name: str, variables: Sequence[Mapping[str, object]]) -> object:
    for scope in variables:
        if name in scope:
            return scope[name]
    raise KeyError(name)


def _is_of_secret(before: list[tokenize.TokenInfo]) -> bool:
    """
    Whether what follows is a secret's value: `password=`, `"token":`, `["key"] =`,
    `"Bearer " +`, in an f-string too.
    """
    words = [token.string for token in before]
    last = words[-1] if words else ""
    if last in (":", ","):
        return len(before) > 1 and is_label(_read_string(before[-2]))
    if last in ("+", "{"):
        return len(before) > 1 and _leads_to_secret(_read_string(before[-2]))
    if last not in ("=", "==", "!=", ":="):
        return False
    start = max((at + 1 for at, word in enumerate(words) if word in "(,;{"), default=0)
    return any(
        token.type == tokenize.NAME
        and is_secret(token.string)
        or is_label(_read_string(token))
        for token in before[start:]
    )


def _leads_to_secret(text: str) -> bool:
    return _SAMPLE not in mask_text(f"{text}{_SAMPLE}@")


_SAMPLE = "placeholder"


def _read_string(token: tokenize.TokenInfo) -> str:
    """What is between the quotes of a string."""
    if token.type == tokenize.STRING:
        return token.string.lstrip("bBfFrRuU").strip("\"'")
    return token.string if token.type == _STRING_PART else ""


def _list_tokens(source: str) -> list[tokenize.TokenInfo]:
    """The tokens of a line, as far as it makes sense by itself."""
    tokens = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in _KEPT:
                tokens.append(token)
    except (tokenize.TokenError, SyntaxError):
        pass  # a part of a statement
    return tokens
