"""Fails with a secret in every kind of place, and shows what Loguru logs of it."""

import collections
import dataclasses
import datetime
import decimal
import enum
import functools
import itertools
import pathlib
import sys
import types
import typing
import uuid

import elsewhere
from app_logging.diagnose import mask_diagnosed
from loguru import logger

count = itertools.count(1)


def make():
    """Another secret: none is found by another shape's name for it."""
    return f"hun{'ter2'}-{next(count):03}-"


class Plain:
    def __init__(self, **attributes):
        self.__dict__.update(attributes)

    def __repr__(self):
        return f"<{vars(self)}>"


class Slotted:
    __slots__ = ("password", "user")

    def __init__(self):
        self.password = make()
        self.user = "shown-slot"


class Private:
    def __init__(self):
        self._inner = make()
        self.__mangled = make()
        self.user = "shown-private"


class Tricky:
    """Whatever asks it anything learns the secret."""

    def __getattr__(self, name):
        print(f"ran: {name}")
        return make()

    def __repr__(self):
        print("ran: repr")
        return make()

    __str__ = __repr__

    @property
    def value(self):
        print("ran: property")
        return make()


class Raising:
    def __repr__(self):
        raise RuntimeError(make())


class MyDict(dict):
    def __repr__(self):
        return make()

    def items(self):
        print("ran: items")
        return [(1, make())]


class MyList(list):
    def __iter__(self):
        print("ran: iter")
        return iter([make()])


class MyStr(str):
    def __repr__(self):
        return make()


class Meta(type):
    def __repr__(cls):
        return make()


class OfMeta(metaclass=Meta):
    pass


class Color(enum.Enum):
    RED = make()


class Count(enum.IntEnum):
    ONE = 1


@dataclasses.dataclass
class Login:
    user: str
    password: str


@dataclasses.dataclass
class Quiet:
    user: str
    pin: str = dataclasses.field(repr=False)


class Pair(typing.NamedTuple):
    user: str
    api_token: str


def cycle():
    items = ["shown-cycle"]
    items.append(items)
    return items


def nest(depth):
    return {"next": nest(depth - 1)} if depth else make()


def fail(*_values, **_named):
    raise ValueError("refused")


