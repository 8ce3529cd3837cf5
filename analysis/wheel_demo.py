"""Puts the demonstration corpus into the wheel; an editable install reads it from the checkout instead."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = (".jsonl", ".toml", ".md")


class DemoCorpus(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "standard":
            return
        folder = Path(self.root) / "corpus"
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            held = path.suffix in DATA or path.name == "LICENSE"
            if held and inside.parts[0] != "naskah":  # manuscripts with markup stay in the repository
                build_data["force_include"][str(path)] = f"bingkai/demo/{inside.as_posix()}"
