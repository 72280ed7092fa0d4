Feature: Status updates sync back to CarePortals
  ... and automatically sync status updates back, ensuring smoother order management and fulfillment.

  Background:
    Given the organization "clinic_x" on CarePortals
    And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
    And a ShipStation account
    And the order 1392 with the lines:
      | name             | sku     | quantity | price |
      | Vitamin B12 vial | VB12-10 | 2        | 25.00 |
      | Syringe 1 ml     |         | 10       | 0.35  |
    And the order 1393 in status "awaiting_shipment"
    And ShipStation is connected as "rx@clinic.example" and has refreshed

  @NOT-1 @must @G20 @shop @write
  Rule: An order shipped in ShipStation is shipped in CarePortals, with its tracking number
    ShipStation sends a shipment notice when the label is made. Staff and patient see the parcel in CarePortals
    without anybody typing it there.

    Scenario: A label for the whole order
      When the order 1392 is shipped with USPS and the tracking number "9400111899223197428490"
      Then the notice is delivered
      And the order 1392 is "shipped" in CarePortals
      And CarePortals has these shipments of the order 1392:
        | carrier | tracking number        | items                    |
        | USPS    | 9400111899223197428490 | 2 VB12-10, 10 its line 2 |
      And the order 1393 is "awaiting_shipment" in CarePortals

    Scenario: Marked as shipped, without a label
      When the order 1392 is marked as shipped
      Then the notice is delivered
      And the order 1392 is "shipped" in CarePortals

    Scenario: The next refresh agrees
      Given the order 1392 was shipped with USPS and the tracking number "9400111899223197428490"
      And 10 minutes pass
      When ShipStation refreshes
      Then ShipStation holds exactly these orders:
        | order | tab               |
        | 1392  | Shipped           |
        | 1393  | Awaiting Shipment |

  @NOT-2 @must @G20 @shop @write
  Rule: An order is shipped only when all its items have shipped
    One notice per shipment. A part that is reported as the whole leaves the patient without the rest.

    Scenario: The first of two parcels
      When 2 "VB12-10" of the order 1392 are shipped with USPS and the tracking number "TRACK-1"
      Then the notice is delivered
      And the order 1392 is "awaiting_shipment" in CarePortals
      And CarePortals has these shipments of the order 1392:
        | carrier | tracking number | items     |
        | USPS    | TRACK-1         | 2 VB12-10 |

    Scenario: The second parcel completes the order
      Given 2 "VB12-10" of the order 1392 were shipped with USPS and the tracking number "TRACK-1"
      When 10 "its line 2" of the order 1392 are shipped with UPS and the tracking number "TRACK-2"
      Then the notice is delivered
      And the order 1392 is "shipped" in CarePortals
      And CarePortals has these shipments of the order 1392:
        | carrier | tracking number | items         |
        | USPS    | TRACK-1         | 2 VB12-10     |
        | UPS     | TRACK-2         | 10 its line 2 |

    Scenario: Some units of a line are no whole line
      Given 10 "its line 2" of the order 1392 were shipped with USPS and the tracking number "TRACK-1"
      When 1 "VB12-10" of the order 1392 are shipped with USPS and the tracking number "TRACK-2"
      Then the notice is delivered
      And the order 1392 is "awaiting_shipment" in CarePortals

    Scenario Outline: The SKU of a line is not one that ShipStation can hold as it is
      Given the order 1400 in status "awaiting_shipment"
      And the order 1400 has "lineItems.0.sku" set to <sku>
      And 5 minutes pass
      And ShipStation has refreshed
      When the order 1400 is shipped with USPS and the tracking number "TRACK-1"
      Then the notice is delivered
      And the order 1400 is "shipped" in CarePortals

      Examples:
        | sku                                                                                                                    |
        | "a-sku-of-more-than-a-hundred-characters-that-somebody-has-made-of-the-name-of-the-product-and-all-of-its-options-10-ml" |
        | " VB12-10 "                                                                                                            |
        | "VB12\u0001-10"                                                                                                        |

  @NOT-3 @must @G20 @shop @write
  Rule: The same notice again changes nothing
    ShipStation repeats a notice whose answer it did not get, identical to the letter and without a number. A
    middleware that counts it twice sends two mails, or takes a part for the whole.

    Scenario: A whole shipment, told three times
      Given the order 1392 was shipped with USPS and the tracking number "TRACK-1"
      When the same notice arrives 2 more times
      Then each of these notices is accepted
      And CarePortals has these shipments of the order 1392:
        | carrier | tracking number | items                    |
        | USPS    | TRACK-1         | 2 VB12-10, 10 its line 2 |
      And the order 1392 was changed to "shipped" once

    Scenario: A part, told three times, stays a part
      Given 1 "VB12-10" of the order 1392 were shipped with USPS and the tracking number "TRACK-1"
      When the same notice arrives 2 more times
      Then each of these notices is accepted
      And the order 1392 is "awaiting_shipment" in CarePortals
      And CarePortals has these shipments of the order 1392:
        | carrier | tracking number | items     |
        | USPS    | TRACK-1         | 1 VB12-10 |

    Scenario: Marked as shipped, told three times
      Given the order 1392 was marked as shipped
      When the same notice arrives 2 more times
      Then each of these notices is accepted
      And CarePortals has 1 shipment of the order 1392

  @NOT-4 @must @G20 @shop @write
  Rule: A notice for a cancelled or deleted order never makes it shipped, and is not swallowed
    The parcel may be on its way by mistake. Somebody must see it: ShipStation shows an error as long as the
    notice is not accepted.

    Scenario: Cancelled after ShipStation had it
      Given the order 1392 changes to "cancelled"
      When the order 1392 is shipped with USPS and the tracking number "TRACK-1"
      Then the notice fails and ShipStation shows it
      And the order 1392 is "cancelled" in CarePortals

    Scenario: Deleted after ShipStation had it
      Given the order 1392 is deleted in CarePortals
      When the order 1392 is shipped with USPS and the tracking number "TRACK-1"
      Then the notice fails and ShipStation shows it
      And CarePortals has 0 shipments of the order 1392

  @NOT-5 @must @G20 @shop @write
  Rule: A notice that could not be delivered is delivered later
    ShipStation tries again about once an hour as long as the middleware says that it failed. So a failure must be told
    as one.

    Scenario: The user was locked out when the label was made
      Given "rx@clinic.example" is removed from the organization
      And the order 1392 was shipped with USPS and the tracking number "TRACK-1"
      And "rx@clinic.example" was invited with the role "Pharmacy"
      When 61 minutes pass in ShipStation
      Then the notice is delivered
      And the order 1392 is "shipped" in CarePortals

    Scenario: Without access nothing is written
      Given the role of "rx@clinic.example" is changed to "Marketing"
      When the order 1392 is shipped with USPS and the tracking number "TRACK-1"
      Then the notice fails and ShipStation shows it
      And the order 1392 is "awaiting_shipment" in CarePortals
      And CarePortals has 0 shipments of the order 1392

  @NOT-6 @must @shop @write
  Rule: A notice reaches the order it names, in the organization that it is for, and no other
    Order numbers repeat between organizations. Credentials of one must not ship the orders of another. Reading 5.

    Scenario: The same number in another organization
      Given the organization "clinic_y" on CarePortals
      And the order 1392 of "clinic_y" in status "awaiting_shipment" for "Yara Young"
      When the order 1392 is shipped with USPS and the tracking number "TRACK-1"
      Then the order 1392 is "shipped" in CarePortals
      And the order 1392 of "clinic_y" is "awaiting_shipment" in CarePortals

    Scenario: A notice about an order that nobody knows
      When a notice about the unknown order 999999 arrives
      Then the middleware refuses the notice
      And CarePortals is as it was

    Scenario: A notice sent to the address of another organization
      Given the organization "clinic_y" on CarePortals
      And the order 1392 of "clinic_y" in status "awaiting_shipment" for "Yara Young"
      When a notice about the order 1392 arrives at the address of "clinic_y"
      Then the middleware refuses the notice
      And the order 1392 of "clinic_y" is "awaiting_shipment" in CarePortals

    Scenario: A notice without a password
      When a notice about the order 1392 arrives without a password
      Then the middleware refuses the notice
      And the order 1392 is "awaiting_shipment" in CarePortals
