"""Broken bridges: the reference bridge with one mistake each, to prove that the contract catches it."""
