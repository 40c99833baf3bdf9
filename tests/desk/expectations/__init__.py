"""Who may open what: one table per room, which test_every_url.py holds the desk to.

Each module has `EXPECTED`: the name of a URL → `Opens`, and may have `world(people, agencies, study)`, which makes the
records that its addresses need and returns them for `args` and `data`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simpul.desk.people.rights import MATRIX, Right, Role

OTHER = "officer of another agency"
EVERYBODY = frozenset({*Role.values, OTHER})


def holders(right: Right) -> frozenset[str]:
    """Who has a right by role; both officers, if officers do."""
    roles = {role.value for role in MATRIX[right]}
    return frozenset(roles | ({OTHER} if Role.OFFICER in MATRIX[right] else set()))


@dataclass(frozen=True)
class Opens:
    """Whom a URL lets in; `public` also lets in who did not sign in. Others get `refused` (404 where they may not know).

    `unknown`: who has the right by role, but not to this record: 404.
    """

    to: frozenset[str]
    public: bool = False
    method: str = "GET"
    args: Callable[[Any], tuple[Any, ...]] = field(default=lambda world: ())
    data: Callable[[Any], dict[str, Any]] = field(default=lambda world: {})
    refused: int = 403
    unknown: frozenset[str] = frozenset()
    answers: frozenset[int] = frozenset({200, 204, 302, 303, 422})
