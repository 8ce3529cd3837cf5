"""Puts the demonstration corpus into the wheel; an editable install reads it from the checkout instead."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DemoCorpus(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"]["corpus"] = "bingkai/demo"
