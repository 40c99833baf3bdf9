"""Plans from tables: what they promise, what they hide, what they refuse, and what is learned afterwards."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from simpul.network.graph import from_edges
from simpul.network.nominations import votes
from simpul.network.outreach.after import by_group, calibration, observed
from simpul.network.outreach.asking import (
    ask_first,
    ask_neighbours,
    expected_coverage,
    replan,
    ties_from_counts,
)
from simpul.network.outreach.build import OutreachProblem, Setting, setting
from simpul.network.outreach.learning import learn
from simpul.network.outreach.plan import Fair, Plan, plan_outreach
from simpul.network.outreach.showing import pooled
from simpul.network.outreach.simulating import simulate
from simpul.network.outreach.transmission import defaults, with_transmission

SETS = 1 << 15


def town() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Three kelurahan: a large one with two good brokers, a middle one with one, a small one whose only broker knows few."""
    rows, people = [], []
    for place, brokers, families in (("Atas", 3, 40), ("Tengah", 2, 20), ("Bawah", 1, 6)):
        for b in range(brokers):
            people.append((f"{place}-b{b}", "person", "rt_head" if b == 0 else "cadre", place, False, True))
            told = range(b, families, b + 1) if place != "Bawah" else range(3)
            rows += [(f"{place}-b{b}", f"{place}-f{f}") for f in told]
        people += [
            (f"{place}-f{f}", "household", "resident", place, True, f % 2 == 0) for f in range(families)
        ]
    rows += [("Atas-f0", "Atas-f1"), ("orang luar", "Bawah-f3")]
    ties = pl.DataFrame(rows, schema=["source", "target"], orient="row").with_columns(
        relation=pl.lit("informs"), channel=pl.lit("face_to_face")
    )
    names = ["id", "kind", "role", "place", "poor", "internet_phone"]
    return ties, pl.DataFrame(people, schema=names, orient="row")


@pytest.fixture(scope="module")
def made() -> Setting:
    return setting(*town(), days=3)


@pytest.fixture(scope="module")
def plan(made: Setting) -> Plan:
    return plan_outreach(made, 3, days=3, sets=SETS, worlds=400)


def test_tables_become_the_problem(made: Setting) -> None:
    problem, people = made.problem, made.people
    weight = dict(zip(people["id"], problem.weights, strict=True))
    assert (weight["Atas-f0"], weight["Atas-f1"], weight["Atas-b0"], weight["orang luar"]) == (
        1.0,
        1.5,
        0.0,
        0.0,
    )
    assert people.filter(pl.Series(problem.candidates))["id"].str.contains("-b").all()
    assert problem.candidates.sum() == 6
    assert set(problem.probability) == {0.3}
    assert problem.delay is None  # all a day
    assert made.groups == ["Atas", "Bawah", "Tengah"]
    assert made.marks == {"assumption": problem.graph.m}
    assert any("1 people" in note[1] for note in made.notes)


def test_given_chances_stay_and_the_closest_default_counts() -> None:
    ties = pl.DataFrame(
        {
            "source": ["a"] * 5, "target": ["b", "c", "d", "e", "f"], "relation": ["asks", "asks", None, "trusts", "?"],
            "channel": ["meeting", None, "whatsapp", "?", None], "probability": [None, None, None, None, 0.9], "delay": [None, 4, None, None, None],
        },
        schema_overrides={"probability": pl.Float64, "delay": pl.Int64},
    )  # fmt: skip
    found = with_transmission(ties)
    assert found["probability"].to_list() == [0.25, 0.2, 0.2, 0.1, 0.9]
    assert found["delay_days"].to_list() == [3, 4, 0, 1, 1]
    assert found["mark"].to_list() == [*["assumption"] * 4, "given"]
    learned = (
        defaults()
        .filter(name="meeting")
        .with_columns(probability=pl.lit(0.6), mark=pl.lit("learned"), delay_days=None)
    )
    again = with_transmission(
        ties, learned.select(pl.col(name).cast(kind) for name, kind in defaults().schema.items())
    )
    assert again.select("probability", "delay_days", "mark").row(0) == (0.6, 3, "learned")