# Each value stands for `value` in `fail(value)`: none may show the secret.
values = {
    "dict": lambda S: {"password": S, "user": "shown-dict"},
    "dict, deep": lambda S: {"a": {"client_secret": S, "b": ["shown-deep"]}},
    "dict, key of bytes": lambda S: {b"authorization": S.encode()},
    "dict, key of an enum": lambda S: {enum.Enum("Field", "PASSWORD").PASSWORD: S},
    "dict, list below": lambda S: {"session_ids": [S]},
    "dict, other case": lambda S: {"X-Api-KEY": S},
    "dict, named": lambda S: {"name": "Authorization", "value": S},
    "dict, keyed": lambda S: {"key": "db-password", "value": S},
    "list of pairs": lambda S: [("x-api-key", S), ("accept", "shown-pair")],
    "list of pairs of bytes": lambda S: [
        (b"cookie", S.encode()),
        (b"host", b"shown-bytes"),
    ],
    "flat headers": lambda S: ["Host", "shown-flat", "Cookie", S],
    "arguments": lambda S: ["--password", S, f"--token={S}"],
    "tuple": lambda S: ("token", S),
    "set": lambda S: {f"token={S}"},
    "frozenset": lambda S: frozenset([f"token={S}"]),
    "deque": lambda S: collections.deque(["secret", S]),
    "ordered dict": lambda S: collections.OrderedDict(password=S, user="shown-ordered"),
    "default dict": lambda S: collections.defaultdict(list, {"tokens": [S]}),
    "chain map": lambda S: collections.ChainMap({"password": S}),
    "counter": lambda S: collections.Counter({f"token={S}": 1}),
    "named tuple": lambda S: Pair("shown-named", S),
    "dataclass": lambda S: Login("shown-dataclass", S),
    "dataclass, not in its repr": lambda S: Quiet("shown-quiet", S),
    "object": lambda S: Plain(password=S, user="shown-object"),
    "object, deep": lambda S: Plain(db=Plain(url=f"postgres://ann:{S}@db/shown-db")),
    "object, named": lambda S: Plain(name="authorization", value=S),
    "object with slots": lambda S: Slotted(),
    "object's own": lambda S: Private(),
    "simple namespace": lambda S: types.SimpleNamespace(auth=S, page="shown-space"),
    "tricky object": lambda S: Tricky(),
    "raising object": lambda S: Raising(),
    "dict of a class of its own": lambda S: MyDict(password=S, user="shown-my-dict"),
    "list of a class of its own": lambda S: MyList(["shown-my-list"]),
    "text of a class of its own": lambda S: MyStr("shown-my-str"),
    "class": lambda S: OfMeta,
    "enum": lambda S: Color.RED,
    "partial": lambda S: functools.partial(fail, password=S),
    "bound method": lambda S: Plain(password=S).__repr__,
    "error": lambda S: ValueError(f"token={S}", "shown-error"),
    "error in a list": lambda S: [KeyError("password", S)],
    "url": lambda S: f"https://ann:{S}@host/shown-url",
    "url with an at sign": lambda S: f"https://ann:{S}@{S}@host/shown-at",
    "query": lambda S: f"/x?token={S}&page=shown-query",
    "json": lambda S: f'{{"user":"shown-json","password":"{S}"}}',
    "json in json": lambda S: f'{{\\"password\\":\\"{S}\\"}}',
    "repr": lambda S: repr({"password": S, "user": "shown-repr"}),
    "bytes": lambda S: f"token={S}&page=shown-text".encode(),
    "byte array": lambda S: bytearray(S.encode()),
    "memory view": lambda S: memoryview(S.encode()),
    "header": lambda S: f"Authorization: Digest a b {S}",
    "bearer": lambda S: f"Bearer {S}{S}",
    "long": lambda S: "x" * 140 + f"postgres://ann:{S * 20}@db",
    "connection": lambda S: f"host=shown-host;Password={S}",
    "command": lambda S: f"mysql --password {S} shown-command",
    "depth": lambda S: nest(9),
    "path": lambda S: pathlib.PurePosixPath(f"/token={S}/x"),
    "generator": lambda S: (S for _ in range(3)),
    "iterator": lambda S: iter([S]),
    "view": lambda S: {"password": S}.values(),
    "cell": lambda S: (lambda: S).__code__,
}

