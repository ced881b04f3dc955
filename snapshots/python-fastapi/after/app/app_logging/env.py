"""The guard: what the environment variables say of this service."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from .limits import parse_count, parse_size
from .rotation import active_path
from .settings import environment_aliases, modes, variables

Env = Mapping[str, str]
Value = TypeVar("Value")


@dataclass
class Reading:
    """What could be read; each problem names a variable and what is wrong with it."""

    name: str | None = None
    environment: str | None = None
    #: Absolute; None in an environment that writes no file.
    directory: str | None = None
    max_bytes: int | None = None
    max_files: int | None = None
    problems: list[str] = field(default_factory=list)


def read_environment(env: Env, children: Iterable[str]) -> Reading:
    """Reads every variable, to name all that are at fault and not only the first."""
    problems: list[str] = []

    def attempt(read: Callable[[], Value]) -> Value | None:
        try:
            return read()
        except ValueError as error:
            problems.append(str(error))
            return None

    name = attempt(lambda: _read_name(env, variables.name))
    environment = attempt(lambda: _read_environment_name(env))
    directory = None
    if environment is None or modes[environment].file:
        directory = attempt(lambda: _read_directory(env, name))
    size, files = variables.max_size, variables.max_files
    max_bytes = attempt(lambda: parse_size(size, env.get(size)))
    max_files = attempt(lambda: parse_count(files, env.get(files)))
    problems += _find_child_problems(env, children)
    return Reading(name, environment, directory, max_bytes, max_files, problems)


def _read_name(env: Env, variable: str) -> str:
    """A name that can be the stem of a file's name."""
    name = _read_required(env, variable)
    fault = _find_name_fault(name)
    if fault is not None:
        raise ValueError(f"{variable} is '{name}', which {fault}")
    return name


def _find_name_fault(name: str) -> str | None:
    if re.search(r"[/\\]", name):
        return "holds a path separator: it must be a plain file name"
    if re.search(r"[^ -~\u00a0-\U0010ffff]", name):
        return "holds a control character"
    if name in {".", ".."}:
        return "is a directory's name"
    if len(name.encode("utf-8", "surrogateescape")) > 200:
        return "is longer than 200 bytes"
    return None


def _read_environment_name(env: Env) -> str:
    valid = ", ".join(modes)
    value = _read_required(env, variables.environment, f" (one of {valid})")
    name = environment_aliases.get(value, value)
    if name not in modes:
        raise ValueError(f"{variables.environment} is '{value}', not one of {valid}")
    return name


def _read_directory(env: Env, name: str | None) -> str:
    hint = " (needed in testing and production)"
    value = _read_required(env, variables.directory, hint)
    directory = os.path.abspath(value)
    try:
        _check_directory(directory)
        if name is not None:
            _check_log_file(active_path(directory, name))
    except (OSError, ValueError) as error:
        variable = variables.directory
        text = f"{variable} is '{value}', which is not usable: {error}"
        raise ValueError(text) from error
    return directory


def _check_directory(directory: str) -> None:
    if os.path.exists(directory) and not os.path.isdir(directory):
        raise OSError(f"'{directory}' is not a directory")
    os.makedirs(directory, exist_ok=True)
    if not os.access(directory, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(f"permission denied: '{directory}'")


def _check_log_file(path: str) -> None:
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise OSError(f"'{path}' is not a file")
    # It may be rotated at this very moment.
    if not os.access(path, os.W_OK) and os.path.exists(path):
        raise PermissionError(f"permission denied: '{path}'")


def _find_child_problems(env: Env, children: Iterable[str]) -> list[str]:
    """Children write to files of their own: each needs a name that nobody else has."""
    own = env.get(variables.name, "")
    named = [f"{variables.child_prefix}{child}" for child in children]
    # A child that shares this package and its settings has no children of its own.
    if own.strip() and own in (env.get(variable) for variable in named):
        return []
    problems: list[str] = []
    owners: dict[str, str] = {}
    for variable in named:
        try:
            name = _read_name(env, variable)
        except ValueError as error:
            problems.append(str(error))
            continue
        if name in owners:
            problems.append(f"{variable} is '{name}', as {owners[name]} is")
        owners[name] = variable
    return problems


def _read_required(env: Env, variable: str, hint: str = "") -> str:
    value = env.get(variable)
    if value is None:
        raise ValueError(f"{variable} is missing{hint}")
    if not value.replace("\ufeff", "").strip():
        raise ValueError(f"{variable} is blank{hint}")
    return value
