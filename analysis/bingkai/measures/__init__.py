"""Article x measure tables and scikit-learn transformers."""
