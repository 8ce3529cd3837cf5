"""The patterns of attribution, a module a family: from a reporting word to who says what.

Each pattern is a function that looks at one reporting word and returns a draft, or None: not mine, next please.
"""

from bingkai.reading.patterns.body import read_body as read_body
from bingkai.reading.patterns.draft import Draft as Draft
