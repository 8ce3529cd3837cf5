"""Frames of measures: counts with their bases, by article or by outlet."""

from __future__ import annotations

from bingkai.schema.declare import ARTICLE, EVENT, OUTLET, Column, declared

MEASURES = declared(
    "MEASURES", "an article and measure",
    ARTICLE, OUTLET, EVENT,
    Column("measure", "text", "name of the measure, e.g. stance.jarak"),
    Column("count", "number", "what was counted"),
    Column("base", "number", "what could have been counted"),
    Column("unit", "text", "what the base counts: words, attributions, mentions"),
    Column("copy_group", "text", "near-identical articles share a group; missing where alone", required=False),
    Column("own_share", "number", "share of the article's words that are its outlet's own", "0 to 1", required=False),
)  # fmt: skip

CHOICE_SHARES = declared(
    "CHOICE_SHARES", "an outlet and one of the rival names of a referent",
    Column("set", "text", "name of the set of rival terms"),
    Column("rival", "text", "key of the rival in the set"),
    Column("label", "text", "the rival's label"),
    Column("side", "text", "the rival's side in the study; missing where it has none"),
    OUTLET,
    Column("count", "integer", "mentions by that rival", unit="mentions"),
    Column("base", "integer", "mentions by any rival of the set", unit="mentions"),
    Column("share", "number", "count / base; missing where the base is 0", "0 to 1"),
    Column("ci_low", "number", "lower end of the interval of the share", "0 to 1"),
    Column("ci_high", "number", "upper end of the interval of the share", "0 to 1"),
    Column("n_articles", "integer", "the outlet's articles that mention the referent", unit="articles"),
)  # fmt: skip

AGENCY_SHARES = declared(
    "AGENCY_SHARES", "an outlet, class of predicates and state of the agent",
    OUTLET,
    Column("predicate_class", "text", "class of the predicates", values=("harm", "force", "governance", "speech")),
    Column("patient_side", "text", "side of those it is done to; missing for all together"),
    Column("agent_state", "text", "is the agent named", values=("explicit", "recoverable", "absent")),
    Column("share", "number", "clauses with that state / all clauses of the class", unit="0 to 1"),
    Column("ci_low", "number", "lower end of its interval", unit="0 to 1"),
    Column("ci_high", "number", "upper end of its interval", unit="0 to 1"),
    Column("n_clauses", "integer", "clauses of the class", unit="clauses"),
    Column("n_articles", "integer", "articles that have one", unit="articles"),
)  # fmt: skip

TWO_SIDEDNESS = declared(
    "TWO_SIDEDNESS", "an article and a side of the study",
    ARTICLE, OUTLET, EVENT,
    Column("side", "text", "the side"),
    Column("statements", "integer", "statements reported of sources of that side", unit="attributions"),
    Column("words", "integer", "words reported of them", unit="words"),
    Column("share_statements", "number", "of the statements of all sides; missing where no side speaks", "0 to 1"),
    Column("share_words", "number", "of the words of all sides; missing where no side speaks", "0 to 1"),
    Column("rank", "offset", "order in which the sides first speak, from 1; missing where it does not"),
    Column("place", "text", "where it first speaks", values=("headline", "lead", "body")),
    Column("n_sides", "integer", "sides that speak in the article", unit="sides"),
    Column("both", "boolean", "two sides or more speak in the article"),
    Column("largest_share", "number", "share of words of the side with the most; missing where no side speaks",
           "0 to 1"),
)  # fmt: skip

SIDE_SHARES = declared(
    "SIDE_SHARES", "an outlet, side and measure",
    OUTLET,
    Column("side", "text", "the side"),
    Column("measure", "text", "what of the side is counted, e.g. statements, stance.jarak"),
    Column("count", "number", "what was counted"),
    Column("base", "number", "what could have been counted"),
    Column("unit", "text", "what the base counts"),
    Column("share", "number", "count / base; missing where the base is 0", "0 to 1"),
    Column("ci_low", "number", "lower end of its interval; missing with fewer than two articles", "0 to 1"),
    Column("ci_high", "number", "upper end of its interval", "0 to 1"),
    Column("n_articles", "integer", "the outlet's articles with a base above 0", unit="articles"),
)  # fmt: skip

WORD_COUNTS = declared(
    "WORD_COUNTS", "an article and word",
    ARTICLE, OUTLET, EVENT,
    Column("word", "text", "the word as counted: a form in lower case, a stem, or several words with spaces"),
    Column("count", "integer", "how often it stands in the article", unit="words"),
    Column("n_words", "integer", "all words counted in the article, the base of rates", unit="words", required=False),
    Column("copy_group", "text", "near-identical articles share a group; missing where alone", required=False),
)  # fmt: skip

TOPICS = declared(
    "TOPICS", "a topic and one of its words",
    Column("part", "text", "the event, or 'semua' for the whole corpus"),
    Column("topic", "integer", "number of the topic in its part, from 1, the largest first"),
    Column("rank", "integer", "place of the word in the topic, from 1"),
    Column("word", "text", "the stem or word"),
    Column("weight", "number", "its weight", unit="largest is 1"),
    Column("share", "number", "share of the part's weight that the topic has", unit="0 to 1"),
    Column("stability", "number", "mean Jaccard of its top words with its match in other runs", unit="0 to 1"),
    Column("cosine", "number", "mean cosine with its match in other runs", unit="0 to 1"),
    Column("n_articles", "integer", "articles in which it is the largest topic", unit="articles"),
)  # fmt: skip

AXIS_WORDS = declared(
    "AXIS_WORDS", "a word on a semantic axis",
    Column("word", "text", "the word"),
    Column("polarity", "number", "mean likeness with the seeds of the one end minus those of the other"),
    Column("ci_low", "number", "lower end of its interval, articles resampled"),
    Column("ci_high", "number", "upper end of its interval, articles resampled"),
    Column("n_articles", "integer", "articles that have it", unit="articles"),
    Column("seed", "boolean", "it is one of the seeds"),
)  # fmt: skip

AXIS_ARTICLES = declared(
    "AXIS_ARTICLES", "an article on a semantic axis",
    ARTICLE, OUTLET, EVENT,
    Column("score", "number", "mean polarity of its words", unit="standard deviations over articles"),
    Column("ci_low", "number", "lower end of its interval, articles resampled", unit="standard deviations"),
    Column("ci_high", "number", "upper end of its interval, articles resampled", unit="standard deviations"),
    Column("n_words", "integer", "its words that have a place on the axis", unit="words"),
)  # fmt: skip
