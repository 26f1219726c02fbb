"""The settings that decide whether a class can use one server, and what visitors are spared."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_server_is_tuned_for_many_sessions() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["runner"]["postScriptGC"] is False
    assert config["server"]["fileWatcherType"] == "none"
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert config["server"]["showEmailPrompt"] is False  # make run asks nothing
    assert config["server"]["maxUploadSize"] <= 50
    assert config["global"]["maxCachedMessageAge"] >= 100  # looks while something trains


def test_packages_are_pinned_and_the_cloud_gets_the_small_torch() -> None:
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        assert "==" in line, line
    assert tomllib.loads((ROOT / "uv.toml").read_text())["pip"]["torch-backend"] == "cpu"
