"""Frames of the corpus: articles, and the events that outlets covered."""

from __future__ import annotations

from bingkai.schema.declare import ARTICLE, EVENT, OUTLET, Column, declared

ARTICLES = declared(
    "ARTICLES", "an article",
    ARTICLE,
    OUTLET,
    Column("published", "date", "publication time, Asia/Jakarta without zone; NaT where unknown"),
    Column("title", "text", "the headline as read; empty where there is none"),
    Column("text", "text", "the body as read, before cleaning"),
    Column("url", "text", "the article's link", required=False),
    Column("section", "text", "the outlet's own section or category", required=False),
    Column("dateline", "text", "place named in the dateline", required=False),
    Column("origin", "text", "wire agency credited for the text, where any; siaran pers for a press release",
           required=False),
    Column("ignored", "spans", "spans of `text` that are not the article's own prose: dateline, boilerplate, credits",
           unit="characters", required=False),
    Column("copy_group", "text", "near-identical articles share a group; missing where alone", required=False),
    Column("copy_kind", "text", "copies within one outlet or across", required=False,
           values=("across_outlets", "same_outlet")),
    Column("own_share", "number", "share of the article's words that are its outlet's own", "0 to 1", required=False),
    EVENT,
)  # fmt: skip

EVENT_COVERAGE = declared(
    "EVENT_COVERAGE", "an outlet",
    OUTLET,
    Column("share", "number", "of the events others covered in the outlet's period, the share it covered", "0 to 1"),
    Column("ci_low", "number", "lower end of its interval", "0 to 1"),
    Column("ci_high", "number", "upper end of its interval", "0 to 1"),
    Column("n_possible", "integer", "events that others covered in the outlet's period", unit="events"),
    Column("n_covered", "integer", "of these, covered by the outlet", unit="events"),
    Column("n_alone", "integer", "events that no other outlet covered", unit="events"),
    Column("n_outside", "integer", "events of others before its first or after its last article", unit="events"),
    Column("n_articles", "integer", "its articles", unit="articles"),
    Column("n_without_event", "integer", "of these, in no event", unit="articles"),
    Column("first", "date", "its earliest article; missing where none is dated"),
    Column("last", "date", "its latest article; missing where none is dated"),
)  # fmt: skip

OVERLAP = declared(
    "OVERLAP", "a pair of outlets",
    OUTLET,
    Column("reference", "text", "the other outlet"),
    Column("jaccard", "number", "of the events either covered, the share both covered", "0 to 1"),
    Column("ci_low", "number", "lower end of its interval", "0 to 1"),
    Column("ci_high", "number", "upper end of its interval", "0 to 1"),
    Column("n_both", "integer", "events both covered", unit="events"),
    Column("n_either", "integer", "events either covered, in the period both have articles of", unit="events"),
)  # fmt: skip
