Feature: Orders flow from CarePortals into ShipStation
  By completing this setup, ShipStation will be able to pull order information directly from CarePortals.

  Background:
    Given the organization "clinic_x" on CarePortals
    And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
    And a ShipStation account
    And it is "2026-03-13 17:34:20" for everybody

  @SYN-1 @must @G19 @shop
  Rule: Every order that is new or changed since the last refresh arrives, once
    ShipStation asks for what was modified in a window of time, whatever its status. What is left out there is
    not asked for again.

    Scenario: New orders between two refreshes
      Given the order 1392 in status "awaiting_shipment"
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And 10 minutes pass
      And the order 1393 in status "awaiting_shipment"
      And the order 1394 in status "processing"
      And 5 minutes pass
      When ShipStation refreshes
      Then ShipStation holds exactly these orders:
        | order | tab               |
        | 1392  | Awaiting Shipment |
        | 1393  | Awaiting Shipment |
        | 1394  | On-Hold           |

    Scenario: A changed order is updated, not doubled
      Given the order 1392 in status "awaiting_shipment"
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And 10 minutes pass
      And the order 1392 changes its "shippingAddress.address1" to "77 Pier Road"
      When ShipStation refreshes
      Then ShipStation holds exactly these orders:
        | order | tab               |
        | 1392  | Awaiting Shipment |
      And the order 1392 shows "77 Pier Road" as "ShipTo Address1"

    Scenario: An order of last year that was changed today
      Given the order 1300 of "2025-02-01 09:00:00" last changed at "2026-03-13 17:30:00"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1300 is in the tab "Awaiting Shipment"

    Scenario: Nothing new
      Given the order 1392 in status "awaiting_shipment"
      And 10 minutes pass
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And 60 minutes pass
      When ShipStation refreshes
      Then the refresh succeeds with 0 orders

    Scenario: What happened while the refreshes failed
      Given ShipStation is connected as "rx@clinic.example" and has refreshed
      And "rx@clinic.example" is removed from the organization
      And 10 minutes pass
      And the order 1392 in status "awaiting_shipment"
      And 10 minutes pass
      And ShipStation has tried to refresh
      And 10 minutes pass
      And "rx@clinic.example" was invited with the role "Pharmacy"
      When ShipStation refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

  @WIN-1 @must @G19 @shop
  Rule: Consecutive windows lose nothing at their border
    The window is in UTC and whole minutes. An order that was modified at 17:34:40 belongs to the window that ends at
    17:34 or to the next one, which begins at 17:34; a middleware that takes neither loses it.

    Scenario Outline: An order changed around the minute at which two windows meet
      Given ShipStation is connected as "rx@clinic.example" and has refreshed
      And the order 1392 last changed at "<changed>"
      And it is "2026-03-13 17:44:20" for everybody
      When ShipStation refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

      Examples:
        | changed                 |
        | 2026-03-13 17:34:00.000 |
        | 2026-03-13 17:34:00.001 |
        | 2026-03-13 17:34:20.000 |
        | 2026-03-13 17:34:59.999 |
        | 2026-03-13 17:35:00.000 |
        | 2026-03-13 17:43:59.999 |
        | 2026-03-13 17:44:00.000 |

    Scenario Outline: An order changed late in the last minute is found by this refresh or by the next
      Given ShipStation is connected as "rx@clinic.example" and has refreshed
      And the order 1392 last changed at "<changed>"
      And it is "2026-03-13 17:44:59" for everybody
      And ShipStation has refreshed
      And it is "2026-03-13 17:54:59" for everybody
      When ShipStation refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

      Examples:
        | changed                 |
        | 2026-03-13 17:44:00.001 |
        | 2026-03-13 17:44:30.000 |
        | 2026-03-13 17:44:58.999 |

  @WIN-2 @must @shop
  Rule: The window is read as UTC and as month/day/year
    A window read in the server's own zone, or with day and month exchanged, shifts by hours or by months:
    orders arrive late or never. The vendor's guide says so.

    Scenario Outline: A window of ten minutes finds the order changed within it, and no other
      Given it is "<last>" for everybody
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And the order 1392 last changed at "<inside>"
      And the order 1393 last changed at "<outside>"
      And it is "<now>" for everybody
      When ShipStation refreshes
      Then ShipStation holds exactly these orders:
        | order | tab               |
        | 1392  | Awaiting Shipment |

      Examples:
        | last                | inside              | outside             | now                 |
        | 2026-01-05 03:10:00 | 2026-01-05 03:15:30 | 2026-01-04 22:15:30 | 2026-01-05 03:20:00 |
        | 2026-07-05 03:10:00 | 2026-07-05 03:15:30 | 2026-07-04 23:15:30 | 2026-07-05 03:20:00 |
        | 2026-02-03 12:10:00 | 2026-02-03 12:15:30 | 2026-03-02 12:15:30 | 2026-02-03 12:20:00 |
        | 2026-12-31 23:55:00 | 2027-01-01 00:01:00 | 2026-12-31 23:01:00 | 2027-01-01 00:05:00 |
        | 2026-03-08 06:55:00 | 2026-03-08 07:01:00 | 2026-03-08 06:01:00 | 2026-03-08 07:05:00 |

  @PAG-1 @must @G19 @shop
  Rule: All pages together hold each order of the window exactly once
    The middleware chooses its page size and says how many pages there are. Orders that lie on no page, or on two, are
    lost, or seen twice by the packer.

    Scenario Outline: A window with many orders
      Given <count> orders, changed <spread>
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the refresh brings each of the <count> orders exactly once

      Examples:
        | count | spread                      |
        | 2     | at the same moment          |
        | 49    | one second apart            |
        | 50    | one second apart            |
        | 51    | one second apart            |
        | 100   | at the same moment          |
        | 101   | at the same moment          |
        | 150   | three in each millisecond   |
        | 260   | one second apart            |
        | 1001  | at the same moment          |

    Scenario: A window in which many orders were deleted
      Given 30 orders, changed one second apart
      And 12 of these orders were deleted
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the refresh brings each of the 30 orders exactly once

  @DOC-1 @must @G19 @shop
  Rule: The order in ShipStation is the order in CarePortals
    Order number is the number that staff see (#1392), order id the document's own; both are stable for ever. The packer
    sends what the screen says, to the address on the screen.

    Scenario: Every part of a plain order
      Given the order 1392 of "2026-03-12 08:15:00" with the lines:
        | name             | sku     | quantity | price  |
        | Vitamin B12 vial | VB12-10 | 3        | 19.99  |
        | Syringe 1 ml     |         | 10       | 0.35   |
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 shows:
        | part            | value                    |
        | OrderDate       | 03/12/2026 08:15         |
        | LastModified    | 03/13/2026 17:34         |
        | OrderTotal      | 63.47                    |
        | BillTo Name     | Pat Doe                  |
        | BillTo Email    | pat.doe@patient.example  |
        | BillTo Phone    | +15555550100             |
        | ShipTo Name     | Pat Doe                  |
        | ShipTo Address1 | 1 Harbour Street         |
        | ShipTo Address2 | Apt 4                    |
        | ShipTo City     | New York                 |
        | ShipTo State    | NY                       |
        | ShipTo PostalCode | 10001                  |
        | ShipTo Country  | US                       |
      And the order 1392 has these items:
        | sku                          | name             | quantity | unit price |
        | VB12-10                      | Vitamin B12 vial | 3        | 19.99      |
        | the product id of its line 2 | Syringe 1 ml     | 10       | 0.35       |
      And the order 1392 carries the document's own id

    Scenario: What CarePortals does not know is left out
      Given the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 says nothing about:
        | part           |
        | TaxAmount      |
        | ShippingAmount |
        | ShippingMethod |

    Scenario: The same order in two pulls
      Given the order 1392 in status "awaiting_shipment"
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      When ShipStation refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"
      And the second pull found the order 1392 unchanged

  @VAL-1 @must @shop
  Rule: Text arrives as it was typed
    Names and addresses are typed by patients. One character that XML cannot hold makes the whole page
    unreadable, for all its orders; text that is escaped twice, cut or garbled sends a parcel astray. XML 1.0 knows no such characters.

    Scenario Outline: An address line with awkward characters
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 changes its "shippingAddress.address1" to "<text>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 shows "<text>" as "ShipTo Address1"

      Examples:
        | text                           |
        | 1 A & B <b>Street</b> \u0022x\u0022 'y' |
        | end ]]> of CDATA ]]>           |
        | &amp; is not &amp;amp;         |
        | Zoë Ångström-Façade 12         |
        | 東京都渋谷区 1-2-3              |
        | שדרות רוטשילד 22               |
        | Family 👩‍👩‍👧 Lane 🏳️‍🌈          |

    Scenario: Characters that XML cannot hold
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 changes its "shippingAddress.address1" to "1 Harbour\u0000\u0007\u000b\ufffe Street"
      And the order 1393 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 shows "1 Harbour Street" as "ShipTo Address1"
      And the order 1393 is in the tab "Awaiting Shipment"

  @VAL-2 @must @shop
  Rule: Amounts are exact to the cent
    The unit price is that of one unit. A discount on the whole order is a line of its own with a negative
    price, so that the lines add up to what the patient paid. Inferred.

    Scenario Outline: Quantity, price and total
      Given the order 1392 of <quantity> units at "<price>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the amounts of the order 1392 are "<price>" for each of <quantity> and "<total>" in all

      Examples:
        | quantity | price   | total     |
        | 1        | 0.00    | 0.00      |
        | 1        | 0.01    | 0.01      |
        | 3        | 33.33   | 99.99     |
        | 7        | 1.10    | 7.70      |
        | 100      | 19.99   | 1999.00   |
        | 1        | 1234.50 | 1234.50   |

    Scenario: A coupon on the whole order
      Given the order 1392 of 2 units at "100.00", reduced to "150.50" by a coupon
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the lines of the order 1392 add up to "150.50"

  @VAL-3 @must @shop
  Rule: One incomplete order does not keep the others from arriving, and cannot be shipped itself
    One order that fails ShipStation's schema stops the whole reply. An incomplete order must neither do that nor
    vanish: somebody has to see that it needs attention. Seen in the field.

    Scenario Outline: An order with something missing
      Given the order 1391 in status "awaiting_shipment"
      And the order 1392 in status "awaiting_shipment"
      And the order 1392 has no "<field>"
      And the order 1393 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1391 is in the tab "Awaiting Shipment"
      And the order 1393 is in the tab "Awaiting Shipment"
      And the order 1392 is there and cannot be shipped in ShipStation

      Examples:
        | field                       |
        | shippingAddress             |
        | shippingAddress.countryCode |
        | shippingAddress.address1    |
        | shippingAddress.city        |
        | customer                    |
        | lineItems                   |

    Scenario Outline: An order without something that ShipStation does not need
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 has no "<field>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

      Examples:
        | field                    |
        | customer.phone           |
        | customer.email           |
        | shippingAddress.address2 |
        | coupon                   |
        | lineItems.0.sku          |