def test_of_several_ties_of_a_pair_the_likeliest_counts() -> None:
    ties, actors = town()
    twice = pl.concat([ties, ties.with_columns(relation=pl.lit("trusts"), channel=pl.lit("paper"))])
    assert set(setting(twice, actors, 3).problem.probability) == {0.3}


def test_a_plan_is_fair_certified_and_the_same_again(made: Setting, plan: Plan) -> None:
    places = made.people["place"].gather(plan.chosen).to_list()
    assert sorted(places) == ["Atas", "Bawah", "Tengah"]
    most = plan_outreach(made, 3, days=3, fair=Fair("none"), sets=SETS, worlds=400)
    assert "Bawah" not in made.people["place"].gather(most.chosen).to_list()
    lowest = dict(plan.comparison.select("way", "lowest_group").rows())
    assert lowest["plan"] > 2 * lowest["most_reach"]
    assert (
        0 < plan.certificate.low <= plan.certificate.reach <= plan.certificate.high <= plan.certificate.best
    )
    assert plan.comparison.filter(way="most_reach")["families"].item() == pytest.approx(
        most.reached, rel=0.05
    )
    again = plan_outreach(made, 3, days=3, sets=SETS, worlds=400, threads=1)
    for name in ("brokers", "groups", "curve", "comparison", "price", "robustness", "unreached"):
        assert getattr(again, name).equals(getattr(plan, name)), name
    assert plan.price["families"][0] >= plan.price["families"][-2]
    assert plan.robustness["ratio"].is_between(0, 1).all()


def test_the_curve_rises_within_its_band_and_ends_at_the_groups(plan: Plan) -> None:
    whole = plan.curve.filter(pl.col("group").is_null(), way="plan")
    assert whole["day"].to_list() == [0, 1, 2, 3]
    assert (whole["share"].diff().drop_nulls() >= 0).all()
    assert (whole["low"] <= whole["share"]).all()
    assert (whole["share"] <= whole["high"]).all()
    assert plan.groups["reached"].sum() == pytest.approx(plan.reached)
    assert whole["share"][-1] * plan.families == pytest.approx(plan.reached)


def test_floors_are_met_or_said_not_to_be(made: Setting) -> None:
    met = plan_outreach(made, 4, days=3, fair=Fair.read("floor=0.1"), sets=SETS, worlds=100)
    assert met.fairness is not None
    assert met.fairness.worst >= 0.1
    missed = plan_outreach(made, 4, days=3, fair=Fair.read("floor=0.9"), sets=SETS, worlds=100)
    assert any("90%" in note[1] for note in missed.notes)


def test_a_robust_plan_holds_where_the_assumed_one_fails() -> None:
    """Two brokers told of by many thin ties, one by few sure ones: which is best hangs on the chances, and one of each holds."""
    thin = [(f"a{b}", f"f{b}-{i:02}", 0.1) for b in range(2) for i in range(40)]
    sure = [(f"b{b}", f"g{b}-{i}", 0.45) for b in range(2) for i in range(6)]
    ties = pl.DataFrame([*thin, *sure], ["source", "target", "probability"], orient="row")
    actors = pl.concat([
        pl.DataFrame({"id": ["a0", "a1", "b0", "b1"], "role": "rt_head", "poor": False}),
        pl.DataFrame({"id": ties["target"], "role": "resident", "poor": True}),
    ])  # fmt: skip
    learned = pl.DataFrame(
        {
            "name": "x",
            "relation": "x",
            "probability": 0.1,
            "low": 0.01,
            "high": 0.5,
            "mark": "learned",
            "source": "",
        }
    ).with_columns(channel=pl.lit(None, dtype=pl.String), delay_days=pl.lit(1, dtype=pl.Int64))
    doubtful = ties.with_columns(
        relation=pl.lit("x"), probability=pl.when(pl.col("probability") > 0.4).then("probability")
    )
    made = setting(doubtful, actors, 2, learned=learned)
    plain = plan_outreach(made, 2, days=2, fair=Fair("none"), sets=SETS, worlds=100)
    held = plan_outreach(made, 2, days=2, fair=Fair.read("robust"), sets=SETS, worlds=100)
    assert sorted(made.people["id"].gather(plain.chosen)) == ["a0", "a1"]
    assert sorted(made.people["id"].gather(held.chosen).str.head(1)) == ["a", "b"]
    assert held.robustness["ratio"][0] > 1.5 * plain.robustness["ratio"][0]
    assert plain.robustness["scenario"][0] == "chances_low"


