"""The sentences: enough of them, in every register, and none that leaves a slot open."""

from __future__ import annotations

import numpy as np
import polars as pl

from simpul.example.phrases import REGISTERS, bank, edges, frames


def test_there_are_more_than_three_hundred_frames() -> None:
    assert len({frame.text for frame in frames()}) >= 600


def test_every_need_is_voiced_in_every_register() -> None:
    needs = {
        (frame.need[:3], frame.register) for frame in frames() if frame.voice == "citizen" and frame.need
    }
    assert needs >= {(f"N{number:02}", register) for number in range(1, 17) for register in REGISTERS}


def test_citizens_can_speak_of_each_topic_in_each_register() -> None:
    spoken = {(frame.topic, frame.register) for frame in frames() if frame.voice == "citizen"}
    assert spoken == {(topic, register) for topic, _ in spoken for register in REGISTERS}


def test_no_slot_stays_open_but_the_agencys_name() -> None:
    open_slots = bank().texts.str.extract_all(r"\{\w*\}|[{}]").explode().drop_nulls().unique().to_list()
    assert open_slots == ["{opd}"]


def test_sentences_mean_what_their_frames_say() -> None:
    truth = bank().truth
    assert len(truth) == len(bank().texts)
    some = truth.with_columns(text=bank().texts).filter(sub_need="N05.1", intent="question", register="ngoko")
    assert some["issue"].unique().to_list() == ["1.2"]
    assert some["text"].str.to_lowercase().str.contains("kis").all()


def test_a_missing_register_is_replaced_by_the_nearest() -> None:
    topic = bank().topics.index(("office", "9/-"))
    drawn = bank().draw(np.array([topic, topic]), np.array([0, 2]), np.array([0.5, 0.5]))
    assert bank().truth[drawn]["register"].to_list() == ["formal", "colloquial"]


def test_short_forms_and_slips_make_spellings_of_one_sentence() -> None:
    number = next(
        n
        for n, frame in enumerate(frames())
        if frame.text.startswith("kontrakan nunggak") and frame.register == "c"
    )
    spellings = bank().texts.filter(bank().truth["frame"] == number)
    assert spellings.n_unique() == len(spellings) >= 10


def test_edges_are_known_for_the_voices_that_use_them() -> None:
    assert set(edges()["open"]) == {"citizen", "easy", "office"}
    assert set(edges()["close"]) == {"citizen", "easy", "office", "mixed"}
    assert pl.Series(edges()["emoji"]["all"]).n_unique() == 10
