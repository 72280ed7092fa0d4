"""The guide in a real browser: the second driver, which clicks where the usual one calls APIs."""
