"""The usual pipeline: pandas, regex cleaning, PySastrawi, TF-IDF and Naive Bayes, NetworkX, GEXF.

    python research_group.py POSTS.ndjson LABELLED.csv OUT

Prints JSON: seconds for reading, labelling and the network. LABELLED has the columns text and issue (a hand-coded sample).
The stemmer keeps a cache of words, as careful groups do; without it, the run takes hours.
"""

from __future__ import annotations

import json
import re
import sys
import time
from functools import cache
from pathlib import Path

import networkx as nx
import pandas as pd
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory
from Sastrawi.StopWordRemover.StopWordRemoverFactory import StopWordRemoverFactory
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB


def cleaner() -> object:
    stem = cache(StemmerFactory().create_stemmer(False).stem)
    stop = set(StopWordRemoverFactory().get_stop_words())

    def clean(text: str) -> str:
        text = re.sub(r"https?://\S+|@\w+|#", " ", text.lower())
        text = re.sub(r"[^a-z\s]", " ", text)
        return " ".join(stem(word) for word in text.split() if word not in stop)

    return clean


def main(posts: Path, labelled: Path, out: Path) -> None:
    seconds = {}
    start = time.perf_counter()
    frame = pd.read_json(posts, lines=True, dtype={"id": str, "parent_id": str, "root_id": str})
    sample = pd.read_csv(labelled).dropna()
    seconds["read"] = time.perf_counter() - start

    start = time.perf_counter()
    clean = cleaner()
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2)
    model = MultinomialNB().fit(
        vectorizer.fit_transform(sample["text"].map(clean)), sample["issue"].astype(str)
    )
    frame["clean"] = frame["text"].fillna("").map(clean)
    frame["issue"] = model.predict(vectorizer.transform(frame["clean"]))
    seconds["label"] = time.perf_counter() - start

    start = time.perf_counter()
    author = frame.set_index("id")["author"].to_dict()
    graph = nx.DiGraph()
    for row in frame.itertuples(index=False):
        target = author.get(row.parent_id)
        targets = ([target] if isinstance(target, str) else []) + (
            row.mentions if isinstance(row.mentions, list) else []
        )
        for name in targets:
            if isinstance(row.author, str) and name != row.author:
                weight = graph.get_edge_data(row.author, name, {"weight": 0})["weight"]
                graph.add_edge(row.author, name, weight=weight + 1)
    nx.set_node_attributes(graph, dict(graph.degree()), "degree")
    nx.set_node_attributes(graph, nx.pagerank(graph), "pagerank")
    nx.set_node_attributes(
        graph, nx.betweenness_centrality(graph, k=min(256, len(graph)), seed=0), "betweenness"
    )
    communities = nx.community.louvain_communities(graph.to_undirected(), seed=0)
    nx.set_node_attributes(
        graph, {node: i for i, group in enumerate(communities) for node in group}, "community"
    )
    nx.write_gexf(graph, out / "network.gexf")
    seconds["network"] = time.perf_counter() - start

    start = time.perf_counter()
    owners = (
        frame[frame["kind"] == "post"]
        .groupby("author")
        .agg(posts=("id", "size"), likes=("likes", "mean"), comments=("comments", "mean"))
    )
    owners.to_csv(out / "accounts.csv")
    frame["issue"].value_counts(normalize=True).to_csv(out / "issues.csv")
    seconds["measures"] = time.perf_counter() - start
    print(json.dumps({"posts": len(frame), "nodes": len(graph), "edges": graph.size(), **seconds}))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
