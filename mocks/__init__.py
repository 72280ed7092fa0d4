"""Mock servers for both sides of the middleware."""
