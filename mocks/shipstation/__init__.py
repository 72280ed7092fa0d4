"""Mock ShipStation: store set-up, poller, importer, labels and shipment notices, behind a JSON API."""
