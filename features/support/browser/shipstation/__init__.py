"""The pages of ShipStation, one noun each."""
