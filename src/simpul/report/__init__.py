"""Findings for people."""

from simpul.report.page import write_report

__all__ = ["write_report"]
