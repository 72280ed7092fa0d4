"""The pages that both mocks have."""
