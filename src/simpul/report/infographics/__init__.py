"""Pictures of aggregate figures for people on phones: one definition of each, drawn in every format."""

from simpul.report.infographics.drawing import write_infographics

__all__ = ["write_infographics"]
