"""A frame and an Axes in, the Axes out. No statistics here."""