# These are shown, word for word.
harmless = {
    "None": (None, "None"),
    "bool": (True, "True"),
    "int": (42, "42"),
    "large int": (10**5000, "<int of 16610 bits>"),
    "float": (1.5, "1.5"),
    "text": ("it's", '"it\'s"'),
    "text with lines": ("a\nb", r"'a\nb'"),
    "bytes": (b"ab\xff", r"b'ab\xff'"),
    "list": ([1, "a", [2]], "[1, 'a', [2]]"),
    "one": ((1,), "(1,)"),
    "dict": ({"user": "ann", 2: None}, "{'user': 'ann', 2: None}"),
    "empty set": (set(), "set()"),
    "frozenset": (frozenset([1]), "frozenset({1})"),
    "deque": (collections.deque([1]), "deque([1])"),
    "dataclass": (Plain(a=1, b="x"), "Plain(a=1, b='x')"),
    "many": (list(range(12)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ... 2 more]"),
    "long text": ("y" * 160, f"'{'y' * 150}'... 10 more characters"),
    "enum": (Color.RED, "Color.RED"),
    "int enum": (Count.ONE, "Count.ONE"),
    "date": (datetime.date(2026, 1, 31), "datetime.date(2026, 1, 31)"),
    "decimal": (decimal.Decimal("1.5"), "Decimal('1.5')"),
    "uuid": (uuid.UUID(int=1), "UUID('00000000-0000-0000-0000-000000000001')"),
    "path": (pathlib.PurePosixPath("/a"), "PurePosixPath('/a')"),
    "module": (types, "<module 'types'>"),
    "function": (nest, "<function nest>"),
    "built-in": (len, "<built-in function len>"),
    "class": (Login, "<class 'Login'>"),
    "cycle": (
        cycle(),
        "['shown-cycle', ['shown-cycle', ['shown-cycle', <list object>]]]",
    ),
    "object": (object(), "<object object>"),
    "exception": (KeyError("a"), "KeyError('a')"),
}


def run(name, function, *args):
    print(f"\n=== {name}", flush=True)
    try:
        function(*args)
    except Exception:
        logger.exception(f"went on: {name}")
    logger.complete()


def of_value(value):
    fail(value)


def of_password():
    password = make()
    fail(password)


def of_global():
    fail(API_TOKEN)


API_TOKEN = make()
CONFIG = Plain(password=make(), host="shown-host")
CREDENTIALS = Plain(first=make(), host=make())


def of_attribute():
    fail(CONFIG.password, CONFIG.host)


def of_attributes_of_a_secret():
    fail(CREDENTIALS.first, CREDENTIALS.host.strip)


def of_self():
    Slotted.fails = lambda self: fail(self.password, self.user)
    Slotted().fails()


def of_argument():
    raw = make()
    fail(password=raw, page=fail())


def of_dict_entry():
    raw = make()
    fail({"password": raw, "page": fail()})


def of_pair():
    raw = make()
    fail(("authorization", raw), fail())


def of_item_set():
    raw, config = make(), None
    config["password"] = raw


def of_comparison():
    password, given = make(), make()
    fail(fail() or password == given)


def of_concatenation():
    raw = make()
    fail(fail() or "Bearer " + raw)


def of_f_string():
    raw = make()
    fail(fail(), f"token={raw}")


def of_another_name():
    password = make()
    alias = f"{password}, once more"
    fail(alias)


def of_another_name_and_long():
    token = make() * 300
    alias = f"shown-before {token}"
    fail(alias)


def of_another_name_and_often():
    token = make()
    alias = f"{token}, {token} and {token}"
    fail(alias)


def of_another_name_beyond_ascii():
    token = f"{make()}ü"
    alias = f"shown-letters {token}".encode()
    fail(alias)


def of_another_module():
    elsewhere.login.password = make()
    alias = f"{elsewhere.login.password}, once more"
    fail(elsewhere.login.password, alias)


def of_a_property():
    tricky = Tricky()
    fail(fail() or tricky.value)


def of_an_outer_frame():
    def inner(password):
        fail(1)

    raw = make()
    inner(raw)


def of_an_inner_name_of_bytes():
    token = make().encode()
    text = f"{token.decode()} shown-bytes"
    fail(text)


def of_a_cause():
    try:
        of_password()
    except ValueError as error:
        raise RuntimeError("shown-cause") from error


def of_a_group():
    try:
        of_password()
    except ValueError as error:
        if sys.version_info >= (3, 11):
            raise ExceptionGroup("several", [error]) from None  # noqa: F821
        raise


class Unprintable(AssertionError):
    def __str__(self):
        raise ValueError("no text")


def of_text_that_raises():
    password = make()
    raise Unprintable(password)


def of_recursion(depth=0, token=None):
    of_recursion(depth + 1, token or make())


def of_parts_of_a_statement():
    password = make()
    fail(
        password,
        {"a": password},
    )


ways = {name: way for name, way in globals().items() if name.startswith("of_")}
del ways["of_value"]

if not mask_diagnosed() or not mask_diagnosed():
    sys.exit("not masked")
logger.remove()
logger.add(
    sys.stdout,
    format="{message}",
    diagnose=True,
    backtrace=True,
    enqueue="enqueue" in sys.argv,
    colorize="colour" in sys.argv,
)
for name, value in values.items():
    run(name, of_value, value(make()))
for name, way in ways.items():
    run(name, way)
for name, (value, _) in harmless.items():
    run(f"harmless {name}", of_value, value)
print("\n=== expected")
for name, (_, text) in harmless.items():
    print(f"{name}\t{text}")
