"""Reads objects without running any of the program's code: no property, no method."""

from __future__ import annotations

import inspect
import types
from itertools import islice
from typing import Any

# Of an object with more, the rest is not looked at.
_MAX_ATTRIBUTES = 50

# A class may replace what reading these from it gives.
_mro = type.__dict__["__mro__"].__get__
_members = type.__dict__["__dict__"].__get__
_name = type.__dict__["__name__"].__get__
_module = type.__dict__["__module__"].__get__

_CODE = (
    type,
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.WrapperDescriptorType,
    types.MethodDescriptorType,
    types.ClassMethodDescriptorType,
    types.MethodWrapperType,
    types.GetSetDescriptorType,
    types.GeneratorType,
    types.CoroutineType,
    types.AsyncGeneratorType,
    types.CodeType,
    types.FrameType,
    types.TracebackType,
    staticmethod,
    classmethod,
    property,
)

_STORES = (types.MemberDescriptorType, types.GetSetDescriptorType)


def is_code(value: object) -> bool:
    """Whether it is a function, a class, a module, a call: no value to look at."""
    return issubclass(type(value), _CODE)


def name_class(cls: type) -> str:
    """The name of a class, without its module."""
    return str(_name(cls))


def name_module(cls: type) -> str:
    """The module that a class says it is of."""
    return str(_module(cls))


def read_class(cls: type, name: str) -> object:
    """What a class, or one that it derives from, holds by this name; else None."""
    for base in _mro(cls):
        if name in _members(base):
            return _members(base)[name]
    return None


def read_attribute(value: object, name: str) -> object:
    """An attribute as it is stored; raises AttributeError where there is none."""
    found = inspect.getattr_static(value, name)
    if type(found) is types.MemberDescriptorType:
        return found.__get__(value)
    return found


def read_attributes(value: object) -> dict[str, object]:
    """The attributes that an instance stores, in its dict or in slots."""
    found: dict[str, object] = {}
    for base in _mro(type(value)):
        for name, member in _members(base).items():
            if type(member) not in _STORES:
                continue
            if name == "__dict__":
                stored = dict.items(member.__get__(value))
                found.update(islice(stored, _MAX_ATTRIBUTES))
            elif type(member) is types.MemberDescriptorType:
                try:
                    found[name] = member.__get__(value)
                except AttributeError:
                    pass  # a slot without a value
    return found


def describe_code(value: object) -> str:
    """`<function load>`, `<class 'Order'>`, `<module 'json'>`."""
    cls = type(value)
    kind = "class" if issubclass(cls, type) else _KINDS.get(cls, name_class(cls))
    try:
        name = _read_name(value)
    except Exception:  # noqa: BLE001
        name = None
    if not isinstance(name, str):
        return f"<{kind}>"
    return f"<{kind} {name}>" if issubclass(cls, _FUNCTIONS) else f"<{kind} '{name}'>"


_module_members: Any = _members(types.ModuleType)["__dict__"].__get__
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)


_KINDS: dict[type, str] = {types.BuiltinFunctionType: "built-in function"}


def _read_name(value: object) -> object:
    if issubclass(type(value), type):
        return _name(value)
    if type(value) is types.MethodType:
        return _read_name(value.__func__)
    if type(value) in (types.FunctionType, types.BuiltinFunctionType):
        return value.__name__  # type: ignore[attr-defined]
    if issubclass(type(value), types.ModuleType):
        members = _module_members(value)
        return members.get("__name__")
    return None