def test_attendance_and_the_threshold_model_reach_the_plan() -> None:
    ties, actors = town()
    half = setting(ties, actors, 3, attendance=0.5)
    assert half.problem.acceptance is not None
    assert set(half.problem.acceptance) == {0.5}
    with pytest.raises(OutreachProblem, match="Attendance is 0"):
        setting(ties, actors, 3, attendance=0.0)
    many = pl.DataFrame(
        {"source": [f"Atas-b{b}" for b in range(3)] + ["Bawah-b0"], "target": ["Atas-f0"] * 4}
    )
    heard = setting(many.with_columns(probability=pl.lit(0.5)), actors, 3, model="threshold").problem
    assert heard.probability.sum() == pytest.approx(1.0)
    assert (
        plan_outreach(half, 3, days=3, sets=SETS, worlds=100).reached
        < 0.7 * plan_outreach(setting(ties, actors, 3), 3, days=3, sets=SETS, worlds=100).reached
    )


def test_what_no_candidate_brings_in_time_is_said_and_left_out_of_fairness() -> None:
    ties, actors = town()
    slow = ties.with_columns(delay=pl.when(pl.col("target").str.starts_with("Bawah")).then(9))
    made = setting(slow, actors, 3)
    plan = plan_outreach(made, 3, days=3, sets=SETS, worlds=100)
    assert plan.fairness is not None
    assert len(plan.fairness.share) == 2
    possible = dict(plan.groups.select("group", "possible").rows())
    assert possible["Bawah"] == 0
    assert all(plan.groups["possible"] >= plan.groups["share"])
    assert any("comes after 3 days" in note[1] for note in plan.notes)
    assert plan.comparison.filter(way="plan")["lowest_group"].item() > 0


def test_too_few_for_all_is_proven_and_said(made: Setting) -> None:
    few = plan_outreach(made, 2, days=3, sets=SETS, worlds=50)
    assert few.fewest == 3  # nobody is known in two of the three kelurahan
    assert any("it takes 3 at least" in note[1] for note in few.notes)
    ties, actors = town()
    across = pl.concat([ties, ties.head(1).with_columns(target=pl.lit("Tengah-f0"))])
    both = plan_outreach(setting(across, actors, 3), 2, days=3, sets=SETS, worlds=50)
    assert both.fewest == 2
    assert not any("at least" in note[1] for note in both.notes)


def test_nobody_is_named_and_small_cells_are_hidden(made: Setting, plan: Plan) -> None:
    for name in ("brokers", "places", "groups", "unreached", "routes", "comparison"):
        text = getattr(plan, name).write_csv()
        assert "-b0" not in text
        assert "-f" not in text
    bawah = plan.brokers.filter(place="Bawah").row(0, named=True)
    assert (bawah["within_reach"], bawah["families"]) == (None, None)  # three families
    assert plan.places.filter(group="Bawah").is_empty()
    shown = plan.unreached["families"].drop_nulls()
    assert (shown >= 5).all()
    assert plan.names()["id"].to_list() == made.people["id"].gather(plan.chosen).to_list()


def test_small_groups_are_shown_together() -> None:
    ties, actors = town()
    few = actors.filter(~pl.col("id").is_in(["Bawah-f4", "Bawah-f5", "Bawah-f3"]))
    shown = pooled(setting(ties, few, 3))
    assert (shown.names, shown.sizes.tolist()) == (["Atas", "other"], [40.0, 23.0])


def test_families_without_a_way_and_those_on_one_broker(made: Setting, plan: Plan) -> None:
    hangs = dict(zip(made.people["id"], made.hangs, strict=True))
    broker = made.people["id"].index_of("Bawah-b0")
    assert hangs["Bawah-f0"] == broker
    assert hangs["Bawah-f4"] == -2
    assert hangs["Atas-f0"] == made.people["id"].index_of("Atas-b0")
    assert hangs["Atas-f3"] == -1
    whole = dict(plan.unreached.filter(pl.col("group").is_null()).select("state", "families").rows())
    several = int((made.hangs[made.families] == -1).sum())
    assert whole == {
        "no_tie": None,
        "no_route": None,
        "one_broker": None,
        "several": several,
    }  # 2 and 1 would show
    route = plan.routes.filter(group="Atas").row(0, named=True)
    assert route["second"] not in (None, route["code"])


