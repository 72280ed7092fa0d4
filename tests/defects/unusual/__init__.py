"""Unusual bridges: correct, but not as the reference bridge does it. The contract must blame none of them."""
