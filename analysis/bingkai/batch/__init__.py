"""Corpora larger than memory: the same analysis, a part at a time, on all cores or on a cluster."""
