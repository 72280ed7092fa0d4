Feature: Set Up the ShipStation Store
  Once a user has been created, the rest of the setup will be done in ShipStation.

  Background:
    Given the organization "clinic_x" on CarePortals
    And the order 1392 in status "awaiting_shipment"
    And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
    And a ShipStation account

  @STO-1 @must @G7 @G8 @shop
  Rule: An admin of ShipStation sets up a store of the type Custom Store
    Log in to ShipStation as an admin; gear icon, Store Setup, Custom Store.

    Scenario: An admin connects the Custom Store
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      When the admin clicks Connect
      Then the store is connected

    Scenario: Custom Store is in the list of store types
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      When the admin opens Store Setup
      Then "Custom Store" is in the list of store types

    Scenario: A user of ShipStation who is not an admin
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      When a user who is not an admin clicks Connect
      Then ShipStation refuses with "Only an admin"
      And no store is set up

  @STO-2 @must @G9 @shop
  Rule: The URL to Custom XML Page is the guide's address with <org> replaced
    The address is https://middleware.portals.care/shipstation/<org>. Left as it is printed, or mistyped, it
    must be noticed while somebody is looking at the form, not at night when the pull fails.

    Scenario: The organization's identifier in place of <org>
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "URL to Custom XML Page" is "https://middleware.portals.care/shipstation/clinic_x"
      When the admin clicks Connect
      Then the store is connected

    Scenario Outline: An address that cannot work
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "URL to Custom XML Page" is "<address>"
      When the admin clicks Connect
      Then the form is refused at "URL to Custom XML Page"
      And the middleware was not asked

      Examples:
        | address                                             |
        | https://middleware.portals.care/shipstation/<org>   |
        | https://middleware.portals.care/shipstation/%3Corg%3E |
        | middleware.portals.care/shipstation/clinic_x        |
        | ftp://middleware.portals.care/shipstation/clinic_x  |
        | https:///shipstation/clinic_x                       |
        |                                                     |

    Scenario: An address below the middleware that is none of its own
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "URL to Custom XML Page" is "https://middleware.portals.care/no-such-page/clinic_x"
      When the admin clicks Connect
      Then the connection fails with "The remote server returned an error: (404) Not Found."

  @STO-3 @must @G9 @shop
  Rule: The organization in the address decides whose orders are pulled
    Two clinics may use the same order numbers, and one pharmacy may serve both. An order that reaches the wrong
    clinic's ShipStation ships one patient's medicine to another.

    Background:
      Given the organization "clinic_y" on CarePortals
      And the order 1392 of "clinic_y" in status "awaiting_shipment" for "Yara Young"

    Scenario: A user of one organization with the address of another
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "URL to Custom XML Page" is "https://middleware.portals.care/shipstation/clinic_y"
      When the admin clicks Connect
      Then the connection is refused, for this address or this user
      And no order has reached ShipStation

    Scenario Outline: An organization that does not exist
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "URL to Custom XML Page" is "https://middleware.portals.care/shipstation/<org>"
      When the admin clicks Connect
      Then the connection fails
      And no order has reached ShipStation

      Examples:
        | org                |
        | clinic_nowhere     |
        | CLINIC_X           |
        | clinic_x%20        |
        | ..%2Fclinic_x      |
        | clinic_x%2Fclinic_y |

    Scenario: A pharmacy that serves both gets from each address its own orders
      Given "rx@clinic.example" was also added to "clinic_y" with the role "Pharmacy"
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "URL to Custom XML Page" is "https://middleware.portals.care/shipstation/clinic_y"
      When the admin clicks Connect and ShipStation refreshes
      Then the store of "clinic_x" holds the order 1392 for "Pat Doe"
      And the store of "clinic_y" holds the order 1392 for "Yara Young"

  @STO-4 @must @G10 @shop
  Rule: The Username is the email of a CarePortals user with Admin or Pharmacy access
    The role decides what ShipStation may see. A role without access to orders gets none, and is told so: an
    empty list would look like a quiet day.

    Scenario Outline: A role with access to the orders list
      Given "<email>" was invited with the role "<role>" and has set a password
      When ShipStation is connected as "<email>" and refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

      Examples:
        | role           | email                 |
        | Admin          | boss@clinic.example   |
        | Pharmacy       | pack@clinic.example   |
        | Pharmacy/Admin | lead@clinic.example   |
        | Pharmacy       | pack+ship@clinic.example |

    Scenario Outline: A role without access to the orders list
      Given "<email>" was invited with the role "<role>" and has set a password
      And the Custom Store form as the guide says, for "<email>"
      When the admin clicks Connect
      Then the connection is refused as forbidden
      And no order has reached ShipStation

      Examples:
        | role      | email               |
        | Marketing | news@clinic.example |
        | Developer | code@clinic.example |

    Scenario: A health provider sees the orders assigned to them and no others
      Given "doc@clinic.example" was invited with the role "Health Provider" and has set a password
      And the order 1400 is assigned to "doc@clinic.example"
      When ShipStation is connected as "doc@clinic.example" and refreshes
      Then the order 1400 is in the tab "Awaiting Shipment"
      And the order 1392 has not reached ShipStation

    Scenario: The Username is left empty
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "Username" is ""
      When the admin clicks Connect
      Then the form is refused at "Username"
      And the middleware was not asked

  @STO-5 @must @G11 @shop
  Rule: The Password is that CRM user's own password, to the letter
    Basic credentials are split at the first colon and are UTF-8 (RFC 7617). Anything less exact locks the right
    person out or lets the wrong one in.

    Scenario Outline: A wrong password
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "Password" is "<password>"
      When the admin clicks Connect
      Then the connection is refused as unauthorized
      And no order has reached ShipStation

      Examples:
        | password                 |
        | wrong                    |
        | A GOOD LONG PASSWORD     |
        | a good long password!    |
        | a good long passwor      |

    Scenario: A wrong password after the right one
      Given ShipStation is connected as "rx@clinic.example" and has refreshed
      And the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "Password" is "wrong"
      When the admin clicks Connect
      Then the connection is refused as unauthorized

    Scenario: The password of another user of the same organization
      Given "tx@clinic.example" was invited with the role "Pharmacy" and has set the password "of somebody else"
      And the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "Password" is "of somebody else"
      When the admin clicks Connect
      Then the connection is refused as unauthorized

    Scenario Outline: A right password with awkward characters
      Given "tx@clinic.example" was invited with the role "Pharmacy" and has set the password "<password>"
      When ShipStation is connected as "tx@clinic.example" and refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

      Examples:
        | password            |
        | colons: one:two:    |
        | pässwörd für ärzte  |
        | 密码-тест-🔑         |
        | 100% & more + less  |
        | half%20of%2B it+all |

    Scenario: The Password is left empty
      Given the Custom Store form as the guide says, for "rx@clinic.example"
      And the field "Password" is ""
      When the admin clicks Connect
      Then the form is refused at "Password"
      And the middleware was not asked
