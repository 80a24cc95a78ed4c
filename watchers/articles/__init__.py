"""Articles' own pages: full text where a feed gives a summary, and visits that find silent edits."""
