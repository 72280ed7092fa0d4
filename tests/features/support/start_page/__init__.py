"""The start page of `make mocks`."""
