"""Settings, from the environment, ``.env`` and ``seedcheck.toml``; flags of the command line go before all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_data_path
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from agent.errors import InputError

BUNDLED = "bundled"


class Settings(BaseSettings):
    """All settings with their defaults; ``seedcheck.toml`` uses the field names as keys."""

    model_config = SettingsConfigDict(
        env_prefix="SEEDCHECK_",
        env_file=".env",
        env_ignore_empty=True,
        toml_file="seedcheck.toml",
        extra="ignore",
        populate_by_name=True,
    )

    openai_api_key: SecretStr | None = Field(
        None, validation_alias=AliasChoices("OPENAI_API_KEY", "openai_api_key")
    )
    openai_base_url: str | None = Field(
        None, validation_alias=AliasChoices("OPENAI_BASE_URL", "openai_base_url")
    )
    model: str | None = None
    embedder: str = BUNDLED
    reader: bool = True
    index: Path | None = None
    chroma_url: str | None = None
    cache: Path = Field(default_factory=lambda: user_cache_path("seedcheck"))

    @property
    def default_index(self) -> Path:
        """Where the index is when none is named."""
        return self.index or user_data_path("seedcheck") / "index"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, environment, ``.env``, ``seedcheck.toml``, in this order."""
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(**named: Any) -> Settings:
    """The settings as they stand; what is ``named`` goes before environment and files.

    Raises:
        InputError: a value that cannot be one, or a file that cannot be read.
    """
    try:
        return Settings(**named)
    except ValidationError as error:
        found = error.errors()[0]
        name = ".".join(map(str, found["loc"]))
        raise InputError(
            f"The setting {name} cannot be used: {found['msg']}.",
            next_step="Correct it in the environment, .env or seedcheck.toml.",
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(
            f".env or seedcheck.toml cannot be read: {error}.", next_step="Correct that file, or remove it."
        ) from error
