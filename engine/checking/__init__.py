"""Projects that were handed in: replayed, compared with what they say, and told in a table."""
