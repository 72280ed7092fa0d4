"""Random histories of the whole sandwich, checked against a model."""
