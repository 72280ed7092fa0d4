Feature: What must never leave, and what must never get in
  The address is on the internet, and behind it are the orders of patients. These rules are inferred from what Custom
  Store endpoints were seen to do wrong, and from what health records are owed.

  @SEC-1 @must @G9 @G20 @shop @write
  Rule: A notice ships in the organization of its address, and nowhere else
    Order numbers repeat between organizations and OrderIDs can be guessed or mixed up. What the address and the user decide,
    nothing in query or body may widen.

    Background:
      Given the organization "clinic_x" on CarePortals
      And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
      And the order 1392 in status "awaiting_shipment"
      And the organization "clinic_y" on CarePortals
      And the order 1392 of "clinic_y" in status "awaiting_shipment" for "Yara Young"
      And the order 4711 of "clinic_y" in status "awaiting_shipment" for "Yves Young"
      And the Custom Store form as the guide says, for "rx@clinic.example"

    Scenario: The OrderID of another organization's order beside a number of one's own
      Given a notice about the order 1392
      And the notice carries the OrderID of the order 1392 of "clinic_y"
      When the notice arrives
      Then the orders of "clinic_y" are as they were
      And the notice is kept with the order 1392, or it is refused and nothing has changed

    Scenario: An order number that only another organization has
      Given a notice about the order 4711
      And the notice names its order by "OrderNumber" alone
      When the notice arrives
      Then the notice is not accepted
      And the orders of "clinic_y" are as they were
      And the orders of "clinic_x" are as they were

    Scenario: Everything about another organization's order
      Given a notice about the order 4711 of "clinic_y" with everything in it
      When the notice arrives
      Then the notice is not accepted
      And the orders of "clinic_y" are as they were

    Scenario: A pharmacy that serves both sends the one's notice to the other's address
      Given "rx@clinic.example" was also added to "clinic_y" with the role "Pharmacy"
      And a notice about the order 4711 of "clinic_y" with everything in it
      When the notice arrives
      Then the notice is not accepted
      And the orders of "clinic_y" are as they were

    Scenario: A pharmacy that serves both ships the order of the address that it names
      Given "rx@clinic.example" was also added to "clinic_y" with the role "Pharmacy"
      And a notice about the order 1392 of "clinic_y" with everything in it
      When the notice arrives at the address of "clinic_y"
      Then the notice is accepted
      And the order 1392 of "clinic_y" is "shipped" in CarePortals
      And the orders of "clinic_x" are as they were

  @SEC-2 @must @G9 @shop
  Rule: The organization in the address is a name, and nothing else
    It goes into headers, paths and queries of whatever lies behind. A name that is none is refused before it gets there,
    and the refusal holds nothing of anybody's orders.

    Background:
      Given the organization "clinic_x" on CarePortals
      And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
      And the order 1392 in status "awaiting_shipment"
      And the organization "clinic_y" on CarePortals
      And the Custom Store form as the guide says, for "rx@clinic.example"

    Scenario Outline: A name that no organization can have
      Given the field "URL to Custom XML Page" is "https://middleware.portals.care/shipstation/<org>"
      When an export is asked for
      Then it is refused with a 4xx answer that gives nothing away

      Examples:
        | org                                 |
        | clinic_x%00                         |
        | clinic_x%0d%0aX-Injected:%20yes     |
        | clinic_x%0aX-Injected:%20yes        |
        | ..%2f..%2fhealth                    |
        | clinic_y%2f..%2fclinic_x            |
        | clinic_x,clinic_y                   |
        | *                                   |
        | %25                                 |
        | %ff%fe                              |
        | %E8%AF%8A%E6%89%80                  |
        | clinic_x'%20OR%20'1'='1             |
        | %7B%22$ne%22:null%7D                |
        | $%7Bjndi:ldap:%2f%2f127.0.0.1%2fa%7D |

    Scenario: A name of five thousand letters
      Given the address names an organization of 5000 letters
      When an export is asked for
      Then it is refused with a 4xx answer that gives nothing away

  @SEC-3 @must @shop @write
  Rule: What comes in a query or a body is data, and nothing else
    A line break that reaches a header splits the answer; a formula or a query that reaches a database is run by it. The
    shipment is kept with the text as it is, or refused. Inferred.

    Background:
      Given the organization "clinic_x" on CarePortals
      And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
      And the order 1392 in status "awaiting_shipment"
      And the order 1393 in status "awaiting_shipment"
      And the Custom Store form as the guide says, for "rx@clinic.example"

    Scenario Outline: A notice with something in it that wants to be more than text
      Given a notice about the order 1392
      And the notice has "<text>" as "Service"
      And the notice has "<text>" as "Carrier"
      When the notice arrives
      Then the notice is kept with the order 1392, or it is refused and nothing has changed
      And the answer gives nothing away
      And the order 1393 is as it was
      And a good notice about the order 1393 is still accepted

      Examples:
        | text                                     |
        | UPS\u000d\u000aX-Injected: yes           |
        | UPS\u000d\u000a\u000d\u000a<html>        |
        | '; DELETE FROM orders; --                |
        | {$ne: null}                              |
        | ${jndi:ldap://127.0.0.1/a}               |
        | {{7*7}}                                  |
        | =1+1                                     |

    Scenario Outline: A question with a line break in it
      When an export is asked for with "<query>"
      Then it is refused with a 4xx answer that gives nothing away

      Examples:
        | query                                                                                   |
        | action=export%0d%0aX-Injected:%20yes                                                    |
        | action=export&start_date=%0d%0aX-Injected:%20yes&end_date=03%2f13%2f2026+17%3a34&page=1 |

  @SEC-4 @must @shop @write
  Rule: A notice makes the middleware read no file and ask no address
    XML can name files and addresses and have the reader fetch them (XXE). A notice comes from the internet; what it
    names may be the machine's own secrets or its neighbours. Inferred.

    Background:
      Given the organization "clinic_x" on CarePortals
      And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
      And the order 1392 in status "awaiting_shipment"
      And the order 1393 in status "awaiting_shipment"
      And the Custom Store form as the guide says, for "rx@clinic.example"

    Scenario Outline: A notice that names an address
      Given a notice about the order 1392 in the form "<form>" that names an address
      When the notice arrives
      Then nobody has asked that address
      And a good notice about the order 1393 is still accepted

      Examples:
        | form             |
        | external entity  |
        | external type    |
        | parameter entity |
        | included file    |

    Scenario Outline: A notice that names a file
      Given a notice about the order 1392 in the form "<form>" that names a file
      When the notice arrives
      Then what is in that file has come to nobody's eyes
      And a good notice about the order 1393 is still accepted

      Examples:
        | form            |
        | external entity |
        | included file   |

  @SEC-5 @should @shop @write
  Rule: A notice with a document type declaration is refused
    The protocol has none. Refusing all of them is simpler than telling the harmless from the others. Inferred.

    Scenario Outline: A declaration
      Given the organization "clinic_x" on CarePortals
      And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
      And the order 1392 in status "awaiting_shipment"
      And the Custom Store form as the guide says, for "rx@clinic.example"
      And a notice about the order 1392 in the form "<form>"
      When the notice arrives
      Then the notice is not accepted
      And CarePortals is as it was

      Examples:
        | form            |
        | internal entity |
        | entity bomb     |

  @SEC-6 @must @shop @write
  Rule: No notice keeps the middleware busy for long, or ends it
    A few kilobytes can unfold into gigabytes, and a nesting deeper than a reader's stack ends its process (seen in the field:
    one bad notice, and no orders until somebody noticed).

    Background:
      Given the organization "clinic_x" on CarePortals
      And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
      And the order 1392 in status "awaiting_shipment"
      And the order 1393 in status "awaiting_shipment"
      And the Custom Store form as the guide says, for "rx@clinic.example"

    Scenario: Entities that unfold into gigabytes
      Given a notice about the order 1392 in the form "entity bomb"
      When the notice arrives
      Then it was over within 10 seconds
      And a good notice about the order 1393 is still accepted

    Scenario Outline: A notice out of all measure
      Given a notice about the order 1392
      And the notice has <measure> below its root
      When the notice arrives
      Then it was over within 10 seconds
      And a good notice about the order 1393 is still accepted

      Examples:
        | measure                     |
        | a note of 8 million letters |
        | 100000 nested elements      |
        | 20000 attributes            |

  @SEC-7 @should @shop @write
  Rule: A notice larger than any shipment needs is refused
    The vendor's longest text has 1000 characters. A limit on the body is the only defence that works before reading it.

    Scenario: A note of 8 million letters where 1000 are the most
      Given the organization "clinic_x" on CarePortals
      And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
      And the order 1392 in status "awaiting_shipment"
      And the Custom Store form as the guide says, for "rx@clinic.example"
      And a notice about the order 1392
      And the notice has a note of 8 million letters below its root
      When the notice arrives
      Then the order 1392 is as it was

  @SEC-8 @should @passive
  Rule: A question out of all measure is the asker's mistake
    Refused with 4xx or cut off, it costs nothing. A 5xx tells that something fell over which should have said no. Inferred.

    Background:
      Given a Custom Store that works

    Scenario Outline: A part of the question that is far too long
      When an export is asked for with <length> characters in the <part>
      Then there is no 5xx answer

      Examples:
        | length | part   |
        | 60000  | query  |
        | 100000 | header |

  @SEC-9 @must @shop @write
  Rule: A refusal gives nothing away
    ShipStation shows the answer to its user, and proxies keep it. It must hold no password or token, nothing about a
    patient, and nothing about the machine: no traces, no paths. Inferred.

    Background:
      Given the organization "clinic_x" on CarePortals
      And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
      And the order 1392 in status "awaiting_shipment"
      And the order 1393 in status "awaiting_shipment"
      And the order 1393 changes to "cancelled"
      And the organization "clinic_y" on CarePortals
      And the order 4711 of "clinic_y" in status "awaiting_shipment" for "Yves Young"
      And the Custom Store form as the guide says, for "rx@clinic.example"

    Scenario Outline: Something that is refused
      When somebody sends <request>
      Then it is refused with a 4xx answer that gives nothing away

      Examples:
        | request                                    |
        | an export with a wrong password            |
        | an export without credentials              |
        | an export of another organization          |
        | an export without a window                 |
        | an export with an impossible window        |
        | an export with an impossible page          |
        | a request with an unknown action           |
        | a notice with a broken body                |
        | a notice with a wrong password             |
        | a notice about an order that nobody knows  |
        | a notice about a cancelled order           |
        | a notice about another organization's order |

    Scenario: An export as a user whose role may not see orders
      Given "news@clinic.example" was invited with the role "Marketing" and has set a password
      And the Custom Store form as the guide says, for "news@clinic.example"
      When an export is asked for
      Then it is refused with a 4xx answer that gives nothing away

  @SEC-10 @must @passive
  Rule: The password never comes back
    Neither with the orders nor with a refusal, plain or encoded. Inferred.

    Background:
      Given a Custom Store that works

    Scenario: In the orders
      When an export is asked for
      Then the answer holds no password

    Scenario: In the refusal of a question that cannot be answered
      When an export is asked for with "action=export&start_date=nonsense&end_date=nonsense&page=1"
      Then the answer holds no password
      And the answer shows nothing of the machine

  @SEC-11 @should @shop @write
  Rule: Who may not see a thing does not learn whether it is there
    Which clinics are customers, and which order numbers are taken, is nobody else's business. What is not there and what is
    somebody else's are refused alike. Inferred.

    Background:
      Given the organization "clinic_x" on CarePortals
      And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
      And the order 1392 in status "awaiting_shipment"
      And the organization "clinic_y" on CarePortals
      And the order 4711 of "clinic_y" in status "awaiting_shipment" for "Yves Young"
      And the Custom Store form as the guide says, for "rx@clinic.example"

    Scenario Outline: Somebody else's, and nobody's
      When <theirs> and <nobodys> are both sent
      Then both are answered alike

      Examples:
        | theirs                                      | nobodys                                   |
        | an export of another organization           | an export of an organization of nobody    |
        | a notice about another organization's order | a notice about an order that nobody knows |
        | an export with a wrong password             | an export as a user whom nobody knows     |

  @SEC-12 @should @G11 @shop
  Rule: Wrong passwords neither wear the lock out nor turn it against the owner
    Whoever knows the address and the pharmacy's e-mail could otherwise stop all orders from flowing, or guess for ever
    until a check is skipped.

    Background:
      Given the organization "clinic_x" on CarePortals
      And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
      And the order 1392 in status "awaiting_shipment"
      And the Custom Store form as the guide says, for "rx@clinic.example"

    Scenario: The right password after many wrong ones
      Given 12 exports with wrong passwords were asked for
      When an export is asked for
      Then it is answered with orders

    Scenario: One more wrong password after many
      Given 12 exports with wrong passwords were asked for
      When somebody sends an export with a wrong password
      Then it is refused with a 4xx answer that gives nothing away
