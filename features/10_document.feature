Feature: The Orders document
  ShipStation reads one XML document per page, and takes all of it or nothing: what cannot be read loses every
  order of the page.

  Background:
    Given a Custom Store that works

  @DOC-2 @must @passive
  Rule: An export is answered with a document, not with a page for people
    A page of the shop, a sign-in form or JSON with the status 200 is "Root element is missing" to ShipStation, and
    nobody learns that orders do not arrive. Seen in the field.

    Scenario: What is sent when orders are asked for
      When the orders of the last week are exported
      Then the answer is neither HTML nor JSON

  @DOC-3 @should @passive
  Rule: The Content-Type says that it is XML
    The vendor prescribes none; text/xml and application/xml are what implementations use. Proxies and tools
    treat text/html or a missing type as something else.

    Scenario: The header of an export
      When the orders of the last week are exported
      Then its Content-Type is one of XML

  @DOC-4 @must @passive
  Rule: The root element is Orders, in no namespace
    The published schema knows no other. orders, a bare Order or an xmlns make ShipStation refuse the document.

    Scenario Outline: The root of a window with orders, and of one without
      When the orders of <period> are exported
      Then its root element is Orders, in no namespace

      Examples:
        | period           |
        | the last week    |
        | a minute in 2001 |

  @DOC-5 @must @passive
  Rule: The document passes ShipStation's schema
    The vendor validates each document. One value of the wrong type or length stops the whole reply, and no
    other order of it is imported (seen in the field).

    Scenario Outline: The document of a window with orders, and of one without
      When the orders of <period> are exported
      Then ShipStation can import it

      Examples:
        | period           |
        | the last week    |
        | a minute in 2001 |

  @DOC-6 @must @passive
  Rule: Nothing stands before the document
    An XML declaration must be the very first thing. A blank line, or a notice of the runtime, in front of it
    makes the whole document unreadable (XML 1.0; seen in the field).

    Scenario: How the document begins
      When the orders of the last week are exported
      Then nothing stands before it

  @DOC-7 @should @passive
  Rule: No byte order mark stands before a document in UTF-8
    XML allows the mark, but it has been seen to break imports; UTF-8 needs none.

    Scenario: The first bytes of the document
      When the orders of the last week are exported
      Then it begins without a byte order mark of UTF-8

  @DOC-8 @must @passive
  Rule: The document has no DOCTYPE
    ShipStation's errors are those of .NET, whose reader refuses a document with a DTD for security reasons
    (inferred).

    Scenario: The document type
      When the orders of the last week are exported
      Then it has no DOCTYPE

  @DOC-9 @must @passive
  Rule: The encoding that is declared is the one that is used
    Header, byte order mark and declaration must agree with each other and with the bytes; which of them
    ShipStation believes is unknown. Otherwise names and addresses are garbled, or nothing can be read. RFC 7303 says which of them counts.

    Scenario: Header, declaration and bytes
      When the orders of the last week are exported
      Then its encoding is the declared one

    @shop
    Scenario: A name from outside the Latin alphabet
      Given the order 1400 in status "awaiting_shipment"
      And the order 1400 changes its "customer.firstName" to "Zoë 東京 👩‍👧"
      When the orders of the last week are exported
      Then "Zoë 東京 👩‍👧 Doe" is the name in the order 1400, whoever decodes it

  @DOC-10 @should @passive
  Rule: The document holds only what ShipStation's schema knows
    The attribute page and elements of other connectors fail the published schema; the live system has been
    seen to tolerate them elsewhere.

    Scenario: Elements and attributes
      When the orders of the last week are exported
      Then ShipStation knows each of its elements and attributes

  @DOC-11 @should @passive
  Rule: Text that people type stands in CDATA sections
    The vendor's guide asks for it wherever special characters may occur. Plain escaping is the same XML.

    Scenario: Names and addresses
      When the orders of the last week are exported
      Then its names and addresses stand in CDATA sections

    @shop
    Scenario: A name with markup in it
      Given the order 1400 in status "awaiting_shipment"
      And the order 1400 changes its "customer.firstName" to "A & B <c>"
      When the orders of the last week are exported
      Then its names and addresses stand in CDATA sections

  @DOC-12 @must @passive
  Rule: Every order has each element that ShipStation requires, and each once
    The published schema requires them even where they may be empty; of an element that stands twice nobody knows
    which one counts.

    Scenario: No required element is missing
      When the orders of the last week are exported
      Then every order in it has each required element

    Scenario: No element stands twice
      When the orders of the last week are exported
      Then no element stands in it twice where once is allowed

    Scenario: Number and status are never empty
      When the orders of the last week are exported
      Then every order in it has a number and a status

  @DOC-13 @must @passive
  Rule: Dates are real, and written as MM/dd/yyyy HH:mm
    The schema checks only the form, so that 13/45/2026 99:99 passes it and the order gets no date, or a wrong one.
    The 12-hour clock is allowed, ISO 8601 is not (vendor's guide).

    Scenario: Every date of the document
      When the orders of the last week are exported
      Then every date in it is a real one

  @DOC-14 @must @shop
  Rule: Dates are in UTC
    The vendor's guide: UTC if nothing else is said, and nothing else can be said. In local time, orders seem hours old
    or come from the future.

    Scenario Outline: An order of a moment at which the day or the hour differs elsewhere
      Given it is "<now>" for everybody
      And the order 1400 of "<placed>" last changed at "<changed>"
      When the orders of the last week are exported
      Then the order 1400 was placed at "<placed>" and last changed at "<changed>"

      Examples:
        | now                 | placed              | changed             |
        | 2026-01-06 06:00:00 | 2026-01-05 00:00:00 | 2026-01-05 23:59:59 |
        | 2026-07-06 06:00:00 | 2026-07-04 23:30:10 | 2026-07-05 00:30:10 |
        | 2026-03-08 12:00:00 | 2026-03-08 06:59:00 | 2026-03-08 07:01:00 |
        | 2026-03-29 12:00:00 | 2026-03-29 00:59:00 | 2026-03-29 01:01:00 |
        | 2027-01-01 01:00:00 | 2026-12-31 23:00:30 | 2027-01-01 00:00:30 |
        | 2028-02-29 13:00:00 | 2028-02-29 11:59:00 | 2028-02-29 12:00:00 |

  @DOC-15 @should @passive
  Rule: The dates of an order agree with each other and with the window
    The window is on the time of the last change, so LastModified lies within it, and no order is placed after it
    was changed. What contradicts that is one of the two dates in the wrong place. Inferred.

    Scenario: Placed before it was changed
      When the orders of the last week are exported
      Then no order in it was placed after its last change

    Scenario: Changed within the window
      When the orders of the last week are exported
      Then every order in it was last changed within the window

  @DOC-16 @must @shop
  Rule: LastModified is the minute of the last change, and moves with changes only
    ShipStation decides by it what is new. Creation time never brings an edit, "now" brings every order again
    each time. Seen in the field.

    Scenario Outline: An order is edited
      Given the order 1400 in status "awaiting_shipment"
      And 10 minutes pass
      And the order 1400 has "<field>" set to <value>
      When the orders of the last week are exported
      Then the order 1400 was placed at "2026-03-13 17:34:20" and last changed at "2026-03-13 17:44:20"

      Examples:
        | field                | value       |
        | shippingAddress.city | "Albany"    |
        | lineItems.0.quantity | 4           |
        | status               | "cancelled" |
        | isDeleted            | true        |

    Scenario: An order that nobody has touched for hours
      Given the order 1400 of "2026-03-12 08:15:00" last changed at "2026-03-13 09:10:00"
      And the orders of the last week were exported
      And 10 minutes pass
      And the order 1401 in status "awaiting_shipment"
      When the orders of the last week are exported
      Then the order 1400 was placed at "2026-03-12 08:15:00" and last changed at "2026-03-13 09:10:00"

  @DOC-17 @must @shop
  Rule: An order that did not change is the same in every export
    Windows overlap, so ShipStation sees orders again. A value that differs each time is an update that nobody made, and
    tells that one of the two was wrong. Inferred.

    Scenario: Asked again
      Given the order 1400 in status "awaiting_shipment"
      And the orders of the last week were exported
      When the orders of the last week are exported
      Then the order 1400 is the same in both exports

    Scenario: Asked again when another order was placed, changed and deleted
      Given the order 1400 last changed at "2026-03-13 17:20:00"
      And the order 1401 last changed at "2026-03-13 17:10:00"
      And the orders of the last week were exported
      And 10 minutes pass
      And the order 1401 is deleted in CarePortals
      And the order 1393 changes to "shipped"
      And the order 1402 in status "pending"
      When the orders of the last week are exported
      Then the order 1400 is the same in both exports

  @DOC-18 @must @shop
  Rule: An order keeps its number and its id, whatever happens to it
    ShipStation finds an order again by its number: another number, or one in another form, is a second order that
    is packed a second time (reading 3; seen in the field).

    Scenario Outline: An order that ShipStation holds is changed
      Given the order 1400 in status "awaiting_shipment"
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And 10 minutes pass
      And the order 1400 has "<field>" set to <value>
      When ShipStation refreshes
      Then ShipStation holds the order 1400 once, under the id that it had

      Examples:
        | field                   | value                  |
        | status                  | "processing"           |
        | status                  | "shipped"              |
        | status                  | "cancelled"            |
        | isDeleted               | true                   |
        | customer._id            | "7893efc2581fe0505d48" |
        | customer.firstName      | "Sam"                  |
        | shippingAddress.address1 | "77 Pier Road"        |
        | lineItems               | []                     |
        | version                 | 12                     |
        | source                  | "renewal"              |

    Scenario: A number that 32 bits do not hold
      Given the order 4294968688 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 4294968688 is in the tab "Awaiting Shipment"

  @DOC-19 @must @passive
  Rule: No two orders of a document have the same number or the same id
    The second one overwrites the first in ShipStation, which then never reaches the packer. Inferred.

    Scenario: Numbers and ids
      When the orders of the last week are exported
      Then no number and no id in it belongs to two orders

  @DOC-20 @must @G19 @shop
  Rule: Exporting an order does not change it
    What marks orders as exported moves the time of their last change, and exports them again for ever (seen in the
    field). ShipStation never says whether an import succeeded, so there is nothing to mark.

    Scenario: The orders in CarePortals after an export
      When the orders of the last week are exported
      Then the orders in CarePortals are as they were

    Scenario: A quiet hour
      Given ShipStation is connected as "rx@clinic.example" and has refreshed
      And 30 minutes pass
      And ShipStation has refreshed
      And 30 minutes pass
      When ShipStation refreshes
      Then the refresh succeeds with 0 orders

  @DOC-21 @must @shop
  Rule: An export shows the orders as they are now
    A page that a cache kept hides a cancellation, and the parcel goes out (seen in the field). The same window is
    asked for again whenever a refresh is repeated.

    Scenario Outline: The same window is asked for again after an order changed
      Given the order 1400 in status "awaiting_shipment"
      And the orders of the last week were exported
      And the order 1400 has "<field>" set to <value>
      When the orders of the last week are exported
      Then the order 1400 says "<text>" as "<element>"

      Examples:
        | field                | value       | text      | element                      |
        | status               | "cancelled" | cancelled | OrderStatus                  |
        | shippingAddress.city | "Albany"    | Albany    | Customer/ShipTo/City         |
        | lineItems.0.quantity | 9           | 9         | Items/Item/Quantity          |

  @DOC-22 @should @shop
  Rule: An order under another status says in its notes which one it has
    How an unmapped status is kept from being shipped is the middleware's own choice (reading 1). Staff who
    see the order on hold should learn why.

    Scenario Outline: A status that the guide does not map
      Given the order 1400 in status "<status>"
      When the orders of the last week are exported
      Then the order 1400 is left out, or tells the status "<status>"

      Examples:
        | status               |
        | awaiting_script      |
        | awaiting_fulfillment |
        | refunded             |

  @DOC-23 @should @passive
  Rule: A document is compressed only for those who asked for it
    Whether ShipStation can unpack an answer is not known; who says that only plain bytes will do must get them
    (RFC 9110).

    Scenario: Only plain bytes are asked for
      When the orders of the last week are exported as plain bytes
      Then the answer is not compressed

  @VAL-26 @must @passive
  Rule: A line that is an adjustment has a negative price
    Adjustment is for coupons and discounts; "UnitPrice must then be negative" (vendor's guide). Positive, the discount is
    charged on top.

    Scenario: Adjustments
      When the orders of the last week are exported
      Then each adjustment in it has a negative price

    @shop
    Scenario: A coupon on the whole order
      Given the order 1400 of 2 units listed at "50.00", sold at "40.00", less "15.00" by coupon and "0.00" by credit
      When the orders of the last week are exported
      Then each adjustment in it has a negative price

  @VAL-27 @should @passive
  Rule: Amounts and quantities are within the bounds of the vendor's guide
    Two places after the point and nine digits in all, quantities from 1 to 99999. The schema lets more pass; what
    ShipStation makes of it is unknown. The vendor's guide gives them.

    Scenario: Numbers
      When the orders of the last week are exported
      Then ShipStation has nothing to remark about its numbers

  @VAL-28 @should @passive
  Rule: The total is the sum of the lines, tax and shipping
    Only a hint, for prices may include tax and the vendor's own example does not add up; but where it is off, a discount is often
    missing or there twice.

    Scenario: Sums
      When the orders of the last week are exported
      Then the lines of each order in it add up to its total

    @shop
    Scenario: Sums with a coupon and credit
      Given the order 1400 of 3 units listed at "50.00", sold at "40.00", less "15.00" by coupon and "5.00" by credit
      When the orders of the last week are exported
      Then the lines of each order in it add up to its total

  @VAL-29 @should @passive
  Rule: Addresses have what a label needs
    A name, a street and a city; a country of ISO 3166-1 in capitals (UK is none), and in the US and in Canada the state's
    two letters. ShipStation cannot validate other addresses. The vendor's guide asks for it.

    Scenario: Addresses
      When the orders of the last week are exported
      Then ShipStation has nothing to remark about its addresses