BROKER = {"id": ["x"], "role": ["rt_head"], "poor": [False]}
HOME = {"id": ["y"], "role": ["resident"], "poor": [True]}
TIE = pl.DataFrame({"source": ["x"], "target": ["y"]})
BOTH = pl.concat([pl.DataFrame(BROKER), pl.DataFrame(HOME)])


@pytest.mark.parametrize(
    ("ties", "actors", "more", "said"),
    [
        (TIE.with_columns(probability=pl.lit("1.5")), BOTH, {}, "row 1: must be a number 0…1"),
        (TIE.with_columns(probability=pl.lit("nan")), BOTH, {}, "row 1: must be a number 0…1"),
        (TIE.with_columns(delay=pl.lit(-1)), BOTH, {}, "Column delay"),
        (TIE.rename({"target": "to"}), BOTH, {}, "no column target"),
        (TIE, BOTH.drop("poor"), {}, "which families are poor"),
        (TIE, BOTH.drop("role"), {}, "who may be briefed"),
        (TIE, pl.concat([BOTH, BOTH]), {}, "2 ids stand more than once"),
        (TIE, BOTH.with_columns(poor=pl.lit("mungkin")), {}, "neither yes nor no"),
        (TIE, pl.DataFrame(HOME), {}, "no candidate"),
        (TIE, pl.DataFrame(BROKER), {}, "no poor family"),
        (TIE.clear(), BOTH, {}, "tied to any candidate"),
        (TIE.with_columns(probability=pl.lit(0.0)), BOTH, {}, "tied to any candidate"),
        (TIE, BOTH, {"days": 0}, "0 days"),
        (TIE, BOTH, {"days": -1}, "0 days or more"),
        (TIE, BOTH, {"must": ["z"]}, "1 ids of a list"),
        (TIE, BOTH, {"must": ["y"]}, "no candidate, or excluded"),
        (TIE, BOTH, {"excluded": pl.DataFrame({"id": ["x"], "reason": [" "]})}, "without a reason"),
        (TIE, BOTH, {"excluded": pl.DataFrame({"id": ["x"], "reason": ["pindah"]})}, "no candidate"),
        (pl.DataFrame({"source": ["x"], "target": ["x"]}), pl.DataFrame(BROKER), {}, "no poor family"),
    ],
)  # fmt: skip
def test_bad_tables_are_answered_in_words(
    ties: pl.DataFrame, actors: pl.DataFrame, more: dict, said: str
) -> None:
    with pytest.raises(OutreachProblem, match=said) as told:
        setting(ties, actors, **{"days": 2, **more})
    assert told.value.problem[0] != told.value.problem[1]


@pytest.mark.parametrize("text", ["floor", "floor=2", "floor=x", "fair", "welfare=1"])
def test_unknown_fairness_is_refused(text: str) -> None:
    with pytest.raises(OutreachProblem, match="is not known"):
        Fair.read(text)


def test_rules_of_plans(made: Setting) -> None:
    everyone = plan_outreach(made, 99, days=3, sets=SETS, worlds=50)
    assert len(everyone.chosen) == 6
    assert any("99 brokers were asked for" in note[1] for note in everyone.notes)
    with pytest.raises(OutreachProblem, match="1 or more"):
        plan_outreach(made, 0, days=3)
    with pytest.raises(OutreachProblem, match="column cost"):
        plan_outreach(made, 2, days=3, cost=5.0)
    with pytest.raises(OutreachProblem, match="No actor belongs"):
        plan_outreach(made, 2, days=3, quota={"dinsos": 1})
    ties, actors = town()
    agencies = actors.with_columns(agency=pl.when(pl.col("place") == "Atas").then(pl.lit("dinsos")))
    plan = plan_outreach(setting(ties, agencies, 3), 4, days=3, quota={"dinsos": 1}, sets=SETS, worlds=50)
    assert plan.brokers["agency"].to_list().count("dinsos") == 1
    declined = pl.DataFrame(
        {"id": ["Bawah-b0"], "reason": [None], "declined": ["ya"]}, schema_overrides={"reason": pl.String}
    )
    without = setting(ties, actors, 3, excluded=declined)
    assert (
        "Bawah-b0"
        not in without.people["id"]
        .gather(plan_outreach(without, 5, days=3, sets=SETS, worlds=50).chosen)
        .to_list()
    )
    assert any(
        "no family whom any candidate can bring word to by the deadline" in note[1] for note in without.notes
    )


