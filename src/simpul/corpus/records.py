"""The canonical tables and the tables a reader hands over: one schema each, the only source for all.

Times are UTC microseconds, ids are text, and a count that the source did not give is absent, never 0.
"""

from __future__ import annotations

import polars as pl

Schema = dict[str, pl.DataType | type[pl.DataType]]

TIME = pl.Datetime("us", "UTC")
TEXTS = pl.List(pl.String)

POST_KINDS = ("post", "comment", "reply", "share", "quote", "message", "report")
ACCOUNT_KINDS = ("official", "agency", "business", "community", "media", "broker", "citizen")
NAMED_KINDS = (
    "official",
    "agency",
    "business",
    "media",
)  # these keep their names; all others become pseudonyms
PILLARS = ("government", "business", "community", "household")
METRICS = (
    "likes", "comments", "shares", "saves", "clicks", "link_clicks", "reach", "impressions", "views",
    "followers", "following", "follows", "quotes", "interactions",
)  # fmt: skip

# --- what is stored --------------------------------------------------------------------------------------

POSTS: Schema = {
    "post_id": pl.String,  # platform:native id; for citizens platform:~pseudonym of it
    "platform": pl.String,
    "kind": pl.String,  # one of POST_KINDS
    "account_id": pl.String,
    "parent_id": pl.String,  # what it answers
    "root_id": pl.String,  # the thread's first post
    "shared_id": pl.String,  # what it shares or quotes
    "parent_account_id": pl.String,  # whom it answers, also where only the name is exported
    "shared_account_id": pl.String,  # whose post it shares or quotes
    "text": pl.String,  # masked
    "created_at": TIME,
    "url": pl.String,  # official, business and media posts only
    "place": pl.String,  # Kemendagri code, where the source gives one
    "passed_on_by": pl.String,  # reports: the role of the broker (rt_head, cadre, …), never a person
    "spoken_for": pl.String,  # reports: the group whose voice it is (elderly, disability, …)
    "links": TEXTS,
    "hashtags": TEXTS,  # lower case, without the sign
    "mentions": TEXTS,  # account ids
    "media": pl.String,  # image, video, audio, document, sticker, link, poll; null where none or unknown
    "alias": pl.String,  # named accounts' posts: the pseudonym by which other exports refer to this post
    "extra": pl.String,  # fields of the export that no column has, as a JSON object of texts: numbers, flags and codes only
    "batch": pl.String,
    "row": pl.Int64,  # row of the source file, counted from 1 without the header
}

ACCOUNTS: Schema = {
    "account_id": pl.String,  # platform:handle for named kinds, else platform:~26 base32 characters
    "platform": pl.String,
    "handle": pl.String,  # named kinds only
    "name": pl.String,  # named kinds only
    "kind": pl.String,
    "agency": pl.String,
    "pillar": pl.String,
    "place": pl.String,
    "batch": pl.String,
}

OBSERVATIONS: Schema = {
    "subject": pl.String,  # a post_id or an account_id
    "subject_kind": pl.String,  # post, account
    "metric": pl.String,  # one of METRICS, or the platform's own name in snake_case
    "value": pl.Float64,
    "observed_at": TIME,  # null where the export does not say when it counted
    "batch": pl.String,
    "row": pl.Int64,
}

ACTORS: Schema = {
    "actor_id": pl.String,  # pseudonym
    "kind": pl.String,  # household, person, organisation
    "role": pl.String,  # rt_head, social_worker, civil_servant, cadre, community_leader, neighbour, agency, company, resident, …
    "pillar": pl.String,
    "place": pl.String,  # Kemendagri code
    "poor": pl.Boolean,
    "vulnerability": pl.String,
    "age_group": pl.String,
    "sex": pl.String,  # L, P
    "occupation": pl.String,
    "internet_phone": pl.Boolean,
    "digital_skill": pl.Float64,
    "preferred_source": pl.String,
    "preferred_channel": pl.String,
    "preferred_content": pl.String,
    "trust": pl.Float64,
    "needs": TEXTS,  # taxonomy codes that the respondent named
    "wave": pl.String,
    "batch": pl.String,
    "row": pl.Int64,
}

