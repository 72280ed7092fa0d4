"""The reference middleware: a ShipStation Custom Store in front of CarePortals."""
