"""Frames of coding by hand and of frames that are learnt from it."""

from __future__ import annotations

from bingkai.schema.declare import ARTICLE, OUTLET, Column, declared

CODES = declared(
    "CODES", "a unit, item and coder",
    Column("unit_id", "text", "what was coded: the article, or a headline or sentence of it"),
    ARTICLE,
    Column("model", "text", "name of the codebook"),
    Column("item", "text", "name of the item in the codebook"),
    Column("coder", "text", "who coded"),
    Column("value", "text", "the code; missing where the coder left the cell empty or it could not be read"),
    Column("blind", "boolean", "the coder saw no pre-filled extracts for this unit"),
    Column("scale", "text", "scale of the item; nominal where not given",
           required=False, values=("nominal", "ordinal", "interval", "text")),
    Column("number", "number", "the code as a number: rank of an ordinal value, or the value itself", required=False),
)  # fmt: skip

CODE_PROBLEMS = declared(
    "CODE_PROBLEMS", "something found amiss in a coder's sheet",
    Column("file", "text", "name of the file"),
    Column("coder", "text", "whose sheet it is"),
    Column("unit_id", "text", "the unit; missing where it concerns the whole file"),
    Column("item", "text", "the item; missing where it concerns the whole unit"),
    Column("kind", "text", "what is amiss",
           values=("empty", "corrected", "unknown_value", "changed", "other_text", "missing_unit", "extra_unit",
                   "duplicate_unit", "no_coder", "undecided")),
    Column("value", "text", "what stands in the cell"),
    Column("suggestion", "text", "the nearest permitted value, where there is one"),
    Column("message", "text", "in words, Indonesian · English"),
)  # fmt: skip

DISAGREEMENTS = declared(
    "DISAGREEMENTS", "a unit and item on which coders differ",
    Column("unit_id", "text", "what was coded"),
    ARTICLE,
    Column("model", "text", "name of the codebook"),
    Column("item", "text", "name of the item"),
    Column("codes", "text", "each coder and code, joined by ' · '"),
    Column("majority", "text", "the code of more than half of the coders; missing where there is none"),
    Column("n_coders", "integer", "coders who coded it", unit="coders"),
    Column("blind", "boolean", "no pre-filled extracts for this unit"),
)  # fmt: skip

RELIABILITY = declared(
    "RELIABILITY", "an item and coefficient of agreement",
    Column("model", "text", "name of the codebook"),
    Column("item", "text", "name of the item"),
    Column("scale", "text", "scale of the item", values=("nominal", "ordinal", "interval")),
    Column("comparison", "text", "human coders with each other, or a tool with one of them", values=("coders", "tool")),
    Column("coders", "text", "who is compared, joined by ' · '"),
    Column("subset", "text", "which units; difference is prefilled minus blind",
           values=("all", "prefilled", "blind", "difference")),
    Column("coefficient", "text", "which coefficient",
           values=("percent", "holsti", "scott_pi", "cohen_kappa", "fleiss_kappa",
                   "alpha_nominal", "alpha_ordinal", "alpha_interval")),
    Column("value", "number", "the coefficient; missing where it is not defined", unit="1 is full agreement"),
    Column("ci_low", "number", "lower end of the bootstrap interval", unit="1 is full agreement"),
    Column("ci_high", "number", "upper end of the bootstrap interval", unit="1 is full agreement"),
    Column("n_units", "integer", "units coded by two coders or more", unit="units"),
    Column("n_articles", "integer", "articles these units come from; they are resampled", unit="articles"),
    Column("n_coders", "integer", "coders compared", unit="coders"),
    Column("note", "text", "why a value is missing or to be read with care, Indonesian · English"),
)  # fmt: skip

FRAME_SCORES = declared(
    "FRAME_SCORES", "a measure of a frame classifier, of one class or of all",
    Column("item", "text", "name of the item"),
    Column("class", "text", "the code; missing for measures over all codes"),
    Column("measure", "text", "what is measured, on units held out; majority_ is what the commonest code would reach",
           values=("precision", "recall", "f1", "accuracy", "macro_f1", "calibration_error",
                   "majority_accuracy", "majority_macro_f1")),
    Column("value", "number", "the measure; missing where it is not defined", unit="0 to 1"),
    Column("ci_low", "number", "lower end of the bootstrap interval over groups", unit="0 to 1"),
    Column("ci_high", "number", "upper end of the bootstrap interval over groups", unit="0 to 1"),
    Column("n_units", "integer", "coded units it rests on", unit="units"),
    Column("note", "text", "to be read with care, Indonesian · English"),
)  # fmt: skip

LEARNING_CURVE = declared(
    "LEARNING_CURVE", "a number of coded units and measure",
    Column("item", "text", "name of the item"),
    Column("n_units", "integer", "units learnt from", unit="units"),
    Column("measure", "text", "what is measured on units held out", values=("accuracy", "macro_f1")),
    Column("value", "number", "mean over repetitions", unit="0 to 1"),
    Column("low", "number", "lowest of the repetitions", unit="0 to 1"),
    Column("high", "number", "highest of the repetitions", unit="0 to 1"),
)  # fmt: skip

WORTH_CODING = declared(
    "WORTH_CODING", "a unit worth coding next",
    Column("unit_id", "text", "the article, or its headline"),
    ARTICLE, OUTLET,
    Column("rank", "integer", "from 1, the most useful first"),
    Column("uncertainty", "number", "1 - (largest - second largest probability)", unit="0 to 1"),
    Column("likeliest", "text", "the code with the largest probability"),
    Column("second", "text", "the code after it"),
    Column("text", "text", "what is to be coded"),
)  # fmt: skip

PREVALENCE = declared(
    "PREVALENCE", "an outlet and code",
    Column("item", "text", "name of the item"),
    OUTLET,
    Column("class", "text", "the code"),
    Column("raw", "number", "share of predictions, not corrected: no estimate", unit="0 to 1"),
    Column("corrected", "number", "share corrected for the classifier's measured error", unit="0 to 1"),
    Column("ci_low", "number", "lower end of the interval of the corrected share", unit="0 to 1"),
    Column("ci_high", "number", "upper end of the interval of the corrected share", unit="0 to 1"),
    Column("n", "integer", "the outlet's units in the corpus", unit="units"),
    Column("n_coded", "integer", "the outlet's coded units", unit="units"),
    Column("note", "text", "why a value is missing or to be read with care, Indonesian · English"),
)  # fmt: skip

OUTLET_ERROR = declared(
    "OUTLET_ERROR", "an outlet and how well the classifier reads it",
    Column("item", "text", "name of the item"),
    OUTLET,
    Column("accuracy", "number", "share of its coded units read right, held out", unit="0 to 1"),
    Column("expected", "number", "what its codes would lead to if each code were read as well as elsewhere",
           unit="0 to 1"),
    Column("difference", "number", "accuracy - expected", unit="0 to 1"),
    Column("ci_low", "number", "lower end of the interval of the difference", unit="0 to 1"),
    Column("ci_high", "number", "upper end of the interval of the difference", unit="0 to 1"),
    Column("n_coded", "integer", "its coded units", unit="units"),
    Column("note", "text", "what the check says, Indonesian · English"),
)  # fmt: skip
