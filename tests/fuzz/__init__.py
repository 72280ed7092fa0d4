"""Generated requests against the bridge and both mocks: `make fuzz`, docs/fuzz.md."""
