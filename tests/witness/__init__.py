"""An independent middleware that the contract must not blame."""
