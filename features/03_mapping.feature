Feature: Map Order Statuses
  Finally, you must map CarePortals order statuses to the corresponding ShipStation statuses. The boxes of the
  store hold what the guide recommends.

  Background:
    Given the organization "clinic_x" on CarePortals
    And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
    And a ShipStation account

  @MAP-1 @must @G12 @shop
  Rule: pending and awaiting_payment are Awaiting Payment
    The patient has no payment method yet, or the first payment failed. Sent now, the order goes out unpaid.

    Scenario Outline: An order that is not paid
      Given the order 1392 in status "<status>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 is in the tab "Awaiting Payment"

      Examples:
        | status           |
        | pending          |
        | awaiting_payment |

    Scenario: An order that is not paid although there is nothing to pay
      Given the order 1392 in status "awaiting_payment"
      And the order 1392 has "totalAmount" set to 0
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 is in the tab "Awaiting Payment"

  @MAP-2 @must @G13 @shop
  Rule: awaiting_shipment is Awaiting Shipment
    The prescription is linked and the pharmacy may pack; the only status in which it may.

    Scenario: An order ready for the pharmacy
      Given the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

  @MAP-3 @must @G14 @shop
  Rule: shipped and completed are Shipped
    What has left the pharmacy must not be packed a second time.

    Scenario Outline: An order that has left
      Given the order 1392 in status "<status>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 is in the tab "Shipped"

      Examples:
        | status    |
        | shipped   |
        | completed |

  @MAP-4 @must @G15 @shop
  Rule: cancelled is Cancelled
    A deleted order that ShipStation may already hold counts as cancelled: it is in nobody's interest any more
    and must not be shipped.

    Scenario: An order that was cancelled before ShipStation saw it
      Given the order 1392 in status "cancelled"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 is in the tab "Cancelled"

    Scenario: An order that is cancelled while it waits in ShipStation
      Given the order 1392 in status "awaiting_shipment"
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And the order 1392 changes to "cancelled"
      When ShipStation refreshes
      Then the order 1392 is in the tab "Cancelled"

    Scenario Outline: An order that is deleted while it waits in ShipStation
      Given the order 1392 in status "<status>"
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And the order 1392 is deleted in CarePortals
      When ShipStation refreshes
      Then the order 1392 is in the tab "Cancelled"

      Examples:
        | status            |
        | awaiting_shipment |
        | processing        |
        | awaiting_script   |
        | shipped           |

  @MAP-5 @must @G16 @shop
  Rule: processing is On-Hold
    Paid, but nobody has yet said that it may be sent.

    Scenario: An order that was just paid
      Given the order 1392 in status "processing"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 is in the tab "On-Hold"

  @MAP-6 @must @shop
  Rule: An order in any other status can never be shipped
    CarePortals has statuses that the guide does not map: a prescription not yet written, or not yet linked. ShipStation
    files a status that is in no box under Awaiting Shipment. The middleware must keep such an order
    from there, when it is first seen and when it falls back. Reading 1.

    Scenario Outline: First seen in a status that the guide does not map
      Given the order 1392 in status "<status>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 was never shippable in ShipStation

      Examples:
        | status                   |
        | awaiting_requirements    |
        | awaiting_requisition     |
        | awaiting_results         |
        | awaiting_script          |
        | awaiting_fulfillment     |
        | disqualified             |
        | refunded                 |
        | delivered                |
        | a_status_of_tomorrow     |
        | awaiting_shipment_review |
        | Awaiting_Shipment        |
        | shipment_lost            |

    Scenario Outline: Fallen back from Awaiting Shipment
      Given the order 1392 in status "awaiting_shipment"
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And the order 1392 changes to "<status>"
      When ShipStation refreshes
      Then the order 1392 cannot be shipped in ShipStation any more

      Examples:
        | status                |
        | awaiting_requirements |
        | awaiting_script       |
        | awaiting_fulfillment  |
        | disqualified          |

  @MAP-7 @must @G12 @G13 @G14 @G15 @G16 @shop
  Rule: An order moves to the tab of its new status at the next refresh
    ShipStation follows the store's status whenever the order is pulled again; so the middleware must report the
    order again whenever its status changes, whatever the status.

    Scenario Outline: One step of an order's life
      Given the order 1392 in status "<before>"
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And the order 1392 changes to "<after>"
      When ShipStation refreshes
      Then the order 1392 is in the tab "<tab>"

      Examples:
        | before               | after                | tab               |
        | pending              | processing           | On-Hold           |
        | awaiting_payment     | processing           | On-Hold           |
        | processing           | awaiting_payment     | Awaiting Payment  |
        | processing           | awaiting_shipment    | Awaiting Shipment |
        | awaiting_fulfillment | awaiting_shipment    | Awaiting Shipment |
        | awaiting_shipment    | processing           | On-Hold           |
        | awaiting_shipment    | shipped              | Shipped           |
        | shipped              | completed            | Shipped           |
        | shipped              | awaiting_shipment    | Awaiting Shipment |
        | processing           | cancelled            | Cancelled         |
        | cancelled            | awaiting_shipment    | Awaiting Shipment |

    Scenario: An order that was deleted by mistake
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 is deleted in CarePortals
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And the order 1392 has "isDeleted" set to false
      When ShipStation refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

  @MAP-8 @must @G12 @G13 @G14 @G15 @G16 @shop
  Rule: The statuses arrive exactly as the guide spells them in the boxes
    Each box is a comma-separated list, compared case by case. One letter off is a status in no box, and
    ShipStation warns and files the order under Awaiting Shipment.

    Scenario Outline: A status that is in a box raises no warning
      Given the order 1392 in status "<status>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then ShipStation shows the status "<status>" for the order 1392
      And ShipStation has no warning about the status of the order 1392

      Examples:
        | status            |
        | pending           |
        | awaiting_payment  |
        | awaiting_shipment |
        | shipped           |
        | completed         |
        | cancelled         |
        | processing        |

    Scenario Outline: A box that was typed wrong
      Given the order 1392 in status "<status>"
      And the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "<box>" is "<typed>"
      When the admin clicks Connect and ShipStation refreshes
      Then ShipStation warns that the status "<status>" of the order 1392 is in no box

      Examples:
        | box                        | typed                    | status            |
        | Awaiting Payment Status    | pending awaiting_payment | pending           |
        | Awaiting Payment Status    | Pending,Awaiting_Payment | awaiting_payment  |
        | Awaiting Shipment Statuses | Awaiting Shipment        | awaiting_shipment |
        | Shipped Status             | shipped                  | completed         |
        | On-Hold Status             | on_hold                  | processing        |

    Scenario: Two statuses in one box, with blanks around the comma
      Given the order 1392 in status "awaiting_payment"
      And the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "Awaiting Payment Status" is " pending , awaiting_payment "
      When the admin clicks Connect and ShipStation refreshes
      Then the order 1392 is in the tab "Awaiting Payment"

    Scenario: One status in two boxes
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "On-Hold Status" is "processing,shipped"
      When the admin clicks Connect
      Then the form is refused at "On-Hold Status"
      And the middleware was not asked
