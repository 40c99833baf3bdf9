"""One run: corpus → labels → ties → measures → findings, with a manifest that replays it."""

from simpul.study.pipeline import run
from simpul.study.request import Progress, Request, StudyProblem

__all__ = ["Progress", "Request", "StudyProblem", "run"]
