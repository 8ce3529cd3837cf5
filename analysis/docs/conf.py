"""Settings of the documentation: pages in MyST, reference from docstrings, tables from the library itself.

Build: ``python -m sphinx -W -b html analysis/docs build/docs``. Nothing is fetched from a network.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import bingkai

project = "bingkai"
author = "The bingkai developers"
project_copyright = "The bingkai developers, MIT licence"
version = release = bingkai.__version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc", "from_library"]
exclude_patterns = ["build", "_build", "__pycache__"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
suppress_warnings = ["config.cache"]

autodoc_typehints = "none"
autodoc_preserve_defaults = True
autosummary_generate = False
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

html_theme = "furo"
html_title = "bingkai"
html_copy_source = False
html_show_sphinx = False
