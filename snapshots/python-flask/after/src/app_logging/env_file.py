"""Loads the env file as the service does later: ``setup`` needs it first."""

from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).resolve().parents[2] / ".env")
