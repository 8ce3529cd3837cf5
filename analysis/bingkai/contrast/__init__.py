"""Inference: measures in, comparisons of outlets out. Resamples articles, never words."""
