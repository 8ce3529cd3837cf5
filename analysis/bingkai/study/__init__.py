"""A study: one TOML file that states a whole comparison before its numbers are seen."""

from bingkai.study.model import Actor as Actor
from bingkai.study.model import Exclusions as Exclusions
from bingkai.study.model import Study as Study
from bingkai.study.model import StudyError as StudyError
