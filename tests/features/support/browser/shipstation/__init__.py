"""Tests of the browser driver, against the real mocks."""
