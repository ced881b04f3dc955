"""What the modules of the emitted package do by themselves; run by python.units.test.ts."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import pytest
from app_logging import child_env, logger, setup
from app_logging.env import read_environment
from app_logging.limits import parse_count, parse_size
from app_logging.line import Clock, contain
from app_logging.masking import is_secret, mask_text
from app_logging.rotation import delete_oldest, list_outdated, move_away, timestamp
from app_logging.slot_name import read_slot, slot_name


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (None, 5_000_000),
        (" ", 5_000_000),
        ("5 MB", 5_000_000),
        ("5mb", 5_000_000),
        ("5 MiB", 5_242_880),
        ("500 KB", 500_000),
        ("1.5 GB", 1_500_000_000),
        ("3", 3_000_000),
        ("7b", 7),
    ],
)
def test_sizes_file_2(text: str | None, size: int) -> None:
    assert parse_size("LOG_MAX_SIZE", text) == size


@pytest.mark.parametrize(
    "text", ["many", "5 M", "-1 MB", "0", "10000", "5 mbit", "1e3"]
)
def test_no_sizes_env_5(text: str) -> None:
    with pytest.raises(ValueError, match=f"LOG_MAX_SIZE is '{text}', which "):
        parse_size("LOG_MAX_SIZE", text)


def test_counts_file_5() -> None:
    assert [parse_count("X", text) for text in (None, "0", " 7 ")] == [5, 0, 7]
    with pytest.raises(ValueError, match="X is '1.5'"):
        parse_count("X", "1.5")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext ü 😀", "plain\ttext ü 😀"),
        ("one\ntwo\r\nthree", "one\n    two\n    three"),
        ("\x1b[31m\0\u2028", "\\x1b[31m\\x00\\u2028"),
        ("half \ud800", "half \ufffd"),
    ],
)
def test_contained_texts_fmt_6(text: str, shown: str) -> None:
    assert contain(text) == shown


def test_times_fmt_5() -> None:
    clock = Clock(datetime(2026, 1, 2, 3, 4, 5, 67_890))
    assert f"{clock:YYYY-MM-DD HH:mm:ss.SSS}" == "2026-01-02 03:04:05.067"


def test_rotated_names_and_retention_file_4_6(tmp_path: Path) -> None:
    directory = str(tmp_path)
    others = ["app.worker.log", "app.log.bak", "app.2026-01-01.log", "app2.log"]
    for name in others:
        (tmp_path / name).touch()
    created = datetime(2026, 1, 2, 3, 4, 5, 678_901).timestamp()
    for _ in range(3):
        (tmp_path / "app.log").touch()
        assert move_away(directory, "app", created)
    stem = f"app.{timestamp(created)}"
    assert stem == "app.2026-01-02_03-04-05_678901"
    rotated = [f"{stem}.2.log", f"{stem}.3.log", f"{stem}.log"]
    assert sorted(os.listdir(directory)) == sorted([*others, *rotated])
    delete_oldest(directory, "app", 1)
    assert len(list_outdated(directory, "app", 0)) == 1
    assert set(others) < set(os.listdir(directory))


def test_slots_proc_5() -> None:
    assert [slot_name("app", slot) for slot in (1, 2)] == ["app", "app~2"]
    assert read_slot("app", "app~12.log") == (12, "log")
    assert [read_slot("app", file) for file in ("app~1.log", "apple.log")] == [
        None,
        None,
    ]


def test_secrets_crash_5() -> None:
    assert [is_secret(name) for name in ("API_KEY", "userPassword", "order")] == [
        True,
        True,
        False,
    ]
    masked = mask_text("https://ann:hunter2@host/?token=abc123 Bearer abcdef123")
    assert "ann" in masked
    for secret in ("hunter2", "abc123", "abcdef123"):
        assert secret not in masked


def test_every_variable_at_fault_is_named_env_4() -> None:
    reading = read_environment({"RUN_ENVIRONMENT": "prod", "LOG_MAX_FILES": "x"}, ["A"])
    said = "; ".join(reading.problems)
    for variable in (
        "NAME_APP",
        "RUN_ENVIRONMENT",
        "PATH_TO_LOGS",
        "LOG_MAX_FILES",
        "NAME_CHILD_PROCESS_A",
    ):
        assert variable in said


def test_the_guard_stands_down_for_a_test_runner() -> None:
    assert setup.__name__ == "app_logging.setup"
    assert sys.excepthook is sys.__excepthook__


def test_before_setup_the_logger_works_mode_6(
    capfd: pytest.CaptureFixture[str],
) -> None:
    logger.debug("seen")
    assert capfd.readouterr().err.endswith("| seen\n")
    assert child_env("A", {"MORE": "1"})["MORE"] == "1"
