from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where a council's own wording is, read from CONCERNS_PAPERS: `<procedure>/<paper>.yaml`."""

    model_config = SettingsConfigDict(env_prefix="CONCERNS_")

    papers: Path | None = None
