"""The living guide: a run as one page for people, which opens from disk."""
