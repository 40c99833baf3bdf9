"""The door: what leads back to a citizen lies in `identities` and nowhere else; named accounts keep their names."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import leaky_exports as leaky
import polars as pl
import pytest

from simpul.corpus.chunks import Chunk, rejects
from simpul.corpus.door import Door
from simpul.corpus.importing import Import, import_paths
from simpul.corpus.key import workspace_key
from simpul.corpus.pseudonyms import pseudonym
from simpul.corpus.reader import Options
from simpul.corpus.reading import read_corpus
from simpul.corpus.records import TABLES
from simpul.corpus.store import Store
from simpul.example import Written, generate, write
from simpul.study.inputs import importer

KEY = b"k" * 32


def hidden(handle: str, platform: str = "x", key: bytes = KEY) -> str:
    return f"{platform}:~" + pseudonym(handle, key, f"account:{platform}")


def hidden_post(native: str, platform: str = "x") -> str:
    return f"{platform}:~" + pseudonym(native, KEY, f"post:{platform}")


def values(frame: pl.DataFrame) -> list[str]:
    """Every cell of a table as text, lists item by item."""
    flat = [frame[name].explode() if kind == pl.List else frame[name] for name, kind in frame.schema.items()]
    return [cell for column in flat for cell in column.cast(pl.String).drop_nulls()]


def open_to_all(root: Path) -> dict[str, str]:
    """What anyone with the corpus may read, by file: cells and bytes of every table but `identities`, and the manifests."""
    found = {}
    for path in root.rglob("*.parquet"):
        if path.parent.name != "identities":
            said = "\n".join(values(pl.read_parquet(path)))
            found[path.parent.name + path.name] = said + path.read_bytes().decode("latin-1")
    for path in root.rglob("*.json"):
        fields = json.loads(path.read_text("utf-8"))
        found[path.name] = json.dumps({name: fields[name] for name in fields if name != "file"})
    assert len(found) > 10
    return found


def assert_nothing_leaks(root: Path, secrets: list[str]) -> None:
    for name, said in open_to_all(root).items():
        found = pl.Series([said.lower()]).str.extract_many(sorted({secret.lower() for secret in secrets}))
        assert found.to_list() == [[]], name


# --- whole imports -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The corpus of `leaky_exports`."""
    folder = tmp_path_factory.mktemp("leaky")
    leaky.write(folder / "exports")
    how = Import(
        Store(folder / "corpus"),
        KEY,
        leaky.REGISTER,
        Options(place_codes=leaky.PLACES),
        basis="group-consent",
    )
    batches = import_paths([folder / "exports"], how)
    assert [batch.reader for batch in batches] == [
        "whatsapp", "instagram_comments", "entry-sheets", "entry-sheets", "kobotoolbox", "generic_table", "x_api_v2",
    ]  # fmt: skip
    return how.store


def rows(store: Store, table: str, *columns: str, **where: Any) -> list[tuple[Any, ...]]:
    return store.scan(table).filter(**where).select(columns).collect().rows()


def test_no_secret_of_a_citizen_is_stored_outside_identities(store: Store) -> None:
    assert_nothing_leaks(store.root, list(leaky.SECRETS))


def test_the_secrets_were_in_the_exports_and_identities_lead_back(store: Store) -> None:
    exports = store.root.parent / "exports"
    raw = "".join(path.read_text("utf-8") for path in exports.iterdir() if path.suffix != ".xlsx").lower()
    digits = raw + re.sub(r"[\s-]", "", raw)
    assert [secret for secret in leaky.SECRETS if secret not in digits] == []
    assert sorted(rows(store, "identities", "id", "native_id", "handle", "name", platform="x", kind="account")) == sorted(
        [
            (hidden(leaky.SRI), leaky.SRI_ID, leaky.SRI, leaky.SRI_NAME),
            (hidden(leaky.PONIMIN), "811000000000000778", leaky.PONIMIN, leaky.PONIMIN_NAME),
            (hidden(leaky.COMMUNITY), "811000000000000779", leaky.COMMUNITY, leaky.COMMUNITY_NAME),
            (hidden(leaky.BROKER), "811000000000000780", leaky.BROKER, leaky.BROKER_NAME),
        ]
    )  # fmt: skip
    assert (hidden_post(leaky.ASK), leaky.ASK) in rows(store, "identities", "id", "native_id", kind="post")


