"""The pages of the mock ShipStation: what people click, over the same things as the API.

Imported when the first page is asked for.
"""
