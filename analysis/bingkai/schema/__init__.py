# ruff: noqa: I001 (the order of the house: pages of the documentation follow it)
"""The frames that pass between the rooms: their columns, dtypes, units and meaning.

Offsets are characters, half-open, into one `field` ("title" or "text") of the article as read:
``article[field][start:end]`` is what was counted. An offset that may be missing is a float column with NaN.
"""

from bingkai.schema.declare import KINDS as KINDS
from bingkai.schema.declare import ZONES as ZONES
from bingkai.schema.declare import FIELDS as FIELDS
from bingkai.schema.declare import STANCES as STANCES
from bingkai.schema.declare import SOURCE_TYPES as SOURCE_TYPES
from bingkai.schema.declare import SchemaError as SchemaError
from bingkai.schema.declare import Column as Column
from bingkai.schema.declare import Schema as Schema
from bingkai.schema.declare import Contrast as Contrast
from bingkai.schema.corpus import ARTICLES as ARTICLES
from bingkai.schema.corpus import EVENT_COVERAGE as EVENT_COVERAGE
from bingkai.schema.corpus import OVERLAP as OVERLAP
from bingkai.schema.reading import ATTRIBUTIONS as ATTRIBUTIONS
from bingkai.schema.reading import TERMS as TERMS
from bingkai.schema.reading import WORDS as WORDS
from bingkai.schema.reading import MENTIONS as MENTIONS
from bingkai.schema.reading import CHOICES as CHOICES
from bingkai.schema.reading import NAMINGS as NAMINGS
from bingkai.schema.reading import NAMING as NAMING
from bingkai.schema.reading import CLAUSES as CLAUSES
from bingkai.schema.reading import SPEAKER_SIDES as SPEAKER_SIDES
from bingkai.schema.reading import NEAR_TERMS as NEAR_TERMS
from bingkai.schema.reading import HEARSAY as HEARSAY
from bingkai.schema.reading import LABELS as LABELS
from bingkai.schema.reading import STAGES as STAGES
from bingkai.schema.reading import LEGAL_LABELS as LEGAL_LABELS
from bingkai.schema.reading import FRAME_EVIDENCE as FRAME_EVIDENCE
from bingkai.schema.measures import MEASURES as MEASURES
from bingkai.schema.measures import CHOICE_SHARES as CHOICE_SHARES
from bingkai.schema.measures import AGENCY_SHARES as AGENCY_SHARES
from bingkai.schema.measures import TWO_SIDEDNESS as TWO_SIDEDNESS
from bingkai.schema.measures import SIDE_SHARES as SIDE_SHARES
from bingkai.schema.measures import WORD_COUNTS as WORD_COUNTS
from bingkai.schema.measures import TOPICS as TOPICS
from bingkai.schema.measures import AXIS_WORDS as AXIS_WORDS
from bingkai.schema.measures import AXIS_ARTICLES as AXIS_ARTICLES
from bingkai.schema.contrast import COMPARISON as COMPARISON
from bingkai.schema.contrast import INFLUENCE as INFLUENCE
from bingkai.schema.contrast import ROBUSTNESS as ROBUSTNESS
from bingkai.schema.contrast import CONFIRMATION as CONFIRMATION
from bingkai.schema.contrast import SEPARABILITY as SEPARABILITY
from bingkai.schema.contrast import COEFFICIENTS as COEFFICIENTS
from bingkai.schema.contrast import TREND as TREND
from bingkai.schema.contrast import CHANGES as CHANGES
from bingkai.schema.contrast import WORD_COMPARISON as WORD_COMPARISON
from bingkai.schema.coding import CODES as CODES
from bingkai.schema.coding import CODE_PROBLEMS as CODE_PROBLEMS
from bingkai.schema.coding import DISAGREEMENTS as DISAGREEMENTS
from bingkai.schema.coding import RELIABILITY as RELIABILITY
from bingkai.schema.coding import FRAME_SCORES as FRAME_SCORES
from bingkai.schema.coding import LEARNING_CURVE as LEARNING_CURVE
from bingkai.schema.coding import WORTH_CODING as WORTH_CODING
from bingkai.schema.coding import PREVALENCE as PREVALENCE
from bingkai.schema.coding import OUTLET_ERROR as OUTLET_ERROR
from bingkai.schema.check import require as require
from bingkai.schema.check import require_reading as require_reading
from bingkai.schema.check import plain_types as plain_types
from bingkai.schema.check import build as build
from bingkai.schema.check import empty as empty