def test_registered_kinds_keep_their_kind_and_only_named_ones_their_name(store: Store) -> None:
    columns = ("account_id", "handle", "name", "kind", "agency", "pillar", "place")
    assert sorted(rows(store, "accounts", *columns, platform="x")) == sorted(
        [
            ("x:dinsostirtaloka", leaky.OFFICE, leaky.OFFICE_NAME, "agency", "DINSOS", "government", "99.71"),
            (hidden(leaky.SRI), None, None, "citizen", None, None, None),
            (hidden(leaky.PONIMIN), None, None, "citizen", None, None, None),
            (hidden(leaky.COMMUNITY), None, None, "community", None, "community", None),
            (hidden(leaky.BROKER), None, None, "broker", None, "community", "99.71.01.1001"),
        ]
    )


def telephone(number: str) -> str:
    return "[telepon]@~" + pseudonym(number, KEY, "account:whatsapp")


def test_a_person_has_one_pseudonym_wherever_she_appears(store: Store) -> None:
    sri, ponimin = hidden(leaky.SRI), hidden(leaky.PONIMIN)
    posts = {row[0]: row[1:] for row in rows(store, "posts", "post_id", "account_id", "parent_account_id", "mentions", "text", platform="x")}  # fmt: skip
    assert posts[hidden_post(leaky.ASK)] == (
        sri, "x:dinsostirtaloka", ["x:dinsostirtaloka", ponimin],
        f"@DinsosTirtaloka @{ponimin[2:]} NIK saya [NIK], WA {telephone('6281234560771')}, [email], rek BRI [rekening]",
    )  # fmt: skip
    assert posts[hidden_post(leaky.CHAT)] == (ponimin, sri, [sri], f"Setuju @{sri[2:]}! #beras")
    assert posts[f"x:{leaky.ANSWER}"][1:3] == (sri, [sri])
    assert {sri, ponimin} < {row[0] for row in rows(store, "accounts", "account_id")}


def test_a_name_on_whatsapp_is_masked_as_a_whole(store: Store) -> None:
    warti, parjo = hidden("zqwarti rt 04", "whatsapp"), hidden("zqparjo mbengkel", "whatsapp")
    phone = "whatsapp:~" + pseudonym("6281234560772", KEY, "account:whatsapp")
    assert rows(store, "posts", "account_id", "text", "mentions", platform="whatsapp") == [
        (warti, f"Bansos durung mudhun, Pak @{parjo[9:]}", [parjo]),
        (hidden("6281234560771", "whatsapp"), f"Nggih @{phone[9:]}, leres", [phone]),
        (parjo, f"Sabar @{warti[9:]}, niki nomere {telephone('6281234560771')}", [warti]),
    ]


def test_offices_posts_keep_id_and_address_and_say_their_pseudonym(store: Store) -> None:
    named = rows(store, "posts", "post_id", "url", "alias", account_id="x:dinsostirtaloka")
    assert named == [
        (f"x:{leaky.NEWS}", f"https://x.com/i/status/{leaky.NEWS}", hidden_post(leaky.NEWS)),
        (f"x:{leaky.ANSWER}", f"https://x.com/i/status/{leaky.ANSWER}", hidden_post(leaky.ANSWER)),
    ]
    others = store.scan("posts").filter(~pl.col("account_id").str.contains(":dinsos")).collect()
    assert others.height == 11 and others["url"].null_count() == others["alias"].null_count() == 11


def test_replies_from_another_export_reach_the_offices_post(store: Store) -> None:
    """The comment that was copied by hand knows only the address of the post, not whose it is."""
    posts = read_corpus(store)["posts"].filter(platform="x").collect()
    answers = posts.filter(parent_id=f"x:{leaky.NEWS}").select("kind", "account_id", "root_id")
    assert sorted(answers.rows(), key=str) == [
        ("comment", None, f"x:{leaky.NEWS}"),
        ("reply", hidden(leaky.SRI), f"x:{leaky.NEWS}"),
    ]
    assert posts.filter(
        pl.any_horizontal(pl.col("post_id", "parent_id", "root_id") == hidden_post(leaky.NEWS))
    ).is_empty()


