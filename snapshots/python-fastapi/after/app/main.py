"""Prices of the day."""

from __future__ import annotations

import os

from dotenv import load_dotenv
from fastapi import FastAPI

load_dotenv()
from app.app_logging import setup as _setup  # noqa: F401,E402

app = FastAPI(title=os.environ.get("TITLE", "prices"))


@app.get("/")
def read_prices() -> dict[str, int]:
    return {"apples": 3}
