Feature: Create a ShipStation User in CarePortals
  First, you must create a user in CarePortals with access to view the orders list. This user will be
  used by ShipStation to pull the order list and sync the status.

  Background:
    Given the organization "clinic_x" on CarePortals
    And the order 1392 in status "awaiting_shipment"
    And a ShipStation account

  @USR-1 @must @G1 @G2 @G3 @shop
  Rule: ShipStation acts as the user that was added under Admin > Users
    The email typed in the Invite User window is the name that this user signs in with, in CarePortals and
    in ShipStation. Who was never added is nobody: any order that he got would be somebody's health record.

    Scenario: The pharmacy user that the clinic invited
      Given "rx@clinic.example" was invited with the role "Pharmacy"
      And "rx@clinic.example" has followed the sign-up link and set a password
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

    Scenario: An email that was never added
      Given the Custom Store form as the guide says, for "stranger@clinic.example"
      When the admin clicks Connect
      Then the connection is refused as unauthorized
      And no order has reached ShipStation

    Scenario: The invited user appears in the users list at once
      When "rx@clinic.example" is invited with the role "Pharmacy"
      Then the users list shows "rx@clinic.example" with the role "Pharmacy", "invited"

    Scenario Outline: An invitation that cannot work is refused in the Invite User window
      When "<email>" is invited with the role "<role>"
      Then CarePortals refuses with "<message>"

      Examples:
        | email              | role       | message |
        | rx.clinic.example  | Pharmacy   | email   |
        | rx@clinic.example  | Pharmacist | role    |
        | owner@clinic-x.example | Pharmacy | Exists |

  @USR-2 @must @G5 @shop
  Rule: The invitation counts once its mail has been answered
    Add sends a mail with a link to a page on which the password is set; before that there is no account to
    sign in with. A middleware must not remember its first refusal: set-up is often tried too early.

    Scenario: The mail with the sign-up link
      When "rx@clinic.example" is invited with the role "Pharmacy"
      Then a mail "Activate Your Account" with a sign-up link has reached "rx@clinic.example"

    Scenario: Not yet activated
      Given "rx@clinic.example" was invited with the role "Pharmacy"
      And the Custom Store form as the guide says, for "rx@clinic.example"
      When the admin clicks Connect
      Then the connection is refused as unauthorized
      And no order has reached ShipStation

    Scenario: Tried too early, then activated
      Given "rx@clinic.example" was invited with the role "Pharmacy"
      And the Custom Store form as the guide says, for "rx@clinic.example"
      And the admin has clicked Connect in vain
      And "rx@clinic.example" has followed the sign-up link and set a password
      And the field "Password" is the password of "rx@clinic.example"
      When the admin clicks Connect
      Then the store is connected

    Scenario Outline: A password that the sign-up page does not take
      Given "rx@clinic.example" was invited with the role "Pharmacy"
      When "rx@clinic.example" follows the sign-up link and sets the password "<password>"
      Then CarePortals refuses with "password"
      And the users list shows "rx@clinic.example" with the role "Pharmacy", "invited"

      Examples:
        | password |
        |          |
        | short    |

    Scenario: The sign-up link works once
      Given "rx@clinic.example" was invited with the role "Pharmacy"
      And "rx@clinic.example" has followed the sign-up link and set a password
      When "rx@clinic.example" follows the sign-up link and sets the password "another good password"
      Then CarePortals refuses with "used"
      And ShipStation can connect as "rx@clinic.example"

  @USR-3 @must @G6 @shop
  Rule: Signing up at /auth/register links the account by itself, in either order
    Account and membership are separate and joined by the email. An account that no organization has added is
    an account without orders.

    Scenario: Signed up first, added afterwards
      Given "rx@clinic.example" has signed up at /auth/register
      And "rx@clinic.example" was invited with the role "Pharmacy"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

    Scenario: Added first, signed up afterwards
      Given "rx@clinic.example" was invited with the role "Pharmacy"
      And "rx@clinic.example" has signed up at /auth/register
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

    Scenario: Signed up and never added
      Given "rx@clinic.example" has signed up at /auth/register
      And the Custom Store form as the guide says, for "rx@clinic.example"
      When the admin clicks Connect
      Then the connection is refused as unauthorized
      And no order has reached ShipStation

  @USR-4 @must @G4 @shop @write
  Rule: The role Pharmacy is enough to pull the orders list and to sync the status, and opens nothing else
    The guide gives fulfilment partners this role because it sees patients, orders and prescriptions only.
    A middleware that needs more than that, a service user or an Owner, does not work as the guide says.

    Background:
      Given "rx@clinic.example" was invited with the role "Pharmacy" and has set a password

    Scenario: Pull and sync as the pharmacy user
      Given ShipStation is connected as "rx@clinic.example" and has refreshed
      When the order 1392 is shipped with USPS and the tracking number "9400111899223197428490"
      Then the order 1392 is "shipped" in CarePortals

    Scenario: The pharmacy user has no business under Admin > Users
      When "rx@clinic.example" opens the users list
      Then CarePortals refuses with "may not"
      And ShipStation can connect as "rx@clinic.example"

  @USR-5 @must @G1 @shop
  Rule: What changes about the user counts from the next pull on
    The user's role and organization decide. Somebody who was removed must not go on reading patients' orders
    because a middleware remembers his password or his token.

    Background:
      Given "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
      And ShipStation is connected as "rx@clinic.example" and has refreshed
      And the order 1393 in status "awaiting_shipment"

    Scenario: The user is removed
      Given "rx@clinic.example" is removed from the organization
      When ShipStation refreshes
      Then the refresh fails as unauthorized
      And the order 1393 has not reached ShipStation

    Scenario: The user is removed and added again
      Given "rx@clinic.example" is removed from the organization
      And ShipStation has tried to refresh
      And "rx@clinic.example" was invited with the role "Pharmacy"
      When ShipStation refreshes
      Then the order 1393 is in the tab "Awaiting Shipment"

    Scenario: The user loses the role
      Given the role of "rx@clinic.example" is changed to "Marketing"
      When ShipStation refreshes
      Then the refresh fails as forbidden
      And the order 1393 has not reached ShipStation

    Scenario: The password is reset by an admin
      Given the password of "rx@clinic.example" is reset
      When ShipStation refreshes
      Then the refresh fails as unauthorized
      And the order 1393 has not reached ShipStation

    Scenario: The mailed new password is typed into the store
      Given the password of "rx@clinic.example" is reset
      And the admin types the mailed password into the store
      When ShipStation refreshes
      Then the order 1393 is in the tab "Awaiting Shipment"
