Feature: Test Connection and Connect
  Once done, click Test Connection to verify that the settings are correct, and then click Connect to finish the
  setup.

  Background:
    Given the organization "clinic_x" on CarePortals
    And the order 1392 in status "awaiting_shipment"
    And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
    And a ShipStation account
    And the Custom Store form as the guide says, for "rx@clinic.example"

  @STO-6 @must @G17 @shop
  Rule: Test Connection succeeds when the settings are correct, and changes nothing
    It is a look, not a step: no order arrives by it, and CarePortals stays as it was.

    Scenario: Everything as the guide says
      When the admin clicks Test Connection
      Then the connection is successful
      And no order has reached ShipStation
      And no store is set up
      And CarePortals is as it was

    Scenario: An organization without a single order
      Given the organization "clinic_new" on CarePortals
      And "new@clinic.example" was invited to "clinic_new" with the role "Pharmacy" and has set a password
      And the Custom Store form as the guide says, for "new@clinic.example" of "clinic_new"
      When the admin clicks Test Connection
      Then the connection is successful

  @STO-7 @must @G17 @shop
  Rule: Test Connection says what is wrong when a setting is wrong
    An error that looks like success is found days later by a patient; one with the wrong words sends the
    admin to the wrong field.

    Scenario Outline: A wrong setting
      Given the field "<field>" is "<value>"
      When the admin clicks Test Connection
      Then the connection fails with "<message>"
      And no order has reached ShipStation

      Examples:
        | field                  | value                                                | message                                                   |
        | Password               | not the password                                     | The remote server returned an error: (401) Unauthorized.  |
        | Username               | nobody@clinic.example                                | The remote server returned an error: (401) Unauthorized.  |
        | Username               | clinic_x                                             | The remote server returned an error: (401) Unauthorized.  |
        | URL to Custom XML Page | https://middleware.portals.care/                     | The remote server returned an error: (404) Not Found.     |

    Scenario: An organization that is none
      Given the field "URL to Custom XML Page" is "https://middleware.portals.care/shipstation/clinic_z"
      When the admin clicks Test Connection
      Then the connection is refused, for this address or this user
      And no order has reached ShipStation

    Scenario: Nobody listens at the address
      Given the field "URL to Custom XML Page" is "http://127.0.0.1:9/shipstation/clinic_x"
      When the admin clicks Test Connection
      Then the connection fails with "Unable to connect to the remote server"

    Scenario: The user was removed in CarePortals
      Given "rx@clinic.example" is removed from the organization
      When the admin clicks Test Connection
      Then the connection fails with "The remote server returned an error: (401) Unauthorized."

    Scenario: The role has no access to orders
      Given the role of "rx@clinic.example" is changed to "Marketing"
      When the admin clicks Test Connection
      Then the connection fails with "The remote server returned an error: (403) Forbidden."

    Scenario: Wrong first, then corrected
      Given the field "Password" is "not the password"
      And the admin has clicked Test Connection in vain
      And the field "Password" is the password of "rx@clinic.example"
      When the admin clicks Test Connection
      Then the connection is successful

  @STO-8 @must @G18 @shop
  Rule: Connect finishes the set-up, and only with settings that work
    A store that was saved although its connection failed is a store that silently pulls nothing.

    Scenario: Connect after a successful test
      Given the admin has clicked Test Connection
      When the admin clicks Connect
      Then the store is connected

    Scenario: Connect with settings that do not work
      Given the field "Password" is "not the password"
      When the admin clicks Connect
      Then the connection is refused as unauthorized
      And no store is set up

    Scenario: The first refresh after Connect brings the orders
      Given the order 1393 in status "processing"
      When the admin clicks Connect and ShipStation refreshes
      Then ShipStation holds exactly these orders:
        | order | tab               |
        | 1392  | Awaiting Shipment |
        | 1393  | On-Hold           |
