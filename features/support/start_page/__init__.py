"""The page on which people start: where everything is, a first walk, and the way of one order."""
