"""Articles in: reading files, canonical outlet names, dates, cleaning by masking, what was left out."""
