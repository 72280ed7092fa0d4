"""The product side of the mock: one module of HTTP endpoints per noun."""
