"""Tests of mocks.shipstation.api."""