def test_rejects_say_where_and_what_kind_but_not_who(store: Store) -> None:
    assert sorted(rows(store, "rejects", "file", "row", "column", "code", "value"), key=str) == [
        ("chat.txt", 1, None, "row_kind", "xxxxxxx xxxxxxx xxx xxxxxxx xxxxxxxxxx"),
        ("instagram.csv", 3, "like_count", "number_invalid", "9,9x+99x"),
        ("instagram.csv", 4, None, "row_ragged", 'xxxxx://xxx.xxxxxxxxx.xxx/x/xxxx-9_x/,99999999999999999,,xxxxxxx,"xxxx xxxxxxx, '),
        ("komentar.xlsx", 2, "tanggal komentar", "date_invalid", "xxxxxxxxx"),
        ("suara.xlsx", 2, "atas nama", "value_unknown", "xxxxxxx"),
        ("suara.xlsx", 2, "peran perantara", "cell_required", "xx xxxxxxxx"),
        ("survei.csv", 2, "kepercayaan", "number_invalid", None),
        ("tiktok.csv", 3, "suka", "number_invalid", "xxxxxxxxx xxxxxx"),
        ("tiktok.csv", 3, "waktu", "date_invalid", "xxxxxxxxx"),
        ("x.jsonl", 2, None, "row_json", '{"xxxx": [{"xx": "9999999999999999999", "xxxxxx_xx": "999999999999999999", "xxxx'),
    ]  # fmt: skip


