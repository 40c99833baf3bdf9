"""The networks of a study: what people do online and what a survey tells, each measured for itself, drawn without a single household."""

from __future__ import annotations

import polars as pl

from simpul.corpus.records import NAMED_KINDS
from simpul.network.analyse import Network, analyse
from simpul.network.carriers import carriers
from simpul.network.exports import write_gexf, write_graphml
from simpul.network.groups import grouped
from simpul.network.information import information
from simpul.network.responses import ego_sample
from simpul.network.ties import ONLINE, from_posts, from_survey, multilayer
from simpul.study.folder import Folder
from simpul.study.manifest import Manifest

ATTRIBUTES = ("id", "kind", "name", "agency", "pillar", "role", "place", "poor")
ABOUT = (
    "responses", "reach", "brokers", "broker_ranks", "next_brokers", "arriving", "channels", "matrix", "preferences", "access",
    "routes",
)  # fmt: skip
LAYERS = ("online", "survey", "joined")


def map_network(folder: Folder, seed: int, manifest: Manifest) -> None:
    """Writes `ties`, `nodes`, `communities`, `carriers`, and of a survey the tables of `ABOUT`; figures go into the manifest.

    `nodes` and `communities` have a column `layer`. Attention online and information face to face are not of one kind, so
    *online* and *survey* are measured apart, each over all its types; *joined*, both as one, is there only where a link says who is
    the same person in both. A survey of households knows the ties of those who were asked only (`analyse`, `sampled`).
    """
    topics = folder.scan("labels").select("post_id", "issue")
    online = from_posts(folder.scan("posts"), topics).collect()
    survey = from_survey(folder.scan("survey_ties")).collect()
    folder.write("ties", pl.concat([online, survey]))
    folder.write("carriers", carriers(pl.concat([online, survey])))
    sampled = ego_sample(folder.scan("actors").collect())
    layers = {"online": analyse(online, _accounts(folder), seed)}
    if survey.height:
        layers["survey"] = analyse(survey, _actors(folder), seed, sampled=sampled)
    if (both := _joined(folder, online, survey)) is not None:
        layers["joined"] = analyse(both, _everybody(folder), seed, sampled=sampled)
    folder.write("nodes", _stacked({name: found.nodes for name, found in layers.items()}))
    folder.write("communities", _stacked({name: found.communities for name, found in layers.items()}))
    manifest.network = {name: _figures(found) for name, found in layers.items()}
    if survey.height:
        actors, links = folder.scan("actors").collect(), folder.scan("links").collect()
        found = information(survey, actors, links, seed=seed)._asdict()
        for name in ABOUT:
            folder.write(name, found[name])


def _stacked(layers: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(
        [frame.select(pl.lit(name).alias("layer"), pl.all()) for name, frame in layers.items()],
        how="diagonal_relaxed",
    )


def _figures(found: Network) -> dict[str, dict[str, object]]:
    return {
        name: figure._asdict() | ({"reason": found.reasons[name]} if name in found.reasons else {})
        for name, figure in found.summary.items()
    }


def _joined(folder: Folder, online: pl.DataFrame, survey: pl.DataFrame) -> pl.DataFrame | None:
    """Both layers as one table; None where nobody is known to stand in both."""
    links = folder.scan("links").collect()
    known = links.filter(
        pl.col("account_id").is_in(pl.concat([online["source"], online["target"]]).implode()),
        pl.col("actor_id").is_in(pl.concat([survey["source"], survey["target"]]).implode()),
    )
    if known.is_empty():
        return None
    return multilayer(online.lazy(), survey.lazy(), links=known.lazy()).collect()


def _accounts(folder: Folder) -> pl.DataFrame:
    """Who stands behind an account. Names stand only with accounts that keep them."""
    return _attributes(
        folder.scan("accounts").select(
            pl.col("account_id").alias("id"), "kind",
            pl.when(pl.col("kind").is_in(NAMED_KINDS)).then(pl.coalesce("name", "handle")).alias("name"),
            "agency", "pillar", "place",
        )
    )  # fmt: skip


def _actors(folder: Folder) -> pl.DataFrame:
    """Who stands behind an actor; the pillar of people is their household's or their role's."""
    return _attributes(
        folder.scan("actors").select(
            pl.col("actor_id").alias("id"), "kind", "role", "pillar", "place", "poor"
        )
    )


def _everybody(folder: Folder) -> pl.DataFrame:
    """Actors and accounts; who is both goes by the actor's id."""
    twice = folder.scan("links").select("account_id").collect()["account_id"]
    accounts = _accounts(folder).filter(~pl.col("id").is_in(twice.implode()))
    return pl.concat([_actors(folder), accounts]).unique("id", keep="first", maintain_order=True).sort("id")


def _attributes(rows: pl.LazyFrame) -> pl.DataFrame:
    empty = pl.LazyFrame(schema={**dict.fromkeys(ATTRIBUTES, pl.String), "poor": pl.Boolean})
    return (
        pl.concat([empty, rows], how="diagonal")
        .unique("id", keep="first", maintain_order=True)
        .sort("id")
        .collect()
    )


def public(folder: Folder) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Ties and nodes for showing: households only as groups of five and more.

    The joined network where there is one, else both layers side by side, the communities of the second numbered on.
    """
    ties, nodes = folder.scan("ties").collect(), folder.scan("nodes").collect()
    survey = ~pl.col("type").is_in(ONLINE)
    layers = {name: nodes.filter(layer=name).drop("layer") for name in LAYERS}
    both = _joined(folder, ties.filter(~survey), ties.filter(survey))
    if both is not None:
        ties, shown = both, layers["joined"]
    else:
        shown = _beside(layers["online"], layers["survey"])
    if folder.path("access").exists():
        access = folder.scan("access").select("id", "access").collect()
        shown = shown.join(access, on="id", how="left", maintain_order="left")
    return grouped(ties, shown)


def _beside(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Two layouts as one picture, the second to the right of the first."""
    if left.is_empty() or right.is_empty():
        return pl.concat([left, right])
    edge, width, first = left.select(
        pl.max("x"), width=pl.max("x") - pl.min("x"), first=pl.max("community") + 1
    ).row(0)
    shift = edge + 0.1 * width - right.select(pl.min("x")).item()
    moved = right.with_columns(pl.col("x") + shift, pl.col("community") + first)
    return pl.concat([left, moved]).sort("id")


def export(folder: Folder) -> None:
    """Writes `network.gexf` and `network.graphml`."""
    ties, nodes = public(folder)
    with folder.whole("network.gexf") as path:
        write_gexf(path, ties, nodes)
    with folder.whole("network.graphml") as path:
        write_graphml(path, ties, nodes)
