"""Step definitions, one module per noun of the contract."""