def test_the_example_city_passes_the_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All formats at once: handles, names of citizens, their ids and addresses."""
    monkeypatch.setenv("SIMPUL_KEY", "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=")
    city = generate(seed=3, scale=0.02)
    (tmp_path / "city").mkdir()
    written: Written = write(city, tmp_path / "city")
    how = importer(tmp_path / "home", written.reference, salt=b"s" * 16, basis="group-consent")
    import_paths([written.exports, written.survey], how)
    people = city.accounts.frame.filter(pl.col("kind").is_in(["citizen", "broker"]))
    posts = city.posts.filter("is_citizen")
    secrets = [*people["handle"], *people["native_id"], *posts["id"], *posts["url"].drop_nulls()]
    kept = open_to_all(how.store.root)
    assert any("dinsos" in said for said in kept.values())
    ids = pl.concat(pl.scan_parquet(path) for path in (how.store.root / "identities").glob("*")).collect()
    assert len(set(secrets) & set(values(ids))) > 700  # they were there
    assert_nothing_leaks(how.store.root, [secret for secret in secrets if secret and len(secret) > 6])


def test_one_person_has_another_pseudonym_in_another_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMPUL_KEY", "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=")
    leaky.instagram(tmp_path / "a.csv")
    ids = []
    for name in ("one", "two"):
        home = tmp_path / name
        home.mkdir()
        how = Import(Store(home / "corpus"), workspace_key(home))
        import_paths([tmp_path / "a.csv"], how)
        ids.append(set(values(how.store.scan("accounts").select("account_id").collect())))
    assert len(ids[0]) == len(ids[1]) == 3 and not ids[0] & ids[1]


# --- one chunk -----------------------------------------------------------------------------------------------


def admit(chunk: Chunk) -> dict[str, pl.DataFrame]:
    return Door(KEY, leaky.REGISTER).admit(chunk, "b", "file.csv")


def posts(*given: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{"platform": "x", "kind": "post", **row} for row in given], infer_schema_length=None)


def test_every_table_has_exactly_its_declared_columns() -> None:
    chunk = Chunk(
        posts=posts({"native_id": "1", "author": "a", "text": "x"}),
        observations=pl.DataFrame({"platform": ["x"], "subject_kind": ["account"], "subject": ["a"], "metric": ["followers"], "value": [1.0]}),
        actors=pl.DataFrame({"actor_id": ["household:1"], "kind": ["household"]}),
        survey_ties=pl.DataFrame({"source": ["alter:1"], "target": ["household:1"]}),
        links=pl.DataFrame({"platform": ["instagram"], "author": ["A"], "actor_id": ["alter:1"], "basis": ["consent"]}),
        rejects=rejects([(1, None, "row_json", "{")]),
    )  # fmt: skip
    admitted = admit(chunk)
    assert {name: dict(frame.schema) for name, frame in admitted.items()} == {
        name: dict(pl.DataFrame(schema=schema).schema) for name, schema in TABLES.items()
    }
    assert admitted["links"].select("account_id", "actor_id").rows() == [
        (hidden("a", "instagram"), "~" + pseudonym("alter:1", KEY, "actor"))
    ]
    assert admitted["observations"]["subject"].to_list() == [hidden("a")]
    assert admit(Chunk()) == {}


@pytest.mark.parametrize("wrong", [{"platform": "x"}, {"basis": "inferred"}, {"basis": None}])
def test_links_are_never_on_x_and_never_without_a_basis(wrong: dict[str, str | None]) -> None:
    link = {"platform": "instagram", "author": "a", "actor_id": "alter:1", "basis": "consent"} | wrong
    with pytest.raises(ValueError, match="no basis, or is on X"):
        admit(Chunk(links=pl.DataFrame([link], schema_overrides={"basis": pl.String})))


def test_who_bears_an_agencys_name_is_no_agency() -> None:
    """Display names are free to choose; only the page that exported its own posts is found by its name."""
    impostor = {"native_id": "1", "author": "dinsos_palsu", "author_name": leaky.OFFICE_NAME, "text": "cair"}
    page = {"native_id": "2", "author": "61550001", "author_name": f" {leaky.OFFICE_NAME.upper()}", "author_kind": "official"}  # fmt: skip
    admitted = admit(Chunk(posts=posts(impostor, page)))
    assert admitted["posts"].select("post_id", "account_id").rows() == [
        (hidden_post("1"), hidden("dinsos_palsu")),
        ("x:2", "x:dinsostirtaloka"),
    ]
    assert dict(admitted["accounts"].select("account_id", "kind").rows()) == {
        hidden("dinsos_palsu"): "citizen",
        "x:dinsostirtaloka": "agency",
    }


def test_a_handle_is_one_however_it_is_written() -> None:
    """Case, @, blanks, full-width letters and marks that the eye does not see make no other person."""
    written = ["Budi_S", "@budi_s", " budi_s ", "ＢＵＤＩ_s", "budi\u200d_s"]
    admitted = admit(
        Chunk(
            posts=posts(
                *({"native_id": str(n), "author": name} for n, name in enumerate(written)),
                {"native_id": "9", "author": "", "mentions": written, "text": "halo @Budi_S"},
            )
        )
    )
    assert set(admitted["posts"]["account_id"]) == {hidden("budi_s"), None}
    assert admitted["posts"].select("mentions", "text").rows()[-1] == (
        [hidden("budi_s")],
        f"halo @{hidden('budi_s')[2:]}",
    )
    assert admitted["accounts"]["account_id"].to_list() == [hidden("budi_s")]


def test_a_page_outside_the_register_that_exported_itself_is_official() -> None:
    page = {"native_id": "1", "author": "Kel.Baru", "author_name": "Kelurahan Baru", "author_kind": "official", "url": "https://x.com/1"}  # fmt: skip
    admitted = admit(Chunk(posts=posts(page)))
    assert admitted["accounts"].select("account_id", "handle", "name", "kind").rows() == [
        ("x:kel.baru", "kel.baru", "Kelurahan Baru", "official")
    ]
    assert admitted["posts"].select("post_id", "url").rows() == [("x:1", "https://x.com/1")]
    assert "identities" not in admitted


def test_an_offices_reply_does_not_lead_back_to_whom_it_answers() -> None:
    """YouTube's reply ids begin with the comment's id; addresses of comments hold the ids of what they answer."""
    asked = {"native_id": "UgxZq", "platform": "tiktok", "kind": "comment", "author": "budi", "parent": "V1"}
    reply = {"platform": "tiktok", "kind": "reply", "author": leaky.OFFICE, "parent": "UgxZq", "root": "V1"}
    admitted = admit(
        Chunk(
            posts=posts(
                asked,
                {**reply, "native_id": "UgxZq.9a", "url": "https://t/watch?v=V1&lc=UgxZq.9a"},
                {**reply, "native_id": "77", "url": "https://t/V1?comment=UgxZq&reply=77"},
                {**reply, "native_id": "78", "url": "https://t/78"},
            )
        )
    )
    question = hidden_post("UgxZq", "tiktok")
    assert admitted["posts"].select("post_id", "parent_id", "account_id", "url").rows() == [
        (question, hidden_post("V1", "tiktok"), hidden("budi", "tiktok"), None),
        (hidden_post("UgxZq.9a", "tiktok"), question, "tiktok:dinsostirtaloka", None),
        ("tiktok:77", question, "tiktok:dinsostirtaloka", None),
        ("tiktok:78", question, "tiktok:dinsostirtaloka", "https://t/78"),
    ]
    assert admitted["identities"].filter(kind="post")["native_id"].to_list() == ["UgxZq", "UgxZq.9a"]


def test_organisations_keep_their_ids_and_people_do_not() -> None:
    office = "org:village_officer@99.71.01.1001"
    chunk = Chunk(
        actors=pl.DataFrame(
            {"actor_id": [office, "alter:99.71.01.1001:cadre:wiji"], "kind": ["organisation", "person"]}
        ),
        survey_ties=pl.DataFrame({"source": [office, None], "target": ["household:1", "household:1"]}),
    )
    cadre, home = (
        "~" + pseudonym(raw, KEY, "actor") for raw in ("alter:99.71.01.1001:cadre:wiji", "household:1")
    )
    admitted = admit(chunk)
    assert admitted["actors"]["actor_id"].to_list() == [office, cadre]
    assert admitted["survey_ties"].select("source", "target").rows() == [(office, home), (None, home)]
    assert admitted["identities"].select("id", "kind", "native_id").rows() == [
        (cadre, "actor", "alter:99.71.01.1001:cadre:wiji")
    ]


def test_who_passed_a_voice_on_is_a_role_and_never_a_person() -> None:
    admitted = admit(
        Chunk(
            posts=posts(
                {"native_id": "1", "kind": "report", "passed_on_by": "rt_head", "spoken_for": "elderly"},
                {
                    "native_id": "2",
                    "kind": "report",
                    "passed_on_by": "Bu Sri RT 04",
                    "spoken_for": "Mbah Karto",
                },
            )
        )
    )
    assert admitted["posts"].select("passed_on_by", "spoken_for").rows() == [
        ("rt_head", "elderly"),
        (None, None),
    ]


def test_numbers_hide_in_hashtags_and_links_too() -> None:
    row = {
        "native_id": "1",
        "hashtags": ["bansos", "wa081234567890"],
        "links": ["https://wa.me/6281234567890", "https://go.id/a"],
    }
    admitted = admit(Chunk(posts=posts(row)))
    assert admitted["posts"].select("hashtags", "links").rows() == [
        (["bansos", "wa" + telephone("6281234567890")], ["[tautan akun]", "https://go.id/a"])
    ]


@pytest.mark.parametrize(
    ("code", "cell", "shown"),
    [
        ("id_damaged", "1,22E+17", "1,22E+17"),
        ("date_invalid", "31 Febuari 2026", "99 xxxxxxx 9999"),
        ("date_invalid", "31 Februari 2026 10.00 WIB", "31 Februari 2026 10.00 WIB"),
        ("date_invalid", "2026-13-45T10:00:00Z", "2026-13-45T10:00:00Z"),
        ("date_invalid", "1790000000000001", "9999999999999999"),
        ("date_invalid", "081234567890", "999999999999"),
        ("number_invalid", "1,2 rb", "1,2 rb"),
        ("number_damaged", "Jan-25", "Jan-25"),
        ("number_invalid", "budi_s", "xxxx_x"),
        ("place_unknown", "Budi Santoso", "xxxx xxxxxxx"),
        ("file_ambiguous", "entry-sheets, generic_table", "entry-sheets, generic_table"),
        ("row_json", "x" * 200, "x" * 80),
    ],
)
def test_a_rejected_cell_is_shown_only_where_it_can_be_nothing_but_a_date_or_a_number(
    code: str, cell: str, shown: str
) -> None:
    admitted = admit(Chunk(rejects=rejects([(1, "kolom", code, cell)])))
    assert admitted["rejects"].select("file", "row", "column", "value", "batch").rows() == [
        ("file.csv", 1, "kolom", shown, "b")
    ]


def test_several_platforms_in_one_chunk_do_not_mix() -> None:
    """The same handle on two platforms is two accounts, and only one of them is registered."""
    both = posts(
        {"native_id": "1", "author": leaky.OFFICE, "text": f"@{leaky.OFFICE}", "mentions": [leaky.OFFICE]},
        {"native_id": "1", "author": leaky.OFFICE, "text": f"@{leaky.OFFICE}", "mentions": [leaky.OFFICE], "platform": "threads"},
        {"native_id": "3", "author": None, "text": None, "mentions": None, "platform": "facebook", "created_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    )  # fmt: skip
    admitted = admit(Chunk(posts=both))
    threads = hidden(leaky.OFFICE, "threads")
    columns = ("post_id", "account_id", "text", "mentions")
    assert sorted(admitted["posts"].select(columns).rows()) == sorted(
        [
            ("x:1", "x:dinsostirtaloka", "@dinsostirtaloka", ["x:dinsostirtaloka"]),
            (hidden_post("1", "threads"), threads, f"@{threads[8:]}", [threads]),
            (hidden_post("3", "facebook"), None, None, None),
        ]
    )
