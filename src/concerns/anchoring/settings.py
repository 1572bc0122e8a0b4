from pathlib import Path

from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`CONCERNS_ANCHORS`: the file that says where checkpoints are anchored (configuration.py)."""

    model_config = SettingsConfigDict(env_prefix="CONCERNS_")

    anchors: Path | None = None

    @field_validator("anchors", mode="before")
    @classmethod
    def _empty_is_not_set(cls, said: object) -> object:
        return None if said == "" else said
