"""The harness: starts or finds the parts, runs the contract, reports."""
