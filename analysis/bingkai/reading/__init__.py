"""What an article says, with character offsets: attributions, terms, zones; and the sentences behind a number."""
