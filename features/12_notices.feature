Feature: Shipment notices, word by word
  ShipStation tells of each shipment once more than anybody counts: in the query and in the body of a POST, in forms
  that changed over the years, late, twice, in parts. What the guide promises, status updates that sync back by
  themselves, rests on reading them well.

  Background:
    Given the organization "clinic_x" on CarePortals
    And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
    And the order 1392 with the lines:
      | name             | sku     | quantity | price |
      | Vitamin B12 vial | VB12-10 | 2        | 25.00 |
      | Syringe 1 ml     |         | 10       | 0.35  |
    And the order 1393 in status "awaiting_shipment"
    And the Custom Store form as the guide says, for "rx@clinic.example"

  @NOT-7 @must @G20 @shop @write
  Rule: A notice as the vendor's own guide prints it is accepted, at the address that the orders came from
    Vendor's guide: one URL, `action` selects, any 2xx means accepted. The current sample leaves NotifyCustomer empty and
    fills in CDATA; that of 2012 has no OrderID and a 12-hour clock. Refused, it comes back hourly and for ever.

    Scenario Outline: A form of the vendor's guide
      Given a notice about the order 1392 in the form "<form>"
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals
      And CarePortals has these shipments of the order 1392:
        | carrier | tracking number | items                    |
        | USPS    | TRACK-9         | 2 VB12-10, 10 its line 2 |
      And the order 1393 is as it was

      Examples:
        | form       |
        | current    |
        | as in 2012 |

  @NOT-8 @should @shop @write
  Rule: The order is found by each of the names that a notice may give
    OrderID first, then OrderNumber, then the query's order_number, which the vendor's examples fill now with the one, now
    with the other (seen in the field). Whoever needs all three refuses some of ShipStation's own notices.

    Scenario Outline: A notice that gives one name only
      Given a notice about the order 1392
      And the notice names its order by "<name>" alone
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals

      Examples:
        | name        |
        | OrderID     |
        | OrderNumber |
        | the query   |

  @NOT-9 @must @shop @write
  Rule: The body goes before the query
    Only the body says which items went and which order is meant; the query is the short form of 2012. Where the two
    disagree, the body's word or a refusal is right; the query's order shipped in silence is another patient's. Inferred.

    Scenario: The query names another order than the body
      Given a notice about the order 1392
      And the query names the order 1393 instead
      When the notice arrives
      Then the order 1393 is as it was
      And the notice is kept with the order 1392, or it is refused and nothing has changed

    Scenario: The body names an order that nobody knows, the query one that is there
      Given a notice about the order 999999
      And the query names the order 1393 instead
      When the notice arrives
      Then the notice is not accepted
      And CarePortals is as it was

    Scenario: Another tracking number in the query
      Given a notice about the order 1392
      And the query alone has "TRACK-OF-THE-QUERY" as "tracking_number"
      When the notice arrives
      Then the notice is kept with the order 1392, or it is refused and nothing has changed

    Scenario: A tracking number in the query alone
      Given a notice about the order 1392
      And the body alone has "" as "TrackingNumber"
      When the notice arrives
      Then the notice is accepted
      And CarePortals knows the tracking number "TRACK-9" of the order 1392

    Scenario: A part in the body is a part, whatever the query leaves out
      Given a notice about the order 1392 with "2 VB12-10"
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "awaiting_shipment" in CarePortals

  @NOT-10 @should @shop @write
  Rule: A notice that names two different orders ships neither
    OrderID and OrderNumber of one notice come from one order. If they do not fit together, something was mixed up, and
    a guess marks the wrong patient's order as shipped. Inferred.

    Scenario Outline: Two names that do not belong together
      Given a notice about the order 1392
      And the <place> names the order <other> instead
      When the notice arrives
      Then the notice is not accepted
      And CarePortals is as it was

      Examples:
        | place       | other  |
        | OrderID     | 1393   |
        | OrderNumber | 1393   |
        | OrderID     | 999999 |
        | OrderNumber | 999999 |

    Scenario: An order number given twice
      Given a notice about the order 1392
      And the body has "1393" as a second "OrderNumber"
      When the notice arrives
      Then the notice is not accepted
      And CarePortals is as it was

  @NOT-11 @must @shop @write
  Rule: A body that cannot be read is refused, however good the query is
    Seen in the field: the query alone is taken instead, and a part becomes the whole. What cannot be read must not be
    answered with 2xx, or ShipStation never sends it again.

    Scenario Outline: A body that says nothing
      Given a notice about the order 1392
      And the body of the notice is "<body>"
      When the notice arrives
      Then the notice is not accepted
      And CarePortals is as it was
      And a good notice about the order 1393 is still accepted

      Examples:
        | body                         |
        | nothing                      |
        | its first half               |
        | all but its last character   |
        | packed with gzip             |
        | with a control character     |
        | with bytes that are no UTF-8 |
        | JSON                         |
        | a form                       |
        | an Orders document           |

  @NOT-12 @must @shop @write
  Rule: The body is read as the XML that it is, whatever the header calls it
    The vendor does not say which Content-Type the notice has. Frameworks that take the body apart by that header have
    handed on an empty one (seen in the field). The encoding is what the XML declares.

    Scenario Outline: A Content-Type
      Given a notice about the order 1392
      And the Content-Type of the notice is "<kind>"
      When the notice arrives
      Then the notice is accepted
      And CarePortals knows the tracking number "TRACK-9" of the order 1392

      Examples:
        | kind                              |
        | text/xml                          |
        | application/xml; charset=utf-8    |
        | text/plain                        |
        | application/x-www-form-urlencoded |
        | application/octet-stream          |
        |                                   |

    Scenario Outline: An encoding that the body declares and keeps to
      Given a notice about the order 1392
      And the notice has "Zoë & Frères" as "Service"
      And the query alone has "" as "service"
      And the notice is written in "<encoding>"
      When the notice arrives
      Then the notice is accepted
      And the shipment of the order 1392 has in CarePortals "Zoë & Frères" as "service"

      Examples:
        | encoding   |
        | utf-8      |
        | utf-8-sig  |
        | utf-16     |
        | iso-8859-1 |
        | us-ascii   |

  @NOT-13 @must @G20 @shop @write
  Rule: A notice without the optional parts is a notice all the same
    The vendor's tables differ from its samples and from what is sent; Mark as Shipped has neither carrier nor tracking
    number. Who demands more is asked again every hour, and the order stays open (seen in the field).

    Scenario Outline: A part that is missing
      Given a notice about the order 1392
      And the notice has no "<part>"
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals

      Examples:
        | part             |
        | Items            |
        | Recipient        |
        | ShippingCost     |
        | NotifyCustomer   |
        | CustomerCode     |
        | Service          |
        | Carrier          |
        | TrackingNumber   |
        | LabelCreateDate  |
        | ShipDate         |

    Scenario: A list of items without an item
      Given a notice about the order 1393
      And the notice has no "Items/Item"
      When the notice arrives
      Then the notice is accepted
      And the order 1393 is "shipped" in CarePortals

    Scenario Outline: A part that is empty
      Given a notice about the order 1392
      And the notice has "" as "<part>"
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals

      Examples:
        | part            |
        | ShippingCost    |
        | Service         |
        | Carrier         |
        | TrackingNumber  |
        | LabelCreateDate |
        | ShipDate        |

    Scenario Outline: Whether ShipStation has written to the customer
      Given a notice about the order 1392
      And the notice has "<said>" as "NotifyCustomer"
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals

      Examples:
        | said  |
        |       |
        | true  |
        | false |

  @NOT-14 @must @shop @write
  Rule: Parts that nobody knows yet are passed over
    The current sample already has elements that the vendor's table does not name. Tomorrow's must not stop the shipments
    of that day, nor be taken for something that they are not.

    Scenario: Elements and attributes of tomorrow
      Given a notice about the order 1392 in the form "of tomorrow"
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals
      And CarePortals has these shipments of the order 1392:
        | carrier | tracking number | items                    |
        | USPS    | TRACK-9         | 2 VB12-10, 10 its line 2 |

  @NOT-15 @must @G20 @shop @write
  Rule: Carrier, service, tracking number and ship date arrive as they were sent
    The list of carriers is open, and the patient follows the parcel by what CarePortals shows. One character off, and the
    carrier knows no such parcel.

    Scenario Outline: A carrier's name
      Given a notice about the order 1392
      And the notice has "<carrier>" as "Carrier"
      When the notice arrives
      Then the notice is accepted
      And the shipment of the order 1392 has in CarePortals "<carrier>" as "carrier"

      Examples:
        | carrier                     |
        | BrokersWorldWide            |
        | FedExInternationalMailService |
        | other                       |
        | Zoë's Vélo-Post & Söhne     |
        | ヤマト運輸                  |

    Scenario Outline: A tracking number
      Given a notice about the order 1392
      And the notice has "<number>" as "TrackingNumber"
      When the notice arrives
      Then the notice is accepted
      And CarePortals knows the tracking number "<number>" of the order 1392

      Examples:
        | number                                             |
        | 9400 1118 9922 3197 4284 90                        |
        | 0012345                                            |
        | 1z999aa10123456784                                 |
        | RX-2026/03#13+A&B=C                                |
        | Пакет-№5                                           |
        | 12345678901234567890123456789012345678901234567890 |

    Scenario Outline: A ship date
      Given a notice about the order 1392
      And the notice has "<day>" as "ShipDate"
      And the notice has "<label>" as "LabelCreateDate"
      When the notice arrives
      Then the notice is accepted
      And the shipment of the order 1392 was sent on "<kept>" in CarePortals

      Examples:
        | day        | label               | kept       |
        | 03/12/2026 | 03/11/2026 23:59    | 2026-03-12 |
        | 3/5/2026   | 3/4/2026 12:56 PM   | 2026-03-05 |
        | 02/03/2026 | 02/03/2026 12:01 AM | 2026-02-03 |
        | 12/31/2025 | 01/01/2026 04:59    | 2025-12-31 |

  @NOT-16 @must @G20 @shop @write
  Rule: What failed is told as failed, and leaves nothing half done
    A 2xx is the end of the matter for ShipStation. A shipment that was not recorded under a 2xx is lost; one that was
    recorded by halves under an error is doubled by the retry.

    Scenario Outline: A notice that cannot be about any order here
      Given a notice about the order 1392
      And the notice names its order by "<name>" alone
      And the <place> names the order 999999 instead
      When the notice arrives
      Then the notice is not accepted
      And CarePortals is as it was
      And a good notice about the order 1393 is still accepted

      Examples:
        | name                      | place       |
        | OrderID                   | OrderID     |
        | OrderNumber               | OrderNumber |
        | the query                 | query       |

    Scenario Outline: A name that no order can have
      Given a notice about the order 1392
      And the notice names its order by "OrderNumber" alone
      And the body alone has "<name>" as "OrderNumber"
      When the notice arrives
      Then the notice is not accepted
      And CarePortals is as it was
      And a good notice about the order 1393 is still accepted

      Examples:
        | name                          |
        |                               |
        | 0                             |
        | -1392                         |
        | 13921392139213921392139213921 |
        | 1392,1393                     |
        | 1392 OR 1=1                   |
        | ../orders/1392                |

    Scenario: A line of the order has no name to ship it by
      Given a notice about the order 1392 with "3 NO-SUCH-SKU"
      When the notice arrives
      Then the order 1392 is "awaiting_shipment" in CarePortals
      And the notice is kept with the order 1392, or it is refused and nothing has changed

  @NOT-17 @must @G20 @shop @write
  Rule: One shipment is one shipment, however often and however fast its notice comes
    ShipStation repeats what it got no answer to, and the first try may still be at work. Two rows are two parcels for the
    pharmacy and two mails for the patient.

    Scenario Outline: The same notice several times at the same moment
      Given a notice about the order 1392 with "<items>"
      When the notice arrives <times> times at the same moment
      Then at least one of them is accepted
      And CarePortals has 1 shipment of the order 1392
      And the order 1392 is "<status>" in CarePortals
      And the order 1392 has had <changes> change of status

      Examples:
        | items                    | times | status            | changes |
        | 2 VB12-10, 10 its line 2 | 2     | shipped           | 1       |
        | 2 VB12-10, 10 its line 2 | 4     | shipped           | 1       |
        | 1 VB12-10                | 4     | awaiting_shipment | 0       |

    @fault
    Scenario: The same notice several times while CarePortals takes its time
      Given a notice about the order 1392 with "1 VB12-10"
      And CarePortals takes 0.1 s for "adding the shipment"
      When the notice arrives 4 times at the same moment
      Then at least one of them is accepted
      And CarePortals has 1 shipment of the order 1392
      And the order 1392 is "awaiting_shipment" in CarePortals

    Scenario: The answer got lost on its way
      Given a notice about the order 1392 with "1 VB12-10"
      When the answer to the notice is lost, and it arrives again
      Then the notice is accepted
      And CarePortals has 1 shipment of the order 1392
      And the order 1392 is "awaiting_shipment" in CarePortals

    Scenario: The notice comes again after the other parcel
      Given a notice about the order 1392 with "10 its line 2" and the tracking number "TRACK-A"
      And the notice has arrived
      And a notice about the order 1392 with "1 VB12-10" and the tracking number "TRACK-B"
      And the notice has arrived
      And a notice about the order 1392 with "10 its line 2" and the tracking number "TRACK-A"
      When the notice arrives
      Then the notice is accepted
      And CarePortals has 2 shipments of the order 1392
      And the order 1392 is "awaiting_shipment" in CarePortals

  @NOT-18 @must @G20 @shop @write
  Rule: Parcels may leave in any order; the last one completes the order, not an earlier one
    One label is one notice. The packer starts with whatever lies on top.

    Scenario Outline: Three parcels
      When the notices of the parcels "<sequence>" arrive:
        | parcel | order | items                   |
        | A      | 1392  | 2 VB12-10               |
        | B      | 1392  | 4 its line 2            |
        | C      | 1392  | 6 its line 2            |
      Then the order was shipped with the last parcel and not before
      And CarePortals has 3 shipments of the order 1392
      And the order 1392 has had 1 change of status

      Examples:
        | sequence |
        | A, B, C  |
        | A, C, B  |
        | B, A, C  |
        | B, C, A  |
        | C, A, B  |
        | C, B, A  |

    Scenario Outline: Two lines of one product
      Given the order 1400 with the lines:
        | name             | sku     | quantity | price |
        | Vitamin B12 vial | VB12-10 | 3        | 19.99 |
        | Vitamin B12 vial | VB12-10 | 2        | 17.99 |
      And a notice about the order 1400 with "<units> VB12-10"
      When the notice arrives
      Then the notice is accepted
      And the order 1400 is "<status>" in CarePortals

      Examples:
        | units | status            |
        | 2     | awaiting_shipment |
        | 3     | awaiting_shipment |
        | 4     | awaiting_shipment |
        | 5     | shipped           |

    Scenario: Sixty lines in one parcel
      Given the order 1400 with 60 lines
      And a notice about the order 1400
      When the notice arrives
      Then the notice is accepted
      And the order 1400 is "shipped" in CarePortals

    @fault
    Scenario: Both halves at the same moment
      Given CarePortals takes 0.1 s for "adding the shipment"
      When the notices of the parcels "A, B" arrive at the same moment:
        | parcel | order | items         |
        | A      | 1392  | 2 VB12-10     |
        | B      | 1392  | 10 its line 2 |
      Then CarePortals has 2 shipments of the order 1392
      And the order 1392 is "shipped" in CarePortals

    Scenario: Units of one line are no units of another
      Given a notice about the order 1392 with "12 VB12-10"
      When the notice arrives
      Then the order 1392 is "awaiting_shipment" in CarePortals
      And the notice is kept with the order 1392, or it is refused and nothing has changed

    Scenario: More units than were ordered, of every line
      Given a notice about the order 1392 with "3 VB12-10, 11 its line 2"
      When the notice arrives
      Then the notice is kept with the order 1392, or it is refused and nothing has changed

    Scenario: One line in two items of the same parcel
      Given a notice about the order 1392 with "1 VB12-10, 10 its line 2, 1 VB12-10"
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals

  @NOT-19 @must @shop @write
  Rule: A quantity that is none ships nothing
    Vendor's guide: a whole number from 1 to 99999. Anything else read as "some" or as "all" closes an order whose items are
    still in the pharmacy.

    Scenario Outline: A quantity that no parcel can hold
      Given a notice about the order 1392 with "10 its line 2, <quantity> VB12-10"
      When the notice arrives
      Then the notice is not accepted
      And CarePortals is as it was

      Examples:
        | quantity             |
        | 0                    |
        | -2                   |
        | 1.5                  |
        | two                  |
        | 1e1                  |
        | 2;                   |
        | 99999999999999999999 |

    Scenario: An item without a quantity
      Given a notice about the order 1392
      And the notice has no "Items/Item/Quantity"
      When the notice arrives
      Then the notice is not accepted
      And CarePortals is as it was

  @NOT-20 @must @G14 @G20 @shop @write
  Rule: An order that has already left stays where it is, and the tracking number is kept with it
    Staff set the status by hand, or a carrier's own hook did, before ShipStation's notice came. It must neither be refused
    for ever nor turn a completed order back.

    Scenario Outline: A notice for an order that is past its shipping
      Given the order 1392 changes to "<status>"
      And a notice about the order 1392
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "<status>" in CarePortals
      And CarePortals knows the tracking number "TRACK-9" of the order 1392
      And the order 1392 has had 1 change of status

      Examples:
        | status    |
        | shipped   |
        | completed |

    Scenario: A part, then staff close the order, then the rest
      Given a notice about the order 1392 with "2 VB12-10" and the tracking number "TRACK-A"
      And the notice has arrived
      And the order 1392 changes to "completed"
      And a notice about the order 1392 with "10 its line 2"
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "completed" in CarePortals
      And CarePortals has 2 shipments of the order 1392

    Scenario Outline: A notice for an order that should not have been packed yet
      Given the order 1392 changes to "<status>"
      And a notice about the order 1392
      When the notice arrives
      Then the notice is kept with the order 1392, or it is refused and nothing has changed

      Examples:
        | status           |
        | processing       |
        | awaiting_payment |
        | awaiting_script  |

  @NOT-21 @must @G15 @G20 @shop @write
  Rule: An order cancelled between two parcels keeps the first and does not take the second for a success
    The first parcel is on its way, and CarePortals goes on saying so. The second one is a mistake that somebody has to see
    (reading 4).

    Scenario: Cancelled after the first parcel
      Given a notice about the order 1392 with "2 VB12-10" and the tracking number "TRACK-A"
      And the notice has arrived
      And the order 1392 changes to "cancelled"
      And a notice about the order 1392 with "10 its line 2"
      When the notice arrives
      Then the notice is not accepted
      And the order 1392 is "cancelled" in CarePortals
      And CarePortals has these shipments of the order 1392:
        | carrier | tracking number | items     |
        | USPS    | TRACK-A         | 2 VB12-10 |

    Scenario: Cancelled after everything was shipped, and the old notice comes again
      Given a notice about the order 1392
      And the notice has arrived
      And the order 1392 changes to "cancelled"
      When the notice arrives
      Then the order 1392 is "cancelled" in CarePortals
      And CarePortals has 1 shipment of the order 1392

    Scenario: Cancelled and taken up again before the second parcel
      Given a notice about the order 1392 with "2 VB12-10" and the tracking number "TRACK-A"
      And the notice has arrived
      And the order 1392 changes to "cancelled"
      And the order 1392 changes to "awaiting_shipment"
      And a notice about the order 1392 with "10 its line 2"
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals

  @NOT-22 @must @shop @write
  Rule: Only a POST with the action shipnotify ships anything
    A GET may be repeated by any proxy, preview or monitor (seen in the field: a GET that shipped the order). Anything but a
    notice must not change an order, whatever it carries.

    Scenario Outline: Something that is no notice
      Given a notice about the order 1392
      When the request arrives with the method <method> and the action "<action>"
      Then CarePortals is as it was

      Examples:
        | method  | action     |
        | GET     | shipnotify |
        | HEAD    | shipnotify |
        | OPTIONS | shipnotify |
        | POST    | export     |
        | POST    | delete     |
        | GET     | export     |

  @NOT-23 @should @shop @write
  Rule: Lines that no parcel can hold do not keep an order open
    A digital line is sold but never packed, and a discount is a line only in the export. ShipStation may name them in a
    notice or leave them out. Reading 4.

    Scenario: The packer leaves the digital line out
      Given the order 1392 changes its "lineItems.1.type" to "digital"
      And a notice about the order 1392 with "2 VB12-10"
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals

    Scenario: The notice names the digital line too
      Given the order 1392 changes its "lineItems.1.type" to "digital"
      And a notice about the order 1392
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals

    Scenario: The notice repeats the discount as an item without SKU
      Given a notice about the order 1392 with "2 VB12-10, 10 its line 2, 1 "
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals

  @NOT-24 @should @shop @write
  Rule: A further parcel under a known tracking number, or with known items, is not swallowed
    Two boxes under one number, or a second box for one that was lost. A middleware that knows the number and says thanks
    without looking leaves the order open or the second box unseen. Reading 4.

    Scenario: The same tracking number with the other items
      Given a notice about the order 1392 with "2 VB12-10"
      And the notice has arrived
      And a notice about the order 1392 with "10 its line 2"
      When the notice arrives
      Then the order 1392 is complete in CarePortals, or the notice is refused

    Scenario: The same items once more, under another tracking number
      Given a notice about the order 1392 with "2 VB12-10, 10 its line 2" and the tracking number "TRACK-A"
      And the notice has arrived
      And a notice about the order 1392
      When the notice arrives
      Then the order 1392 is "shipped" in CarePortals
      And the notice is kept with the order 1392, or it is refused and nothing has changed

    Scenario: What was left of the order is told without a list
      Given a notice about the order 1392 with "1 VB12-10" and the tracking number "TRACK-A"
      And the notice has arrived
      And a notice about the order 1392
      And the notice has no "Items"
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals
      And no unit of the order 1392 is in two parcels

  @NOT-25 @should @shop @write
  Rule: What is wrong with a notice is the sender's mistake, and is said so
    Vendor's list of store errors: 4xx is the request, 5xx the store. A 5xx for an unknown order sends people looking in
    the wrong place.

    Scenario Outline: A bad notice
      Given a notice about the order 1392
      And the body of the notice is "<body>"
      When the notice arrives
      Then the middleware refuses the notice

      Examples:
        | body             |
        | nothing          |
        | JSON             |

    Scenario: A notice about an order that is not there
      Given a notice about the order 999999
      When the notice arrives
      Then the middleware refuses the notice

    Scenario: A quantity that is no number
      Given a notice about the order 1392 with "two VB12-10"
      When the notice arrives
      Then the middleware refuses the notice

  @NOT-26 @must @G20 @shop @write
  Rule: Two orders in one parcel are two shipments
    ShipStation combines orders to one address; each gets a notice of its own, and both have the one tracking number. Known
    by that number alone, the second is taken for a repetition: its order stays open, and is packed once more. Inferred.

    Scenario: The second order of a parcel
      Given a notice about the order 1392
      And the notice has arrived
      And a notice about the order 1393
      When the notice arrives
      Then the notice is accepted
      And the order 1393 is "shipped" in CarePortals
      And CarePortals knows the tracking number "TRACK-9" of the order 1393
      And CarePortals has 1 shipment of the order 1392

  @NOT-27 @must @G15 @G20 @shop @write @fault
  Rule: What staff do while a notice is at work is not undone by it
    Between the look at an order and its new status lies a moment, and CarePortals says by `version` whether it has passed in
    peace. Who does not ask sets a cancelled order to shipped, or leaves one open that only got another address. Reading 4.

    Background:
      Given CarePortals is held up at "changing the status"

    Scenario: The order is cancelled
      Given a notice about the order 1392
      When the notice arrives, and the order 1392 changes to "cancelled" meanwhile
      Then the order 1392 is "cancelled" in CarePortals

    Scenario: The order gets another address
      Given a notice about the order 1392
      When the notice arrives, and the order 1392 changes its "shippingAddress.address1" to "77 Pier Road" meanwhile
      Then the order 1392 is complete in CarePortals, or the notice is refused

  @NOT-28 @should @shop @write
  Rule: A notice is read in whatever way HTTP brings it
    ShipStation's error texts are those of .NET, whose clients ask before they send a body, and send one of unknown length in
    chunks. A 417, or a body that is read as empty, comes back hourly. RFC 9110, RFC 9112; inferred.

    Scenario: In chunks
      Given a notice about the order 1392
      And the notice comes in chunks
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals

    Scenario: With a question first
      Given a notice about the order 1392
      And the notice asks first whether it may come
      When the notice arrives
      Then the notice is accepted
      And the order 1392 is "shipped" in CarePortals