def test_late_ties_bring_nothing() -> None:
    late = TIE.with_columns(delay=pl.lit(9))
    with pytest.raises(OutreachProblem, match="by this deadline"):
        plan_outreach(setting(late, BOTH, 3), 1, days=3, sets=SETS, worlds=50)


def test_a_new_plan_after_a_round_of_briefing(plan: Plan) -> None:
    code = plan.brokers["code"].to_list()
    then = replan(plan, [code[0]], [code[1]], sets=SETS, worlds=100)
    now = then.brokers["code"].to_list()
    assert now[0] == code[0]
    assert code[1] not in now
    assert len(now) == 3
    with pytest.raises(OutreachProblem, match="come and not"):
        replan(plan, [code[0]], [code[0]])
    with pytest.raises(OutreachProblem, match="1 people are not in the plan"):
        replan(plan, ["P-999"], [])


def test_whom_to_ask_next() -> None:
    hub = pl.DataFrame({"source": ["hub"] * 60, "target": [f"n{i:02}" for i in range(60)]})
    people = pl.DataFrame({"id": [f"n{i:02}" for i in range(60)] + ["hub"]})
    first = ask_first(people, 10, asked=pl.Series(["n00"]), seed=1)
    assert (first.height, first["id"].n_unique(), "n00" in first["id"]) == (5, 5, False)
    second = ask_neighbours(first, hub, 10, seed=1)
    assert second["id"].to_list() == ["hub"]  # everybody names the hub, who is asked once
    with pytest.raises(OutreachProblem, match="1 or more"):
        ask_first(people, 0)
    graph = from_edges(hub)
    assert expected_coverage(graph, 2).ties > 0.9
    assert expected_coverage(graph, 61).ties == 1.0


def test_counts_and_nominations_stand_in_for_ties(made: Setting) -> None:
    _, actors = town()
    counts = pl.DataFrame(
        {"respondent": ["Atas-b0", "Bawah-b0"], "group": ["Atas", "Bawah"], "known": [10, 12]}
    )
    ties = ties_from_counts(actors, counts, 0.4)
    chance = ties.group_by("source").agg(pl.col("probability").sum(), pl.len()).sort("source").rows()
    assert chance == [("Atas-b0", pytest.approx(4.0), 40), ("Bawah-b0", pytest.approx(2.4), 6)]
    told = pl.DataFrame(
        {"respondent": ["a", "a", "b", "Atas-b0"], "nominee": ["Atas-b0", "Atas-b0", "Atas-b0", "Atas-b0"]}
    )
    scores = votes(told, made.people["id"])
    assert scores[made.people["id"].index_of("Atas-b0")] == 2
    assert scores.sum() == 2


