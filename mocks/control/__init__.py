"""What both mocks share: clock, journal, request payloads, control routes, start-up."""