SURVEY_TIES: Schema = {
    "source": pl.String,  # actor_id; information flows from source to target
    "target": pl.String,
    "relation": pl.String,  # informs, asks, trusts, works_with, membership
    "channel": pl.String,  # face_to_face, whatsapp, phone, meeting, …
    "topic": pl.String,
    "wave": pl.String,
    "weight": pl.Float64,
    "observed_at": TIME,
    "batch": pl.String,
    "row": pl.Int64,
}

LINKS: Schema = {
    "account_id": pl.String,
    "actor_id": pl.String,
    "basis": pl.String,  # official, broker, consent; never inferred
    "batch": pl.String,
}

IDENTITIES: Schema = {  # restricted: never in a finding, a report or an export
    "id": pl.String,  # the account_id, post_id or actor_id it leads back from
    "kind": pl.String,  # account, post, actor
    "platform": pl.String,
    "native_id": pl.String,
    "handle": pl.String,
    "name": pl.String,
    "url": pl.String,
    "batch": pl.String,
}

REJECTS: Schema = {
    "file": pl.String,
    "row": pl.Int64,  # null where the whole file is meant
    "column": pl.String,
    "code": pl.String,  # one of rejects.CODES
    "value": pl.String,  # masked, at most 80 characters
    "advice": pl.String,
    "batch": pl.String,
}

TABLES: dict[str, Schema] = {
    "posts": POSTS,
    "accounts": ACCOUNTS,
    "observations": OBSERVATIONS,
    "actors": ACTORS,
    "survey_ties": SURVEY_TIES,
    "links": LINKS,
    "identities": IDENTITIES,
    "rejects": REJECTS,
}  # fmt: skip

# --- what a reader hands over, before privacy ------------------------------------------------------------
# A reader fills the columns that it has and leaves the others out; `chunks.conform` adds them as nulls.
# `author`, `parent_author`, `shared_author` and `mentions` hold the key by which the platform's own texts name an
# account: the handle without @ (X, Instagram, Threads, TikTok, Bluesky, Mastodon, Telegram), else the channel or page id.

RAW_POSTS: Schema = {
    "platform": pl.String,
    "native_id": pl.String,
    "kind": pl.String,
    "author": pl.String,
    "author_id": pl.String,  # the platform's internal id, where the key is a handle
    "author_name": pl.String,
    "author_kind": pl.String,  # only where the export proves it: the page that exported its own posts is `official`
    "parent": pl.String,  # native id
    "root": pl.String,
    "shared": pl.String,
    "parent_author": pl.String,
    "shared_author": pl.String,
    "text": pl.String,
    "created_at": TIME,
    "url": pl.String,
    "place": pl.String,
    "passed_on_by": pl.String,
    "spoken_for": pl.String,
    "links": TEXTS,
    "hashtags": TEXTS,
    "mentions": TEXTS,
    "media": pl.String,
    "extra": pl.String,  # `extras.extra` writes it
    "row": pl.Int64,
}

RAW_ACCOUNTS: Schema = {
    "platform": pl.String,
    "author": pl.String,
    "author_id": pl.String,
    "author_name": pl.String,
    "author_kind": pl.String,
    "url": pl.String,
}

RAW_OBSERVATIONS: Schema = {
    "platform": pl.String,
    "subject_kind": pl.String,  # post, account
    "subject": pl.String,  # native id of the post, or key of the account
    "metric": pl.String,
    "value": pl.Float64,
    "observed_at": TIME,
    "row": pl.Int64,
}

RAW_ACTORS: Schema = {name: kind for name, kind in ACTORS.items() if name != "batch"}
RAW_SURVEY_TIES: Schema = {name: kind for name, kind in SURVEY_TIES.items() if name != "batch"}
RAW_LINKS: Schema = {  # accepted for officials, brokers and consenting persons only
    "platform": pl.String,
    "author": pl.String,
    "actor_id": pl.String,
    "basis": pl.String,
}
RAW_REJECTS: Schema = {
    name: kind for name, kind in REJECTS.items() if name not in ("file", "batch", "advice")
}

RAW_TABLES: dict[str, Schema] = {
    "posts": RAW_POSTS,
    "accounts": RAW_ACCOUNTS,
    "observations": RAW_OBSERVATIONS,
    "actors": RAW_ACTORS,
    "survey_ties": RAW_SURVEY_TIES,
    "links": RAW_LINKS,
    "rejects": RAW_REJECTS,
}