def played(days: int, seed: int = 5) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Ties of two channels, and who heard when and from whom when three hundred brokers were briefed on day 0."""
    chance = np.random.default_rng(seed)
    rows, heard = [], []
    for b in range(300):
        channel, likely, slow = ("meeting", 0.2, 3) if b % 2 else ("phone", 0.6, 1)
        heard.append((f"b{b}", 0, None))
        for f in range(4):
            rows.append((f"b{b}", f"f{b}-{f}", "informs", channel))
            day = int(chance.integers(1, 2 * slow)) if chance.random() < likely else None
            late = day is None or day > days
            heard.append((f"f{b}-{f}", None if late else day, None if late else f"b{b}"))
    names = ["source", "target", "relation", "channel"]
    return pl.DataFrame(rows, names, orient="row"), pl.DataFrame(
        heard, ["id", "day", "told_by"], orient="row"
    )


def test_chances_and_delays_are_learned_with_intervals() -> None:
    found = {row["name"]: row for row in learn(*played(10)).iter_rows(named=True)}
    phone, meeting = found["informs_phone"], found["informs_meeting"]
    assert phone["low"] <= 0.6 <= phone["high"]
    assert meeting["low"] <= 0.2 <= meeting["high"]
    assert (phone["trials"], phone["delay_days"], meeting["delay_days"]) == (600, 1, 3)
    assert found["any"]["trials"] == 1200
    assert found["any"]["mark"] == "learned"


def test_delays_cut_off_by_the_end_are_corrected() -> None:
    """Half tell after one day, half after four; those briefed three days before the end show only the quick half."""
    rows, heard = [], []
    for b in range(400):
        since = 0 if b % 2 else 7
        day = since + (1 if b % 4 < 2 else 4)
        heard += [
            (f"b{b}", since, None),
            (f"f{b}", day if day <= 10 else None, f"b{b}" if day <= 10 else None),
        ]
        rows.append((f"b{b}", f"f{b}"))
    ties = pl.DataFrame(rows, ["source", "target"], orient="row")
    answers = pl.DataFrame(heard, ["id", "day", "told_by"], orient="row")
    seen = answers.filter(pl.col("told_by").is_not_null())
    assert (seen["day"] <= 10).all()
    assert learn(ties, answers, end=10).row(0, named=True)["delay_days"] in (1, 4)


def test_what_cannot_be_learned_is_left_open() -> None:
    ties = pl.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "channel": ["phone", "phone"]})
    heard = pl.DataFrame({"id": ["a", "b", "c"], "day": [0, 2, None], "told_by": [None, "a", None]})
    row = learn(ties, heard).filter(channel="phone").row(0, named=True)
    assert (row["trials"], row["told"], row["probability"], row["delay_days"]) == (2, 1, None, None)
    with pytest.raises(OutreachProblem, match="match no known tie"):
        learn(ties, heard.filter(pl.col("id") == "a"))
    with pytest.raises(OutreachProblem, match="Nobody heard"):
        learn(ties, heard.with_columns(day=pl.lit(None, dtype=pl.Int64)))


def test_learned_chances_make_the_next_plan(made: Setting) -> None:
    learned = learn(*played(10))
    ties, actors = town()
    now = setting(ties.with_columns(channel=pl.lit("phone")), actors, 3, learned=learned)
    assert now.marks == {"learned": now.problem.graph.m}
    assert now.interval is not None
    assert (now.interval[0] < now.problem.probability).all()
    plan = plan_outreach(now, 2, days=3, sets=SETS, worlds=50)
    assert {"chances_low", "chances_high"} < set(plan.robustness["scenario"])


def test_observed_beside_predicted(made: Setting, plan: Plan) -> None:
    families = np.flatnonzero(made.families)
    chance = np.random.default_rng(2)
    rows = []
    for campaign in range(30):
        heard = chance.random(len(families)) < plan.heard[families]
        answers = pl.DataFrame(
            {
                "id": made.people["id"].gather(families),
                "day": pl.Series([1 if each else None for each in heard], dtype=pl.Int64),
            }
        )
        rows.append(observed(plan, answers, f"{campaign}"))
    found = calibration(pl.concat(rows))
    assert found.n == 30 * len(families)
    assert found.low <= found.predicted <= found.high
    within = (found.reliability["predicted"] >= found.reliability["low"]) & (
        found.reliability["predicted"] <= found.reliability["high"]
    )
    assert within.sum() >= found.reliability.height - 2
    assert found.skill is not None
    assert found.skill > 0
    assert by_group(pl.concat(rows))["group"].to_list() == ["Atas", "Bawah", "Tengah"]
    off = calibration(pl.concat(rows).with_columns(predicted=1 - pl.col("predicted")))
    assert off.brier > found.brier
    with pytest.raises(OutreachProblem, match="No family"):
        observed(plan, pl.DataFrame({"id": ["orang luar"], "day": [1]}))
    with pytest.raises(OutreachProblem, match="Fewer than five"):
        calibration(rows[0].head(3))


def test_the_reported_reach_is_that_of_the_worlds(made: Setting, plan: Plan) -> None:
    again = simulate(made.problem, [plan.chosen], 400, days=3)
    assert again.heard[made.families].sum() == pytest.approx(plan.reached)
