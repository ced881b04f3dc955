#!/usr/bin/env python3
# -*- coding: utf-8 -*-
# Copyright 2024 the tidy team
from app_logging import setup as _setup  # noqa: F401
import sys


def main() -> int:
    return 0


if __name__ == "__main__":
    sys.exit(main())
