"""The network of a study: ties of posts and survey in one table, measured once, drawn and exported without a single household."""

from __future__ import annotations

import polars as pl

from simpul.corpus.records import NAMED_KINDS
from simpul.network.analyse import analyse
from simpul.network.exports import write_gexf, write_graphml
from simpul.network.groups import grouped
from simpul.network.reach import brokers, flow, households, reach
from simpul.network.ties import from_posts, from_survey
from simpul.study.folder import Folder
from simpul.study.manifest import Manifest

ATTRIBUTES = ("id", "kind", "name", "agency", "pillar", "role", "place", "poor")


def map_network(folder: Folder, seed: int, manifest: Manifest) -> None:
    """Writes `ties`, `nodes`, `communities`, and of a survey `reach`, `brokers` and `access`; the whole's figures go into the manifest."""
    topics = folder.scan("labels").select("post_id", "issue")
    layers = [
        from_posts(folder.scan("posts"), topics).collect(),
        from_survey(folder.scan("survey_ties")).collect(),
    ]
    folder.write("ties", pl.concat(layers))
    ties = folder.scan("ties").collect()
    network = analyse(ties, _attributes(folder), seed)
    folder.write("nodes", network.nodes)
    folder.write("communities", network.communities)
    manifest.network = {name: figure._asdict() for name, figure in network.summary.items()}
    if layers[1].height:
        spread = flow(layers[1], folder.scan("actors").collect())
        folder.write("reach", reach(spread))
        folder.write("brokers", brokers(spread))
        folder.write("access", households(spread))


def _attributes(folder: Folder) -> pl.DataFrame:
    """Who stands behind a node. Names stand only with named accounts; the pillar of people is their household's or their role's."""
    accounts = folder.scan("accounts").select(
        pl.col("account_id").alias("id"), "kind",
        pl.when(pl.col("kind").is_in(NAMED_KINDS)).then(pl.coalesce("name", "handle")).alias("name"),
        "agency", "pillar", "place",
    )  # fmt: skip
    actors = folder.scan("actors").select(
        pl.col("actor_id").alias("id"), "kind", "role", "pillar", "place", "poor"
    )
    return (
        pl.concat([accounts, actors], how="diagonal")
        .select(ATTRIBUTES)
        .unique("id", keep="first", maintain_order=True)
        .sort("id")
        .collect()
    )


def public(folder: Folder) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Ties and nodes for showing: households only as groups of five and more."""
    nodes = folder.scan("nodes").collect()
    if folder.path("access").exists():
        access = folder.scan("access").select("id", "access").collect()
        nodes = nodes.join(access, on="id", how="left", maintain_order="left")
    return grouped(folder.scan("ties").collect(), nodes)


def export(folder: Folder) -> None:
    """Writes `network.gexf` and `network.graphml`."""
    ties, nodes = public(folder)
    with folder.whole("network.gexf") as path:
        write_gexf(path, ties, nodes)
    with folder.whole("network.graphml") as path:
        write_graphml(path, ties, nodes)
