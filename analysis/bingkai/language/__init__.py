"""Indonesian: sentences, tokens, quotation marks, stems, verb forms, lexicons. Knows words, not articles."""
