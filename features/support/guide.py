"""The statements of the CarePortals "ShipStation Integration Guide", numbered once and for all."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """One thing that the guide promises or asks, in short; features cite it by its id."""

    id: str
    chapter: str
    text: str


USER = "Create a ShipStation User in CarePortals"
STORE = "Set Up the ShipStation Store"
MAPPING = "Map Order Statuses"
FINISH = "Test Connection and Connect"
RESULT = "Orders flow, status updates sync back"

STATEMENTS = tuple(
    Statement(f"G{number}", chapter, text)
    for number, (chapter, text) in enumerate(
        (
            (USER, "ShipStation acts as a CarePortals user with access to the orders list"),
            (USER, "The user is added in the CRM under Admin, Users, Add User, in the Invite User window"),
            (USER, "Email: the invited address is also the sign-in name"),
            (USER, "Role Pharmacy: limited to patients, orders and prescriptions"),
            (USER, "Add mails an invitation; its link sets the password and activates the account"),
            (USER, "Or sign up at /auth/register: linked by itself, in either order"),
            (STORE, "The store is set up in ShipStation, signed in as an admin"),
            (STORE, "Gear icon, Store Setup, Custom Store in the list of store types"),
            (STORE, "URL to Custom XML Page: .../shipstation/<org> with the organization's identifier"),
            (STORE, "Username: the email of a CarePortals user with Admin or Pharmacy access"),
            (STORE, "Password: that user's own password"),
            (MAPPING, "Awaiting Payment Status: pending,awaiting_payment"),
            (MAPPING, "Awaiting Shipment Statuses: awaiting_shipment"),
            (MAPPING, "Shipped Status: shipped,completed"),
            (MAPPING, "Cancelled Status: cancelled"),
            (MAPPING, "On-Hold Status: processing"),
            (FINISH, "Test Connection tells whether the settings are correct"),
            (FINISH, "Connect finishes the set-up"),
            (RESULT, "From then on ShipStation pulls order information from CarePortals"),
            (RESULT, "Status updates go back to CarePortals by themselves"),
        ),
        start=1,
    )
)
