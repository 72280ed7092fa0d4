"""How fast it is, and whether it stays so: beside others, among a million orders, with a fleet of stores."""
