"""The old Page Insights export: no ids, no texts, no dates; counts that are absent stay absent."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import polars as pl
import pytest

from simpul.corpus.chunks import conform
from simpul.corpus.reader import Options, readers
from simpul.corpus.readers.facebook_page_insights import READER
from simpul.corpus.rejects import FileRefused
from simpul.corpus.source import Source

SHARED = Path(os.environ.get("SIMPUL_SHARED", Path(__file__).parents[2] / "../shared"))
SAMPLE = SHARED / "data/formats/facebook-page/facebook_page_insights_500_posts.csv"

PAGE = """\
Page total likes,Type,Category,Post Month,Post Weekday,Post Hour,Paid,Lifetime Post Total Reach,Lifetime Post Total Impressions,Lifetime Engaged Users,Lifetime Post Consumers,Lifetime Post Consumptions,Lifetime Post Impressions by people who have liked your Page,Lifetime Post reach by people who like your Page,Lifetime People who have liked your Page and engaged with your post,comment,like,share,Total Interactions
1200,Photo,2,3,4,9,0,640,910,41,30,44,500,320,22,3,18,4,25
1200,Status,2,3,5,10,0,210,300,9,7,8,180,110,6,0,,,0
1200,Video,2,3,5,10,1,"1,210",1300,9,7,8,180,110,6,0,2,1,3
1200,Photo,2,3,4,9,0,640,910,41,30,44,500,320,22,3,18,4,25
"""


def read(source: Source) -> tuple[pl.DataFrame, pl.DataFrame, list[tuple[object, ...]], list[str]]:
    [chunk] = READER.read(source, Options())
    posts, observed = conform(chunk.posts, "posts"), conform(chunk.observations, "observations")
    return posts, observed, conform(chunk.rejects, "rejects").rows(), [note for note, _ in chunk.notes]


def written(path: Path, content: str) -> Source:
    path.write_text(content)
    return Source(path)


def test_counts_without_ids_texts_and_dates(tmp_path: Path) -> None:
    posts, observed, refused, notes = read(written(tmp_path / "a.csv", PAGE))
    assert posts.select("platform", "kind", "media", "row").rows() == [
        ("facebook", "post", "image", 1), ("facebook", "post", None, 2),
        ("facebook", "post", "video", 3), ("facebook", "post", "image", 4),
    ]  # fmt: skip
    assert posts.select("author", "text", "created_at", "url").null_count().row(0) == (4, 4, 4, 4)
    assert posts["native_id"].is_unique().all()
    assert posts["native_id"][3] == f"{posts['native_id'][0]}-2"
    second = observed.filter(subject=posts["native_id"][1])
    assert dict(second.select("metric", "value").rows()) == {
        "comments": 0, "interactions": 0, "clicks": 8, "reach": 210, "impressions": 300, "engaged_users": 9,
        "consumers": 7, "fan_impressions": 180, "fan_reach": 110, "engaged_fans": 6,
    }  # fmt: skip
    assert observed.filter(subject=posts["native_id"][2], metric="reach")["value"].to_list() == [1210]
    assert refused == []
    assert notes == ["Berkas ini tidak memuat tanggal: isinya masuk tanpa waktu."]


def test_a_semicolon_copy_gives_the_same_ids(tmp_path: Path) -> None:
    table = pl.read_csv(PAGE.encode(), infer_schema=False)
    copy = table.select(reversed(table.columns)).write_csv(separator=";")
    expected, *_ = read(written(tmp_path / "a.csv", PAGE))
    posts, *_ = read(written(tmp_path / "b.csv", copy))
    assert posts.equals(expected)


def test_the_second_header_row_is_no_post(tmp_path: Path) -> None:
    header, *rows = PAGE.splitlines()
    described = ",".join(f'"Lifetime: what {i} means, at length"' for i in range(len(rows[0].split(","))))
    posts, _, refused, _ = read(written(tmp_path / "a.csv", "\n".join([header, described, *rows])))
    assert posts["row"].to_list() == [2, 3, 4, 5]
    assert refused == []


def test_an_export_with_ids_and_texts(tmp_path: Path) -> None:
    content = (
        "Post ID,Permalink,Post Message,Type,Posted,Lifetime Post Total Reach,Lifetime Post Total Impressions\n"
        "61550_101,https://www.facebook.com/61550/posts/101,Jadwal posyandu #sehat,Photo,12/31/2014 05:30:00 PM,10,20\n"
        "6.155E+15,https://www.facebook.com/61550/posts/102,Antrean,Photo,12/30/2014 05:30:00 PM,10,20\n"
    )
    posts, observed, refused, notes = read(written(tmp_path / "a.csv", content))
    assert posts.select("native_id", "text", "url").rows() == [
        ("61550_101", "Jadwal posyandu #sehat", "https://www.facebook.com/61550/posts/101")
    ]
    assert posts["created_at"].dt.strftime("%Y-%m-%d %H:%M").to_list() == ["2014-12-31 10:30"]
    assert sorted(observed["metric"]) == ["impressions", "reach"]
    assert refused == [(2, "Post ID", "id_damaged", "6.155E+15")]
    assert notes == ["Tanggal di kolom Posted dibaca sebagai bulan/hari, zona waktu Asia/Jakarta."]


def test_other_tables_are_not_taken(tmp_path: Path) -> None:
    assert READER.recognise(written(tmp_path / "a.csv", "Post ID,Reach,Type\n1,2,3\n")).score == 0
    assert READER.recognise(written(tmp_path / "b.csv", PAGE)).score >= 90
    with pytest.raises(FileRefused) as refusal:
        read(Source(tmp_path / "a.csv"))
    assert refusal.value.code == "file_columns"
    assert readers()["facebook_page_insights"] is READER


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared sample data is not beside this repository")
def test_real_page_agrees_cell_by_cell() -> None:
    posts, observed, refused, _ = read(Source(SAMPLE))
    with SAMPLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert READER.recognise(Source(SAMPLE)).score >= 90
    assert (posts.height, refused) == (len(rows), [])
    assert posts["native_id"].is_unique().all()
    names = {"likes": "like", "comments": "comment", "shares": "share", "reach": "Lifetime Post Total Reach"}
    for metric, column in names.items():
        ours = dict(observed.filter(metric=metric).select("row", "value").rows())
        assert ours == {i: float(row[column]) for i, row in enumerate(rows, 1) if row[column]}
    # The published data set lacks one cell of `like` and four of `share`: absent, not 0.
    assert [observed.filter(metric=metric).height for metric in ("likes", "shares")] == [499, 496]
