"""pynetim's IMM and ndlib's independent cascades on one list of arcs.

    python influence.py ARCS.csv SEEDS.json

ARCS has the columns source, target and p (numbers); SEEDS lists who starts the cascades. Prints JSON: seconds of IMM (k = 50,
epsilon = 0.1, its graph built before) with the seeds it finds, and seconds per simulation (mean of 30).
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path

import networkx as nx
from ndlib.models.epidemics import IndependentCascadesModel
from ndlib.models.ModelConfig import Configuration
from pynetim import IMGraph
from pynetim.algorithms import IMMAlgorithm

RUNS = 30


def main(arcs: Path, seeds: Path) -> None:
    with arcs.open() as stream:
        rows = [(int(row["source"]), int(row["target"]), float(row["p"])) for row in csv.DictReader(stream)]
    graph = IMGraph([row[:2] for row in rows], weights=[row[2] for row in rows], renumber=False)
    start = time.perf_counter()
    found = IMMAlgorithm(graph, model="IC", epsilon=0.1, random_seed=0).run(k=50)
    imm = time.perf_counter() - start

    network = nx.DiGraph()
    network.add_weighted_edges_from(rows, weight="p")
    config = Configuration()
    config.add_model_initial_configuration("Infected", json.loads(seeds.read_text()))
    for source, target, p in rows:
        config.add_edge_configuration("threshold", (source, target), p)
    start = time.perf_counter()
    for _ in range(RUNS):
        model = IndependentCascadesModel(network)
        model.set_initial_status(config)
        while model.iteration()["status_delta"][1]:
            pass
    print(
        json.dumps(
            {"imm": imm, "imm_seeds": sorted(found), "simulation": (time.perf_counter() - start) / RUNS}
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
