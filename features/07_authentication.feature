Feature: Who is let in, and what may be asked
  ShipStation sends name and password with every request, and says in the query what it wants. What it is
  answered are patients' orders.

  Background:
    Given a Custom Store that works

  @AUT-1 @must @G10 @G11 @passive
  Rule: Without credentials there are no orders
    HTTP Basic on every request, and the endpoint must check each of them (vendor's guide). An open export gives
    patients' names, addresses and medicines to anyone who knows the URL.

    Scenario Outline: An export by nobody
      When the orders are asked for with <credentials>
      Then the middleware refuses and shows nothing of an order

      Examples:
        | credentials    |
        | no credentials |

    @shop
    Scenario Outline: Another request by nobody
      When the middleware is asked, without credentials, for "<query>"
      Then the middleware refuses and shows nothing of an order

      Examples:
        | query                                                                                  |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=2 |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10        |
        | action=export                                                                          |
        | action=verifystatus                                                                    |

  @AUT-2 @must @G10 @G11 @passive
  Rule: Only the right pair of email and password opens the door
    Half a pair, an empty pair and a header that is none have opened real stores (seen in the field: only one half is
    compared, or nothing is compared to nothing where nothing was configured).

    Scenario Outline: Credentials that are not the right pair
      When the orders are asked for with <credentials>
      Then the middleware refuses and shows nothing of an order

      Examples:
        | credentials                      |
        | a wrong password                 |
        | a pair of nothing and nothing    |

      @shop
      Examples:
        | credentials                      |
        | a wrong email                    |
        | a password and no email          |
        | an email and no password         |
        | email and password exchanged     |
        | a blank behind the password      |
        | a line end behind the password   |
        | the email alone, without a colon |
        | email and password run together  |

    @shop
    Scenario Outline: A header that is not a Basic one
      When the orders are asked for with <credentials>
      Then the middleware refuses and shows nothing of an order

      Examples:
        | credentials                     |
        | the word Basic alone            |
        | a pair that is not in Base64    |
        | something that is not Base64    |
        | the pair without the word Basic |
        | the pair as a Bearer token      |
        | the scheme Digest               |

  @AUT-3 @should @passive
  Rule: Who is not let in is told 401, and asked for a Basic password
    ShipStation shows the status to the admin: 401 sends him to the password, 404 to the URL, 500 to the vendor. A
    client that waits for the challenge never sends its password when there is none (inferred, RFC 9110).

    Scenario Outline: The refusal names its reason
      When the orders are asked for with <credentials>
      Then the answer is 401 with a Basic challenge

      Examples:
        | credentials                   |
        | no credentials                |

      @shop
      Examples:
        | credentials                   |
        | a wrong password              |
        | a wrong email                 |
        | a pair of nothing and nothing |
        | the pair as a Bearer token    |

    @shop @write
    Scenario: A notice without credentials
      When the middleware is sent a notice without credentials
      Then the answer is 401 with a Basic challenge

  @AUT-4 @should @shop @write
  Rule: A ShipStation that waits for the challenge works as well
    Whether the header is sent at once or only after a 401 is not documented; ShipStation's error texts show a .NET
    stack, and such clients may wait (inferred).

    Background:
      Given a ShipStation that waits for a challenge before it sends the password

    Scenario: Orders, after the challenge
      When the admin clicks Connect and ShipStation refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"

    Scenario: A notice, after the challenge
      Given the store is connected and has refreshed
      When the order 1392 is shipped with USPS and the tracking number "TRACK-1"
      Then the notice is delivered
      And the order 1392 is "shipped" in CarePortals

  @AUT-5 @must @passive
  Rule: The Basic header alone is enough
    It is the only way that the vendor documents. A web server that drops the header, or a middleware that looks
    for email and password in the query only, locks everybody out (seen in the field).

    Scenario: Nothing but the header
      When the orders are asked for with the right email and password
      Then the answer is a list of orders

  @AUT-6 @should @shop
  Rule: The scheme is Basic in any case of its letters
    Names of schemes are compared without regard to case (RFC 9110, 11.1); ShipStation writes "Basic".

    Scenario Outline: Other spellings of the scheme
      When the orders are asked for with <credentials>
      Then the list holds the orders 1392, 1393, 1394, 1395

      Examples:
        | credentials                |
        | the scheme spelled "basic" |
        | the scheme spelled "BASIC" |

  @AUT-7 @must @shop
  Rule: Credentials in the query never outvote the header
    The vendor's example URL carries SS-UserName and SS-Password beside the header, so they do come. Whoever is
    refused by the header must not get in by a URL that somebody has copied from a log.

    Scenario Outline: A wrong header and the right query
      When the right email and password are put into the query, beside <credentials>
      Then the middleware refuses and shows nothing of an order

      Examples:
        | credentials                   |
        | a wrong password              |
        | a wrong email                 |
        | a pair of nothing and nothing |
        | something that is not Base64  |

  @AUT-8 @should @passive
  Rule: Passwords travel in the header, and encrypted
    A query is written into logs, proxies and browser histories; HTTPS is recommended by the vendor. On the same
    machine or network plain HTTP is nobody's business.

    Scenario: The address is an https one
      When the address of the store is looked at
      Then the password travels encrypted, or not beyond this machine or network

    @shop
    Scenario: Email and password in the query alone open nothing
      When the right email and password are put into the query, beside no credentials
      Then the middleware refuses and shows nothing of an order

  @AUT-9 @must @shop
  Rule: Credentials are looked at on every request, also in the middle of a pull
    The endpoint must check each request (vendor's guide). Pages are requests of their own: a page 2 that is given out
    because somebody was let in for page 1 is an open door with a number on it.

    Background:
      Given the orders of the last hour were asked for

    Scenario Outline: Another page with other credentials
      When the second page is asked for with <credentials>
      Then the middleware refuses and shows nothing of an order

      Examples:
        | credentials                   |
        | no credentials                |
        | a wrong password              |
        | a wrong email                 |
        | a pair of nothing and nothing |

    Scenario Outline: The same page again with other credentials
      When the orders are asked for with <credentials>
      Then the middleware refuses and shows nothing of an order

      Examples:
        | credentials      |
        | no credentials   |
        | a wrong password |

    Scenario: Another page by a colleague who may not see orders
      Given "news@clinic.example" was invited with the role "Marketing" and has set a password
      When "news@clinic.example" asks for the second page
      Then the middleware refuses and shows nothing of an order

    Scenario: The user is removed between two pages
      Given "rx@clinic.example" is removed from the organization
      When the second page is asked for with the right email and password
      Then the middleware refuses and shows nothing of an order

  @AUT-10 @must @passive
  Rule: What is not asked for by its name is not an export
    `action` selects the function; export and shipnotify are all there is (vendor's guide). A page of HTML or an empty
    200 in its place is read as "Root element is missing", or as a day without orders.

    Scenario Outline: No action, or an unknown one
      When the middleware is asked for "<query>"
      Then the middleware refuses and shows nothing of an order

      Examples:
        | query                                                                                     |
        |                                                                                           |
        | action=foo&start_date=01%2f01%2f2001+00%3a00&end_date=01%2f01%2f2001+00%3a01&page=1       |

      @shop
      Examples:
        | query                                                                                     |
        | start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1                  |
        | action=&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1          |
        | action&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1           |
        | action=exports&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1   |
        | action=update&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1    |
        | action=exp%00ort&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1 |

  @AUT-11 @should @shop
  Rule: The action is matched to the letter
    Both actions are written in lower case (vendor's guide). What is let through in one place and refused by a proxy or
    a filter in another is found out late (inferred).

    Scenario Outline: An action that looks like export
      When the middleware is asked for "<query>"
      Then the middleware refuses and shows nothing of an order

      Examples:
        | query                                                                                    |
        | action=EXPORT&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1   |
        | action=Export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1   |
        | Action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1   |
        | action=export%20&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1 |

  @AUT-12 @must @shop @write
  Rule: Looking ships nothing
    GET, HEAD and OPTIONS are safe methods: browsers, proxies and link checkers repeat them freely (RFC 9110, 9.2.1).
    A notice is a POST (vendor's guide); one that works as a link ships orders that nobody has packed.

    Scenario Outline: A notice by another method
      When the method <method> is used to ship the order 1392
      Then a whole answer comes
      And CarePortals is as it was

      Examples:
        | method  |
        | GET     |
        | HEAD    |
        | OPTIONS |

  @AUT-13 @should @shop
  Rule: A method that the protocol does not know is refused
    An export is a GET, a notice a POST. 405 says which methods there are in its header Allow (RFC 9110, 15.5.6).

    Scenario Outline: A method that is neither
      When the method <method> is used to export
      Then the method is refused

      Examples:
        | method |
        | PUT    |
        | PATCH  |
        | DELETE |

  @AUT-14 @must @passive
  Rule: ShipStation is never sent elsewhere
    Whether it follows a redirect is not documented. Those that do drop the password on the way, turn the POST into a
    GET and lose the notice with it (inferred). A redirect to a login page looks like a good answer.

    Scenario Outline: No redirect
      When the middleware is sent <something>
      Then ShipStation is not sent elsewhere

      Examples:
        | something                       |
        | an export                       |

      @shop
      Examples:
        | something                       |
        | an export without credentials   |
        | an export with a wrong password |
        | a request without an action     |
        | an export without a window      |

      @shop @write
      Examples:
        | something                       |
        | a notice about an unknown order |
        | an empty notice                 |
        | a notice without credentials    |

  @AUT-15 @must @shop @write
  Rule: Every request is answered, whole and in time
    A connection that is closed or kept waiting says neither yes nor no; a notice is then repeated for ever (seen
    in the field: endpoints that hang on their errors).

    Scenario Outline: Good and bad requests
      When the middleware is sent <something>
      Then a whole answer comes

      Examples:
        | something                          |
        | an export                          |
        | an export without credentials      |
        | an export of a window that is none |
        | an export of a page that is none   |
        | a request for another action       |
        | a query that is not UTF-8          |
        | a query with a NUL                 |
        | a query of 6000 characters         |
        | a notice about an unknown order    |
        | a notice that breaks off           |
        | an empty notice                    |
        | a notice of zero bytes             |

  @AUT-16 @must @shop @write
  Rule: A bad request harms nobody but itself
    An error that nobody has foreseen stopped whole services (seen in the field). The next request is that of a
    pharmacy that has done nothing wrong.

    Scenario Outline: A good export after a bad request
      Given the middleware was sent <something>
      When the orders of the last hour are asked for
      Then the list holds the orders 1392, 1393, 1394, 1395

      Examples:
        | something                          |
        | an export with a wrong password    |
        | an export of a window that is none |
        | an export of a page that is none   |
        | a query that is not UTF-8          |
        | a query with a NUL                 |
        | a notice about an unknown order    |
        | a notice that is no XML            |
        | a notice that breaks off           |
        | a notice of zero bytes             |

  @AUT-17 @must @G19 @shop
  Rule: Each answer is made when it is asked for
    A page cache or a proxy that replays an old export hides what has changed since; ShipStation asks for nothing twice
    on purpose (seen in the field).

    Background:
      Given the orders from "2026-03-13 17:00:00" to "2026-03-13 17:30:00" were asked for

    Scenario: An order that has come since the same question
      Given the order 1396 last changed at "2026-03-13 17:20:00"
      When the orders from "2026-03-13 17:00:00" to "2026-03-13 17:30:00" are asked for
      Then the list holds the orders 1392, 1393, 1394, 1395, 1396

    Scenario: An order that has changed since the same question
      Given the order 1395 last changed at "2026-03-13 17:20:00"
      When the orders from "2026-03-13 17:00:00" to "2026-03-13 17:30:00" are asked for
      Then the list shows the order 1395 once, as "awaiting_shipment"

    Scenario: An order that has left the window since the same question
      Given the order 1392 changes to "cancelled"
      When the orders from "2026-03-13 17:00:00" to "2026-03-13 17:30:00" are asked for
      Then the list holds the orders 1393, 1394, 1395

  @AUT-18 @should @passive
  Rule: No cache may keep an answer
    It holds health data, and it is old a minute later. What has a password is not kept by shared caches unless the
    answer allows it (RFC 9111, 3.5); an answer should not.

    Scenario: The headers of a good answer
      When the middleware is sent an export
      Then no cache may keep the answer

  @AUT-19 @must @passive
  Rule: A query means the same however it is spelled
    The vendor's example writes `+` and lower-case hexadecimal digits, other clients `%20` and upper-case ones; order
    and additions differ between ShipStation's versions (vendor's guide, inferred).

    Scenario Outline: The same empty window in other spellings
      When the middleware is asked for "<query>"
      Then the list is empty

      Examples:
        | query                                                                                    |
        | action=export&start_date=01%2F01%2F2001%2000%3A00&end_date=01%2F01%2F2001%2000%3A01&page=1 |

    @shop
    Scenario Outline: The same orders in other spellings
      When the middleware is asked for "<query>"
      Then the list holds the orders 1392, 1393, 1394, 1395

      Examples:
        | query                                                                                              |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1             |
        | action=export&start_date=03%2F13%2F2026+17%3A00&end_date=03%2F13%2F2026+17%3A10&page=1             |
        | action=export&start_date=03%2f13%2f2026%2017%3a00&end_date=03%2f13%2f2026%2017%3a10&page=1         |
        | action=export&start_date=03/13/2026+17:00&end_date=03/13/2026+17:10&page=1                         |
        | page=1&end_date=03%2f13%2f2026+17%3a10&start_date=03%2f13%2f2026+17%3a00&action=export             |
        | %61ction=%65xport&start_date=%30%33%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=%31   |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1&            |
        | SS-UserName=x&SS-Password=x&action=export&start_date=03/13/2026+17:00&end_date=03/13/2026+17:10&page=1 |
        | action=export&start_date=03/13/2026+17:00&end_date=03/13/2026+17:10&page=1&order_number=&carrier=  |
        | action=export&start_date=03/13/2026+17:00&end_date=03/13/2026+17:10&page=1&nonce=4711&_=%c3%a9     |

    @shop @write
    Scenario Outline: A ShipStation with other habits pulls and tells
      Given a ShipStation that <habit>
      And the store is connected and has refreshed
      When the order 1392 is shipped with USPS and the tracking number "9400 1118/99:22"
      Then the notice is delivered
      And the order 1392 is "shipped" in CarePortals

      Examples:
        | habit                                          |
        | puts email and password into the query as well |
        | writes a blank as %20                          |
        | writes hexadecimal digits in upper case        |
        | calls itself by another name                   |

  @AUT-20 @should @passive
  Rule: A refusal is short and plain
    ShipStation shows the beginning of the body to its user and cuts the rest off; a page of HTML hides the
    reason (seen in the field).

    Scenario Outline: A refusal to show to a person
      When the middleware is sent <something>
      Then the refusal is short and plain

      Examples:
        | something                          |
        | a request for another action       |

      @shop
      Examples:
        | something                          |
        | a request without an action        |
        | an export with a wrong password    |
        | an export without a window         |
        | an export of a window that is none |
        | a query of 6000 characters         |

      @shop @write
      Examples:
        | something                          |
        | a notice about an unknown order    |
        | a notice that is no XML            |
