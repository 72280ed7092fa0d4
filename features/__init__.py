"""The contract in Gherkin, its step definitions and the harness that runs them."""
