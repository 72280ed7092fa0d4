"""The broken bridges, one module per noun of the contract."""
