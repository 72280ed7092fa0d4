"""The pages of CarePortals, one noun each."""
