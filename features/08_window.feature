Feature: The window of an export
  ShipStation asks for what was modified between two minutes, in UTC. Whatever the answer leaves out is not
  asked for again.

  Background:
    Given a Custom Store that works

  @WIN-3 @must @passive
  Rule: A window that is none is refused
    Neither 200 with all orders, nor 200 with none, nor a 5xx: the first floods, the second reads as a quiet day, the
    third as an outage (seen in the field; good practice is 400).

    Scenario Outline: Something is missing or is no date
      When the middleware is asked for "<query>"
      Then the middleware refuses

      Examples:
        | query                                                                |
        | action=export&end_date=01%2f01%2f2001+00%3a01&page=1                 |
        | action=export&start_date=soon&end_date=01%2f01%2f2001+00%3a01&page=1 |

      @shop
      Examples:
        | query                                                                                  |
        | action=export                                                                          |
        | action=export&page=1                                                                   |
        | action=export&start_date=03%2f13%2f2026+17%3a00&page=1                                 |
        | action=export&start_date=&end_date=&page=1                                             |
        | action=export&start_date&end_date&page=1                                               |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=&page=1                       |
        | action=export&start_date=+&end_date=03%2f13%2f2026+17%3a10&page=1                      |
        | action=export&start_date=null&end_date=undefined&page=1                                |
        | action=export&start_date=17%3a00&end_date=17%3a10&page=1                               |
        | action=export&start_date=%00&end_date=03%2f13%2f2026+17%3a10&page=1                    |
        | action=export&start_date=%d9%a0%d9%a3/13/2026+17:00&end_date=03/13/2026+17:10&page=1   |
        | action=export&start_date=03/13/2026+17:00'+OR+'1'='1&end_date=03/13/2026+17:10&page=1  |
        | action=export&start_date=%ff%fe&end_date=03/13/2026+17:10&page=1                       |

    @shop
    Scenario Outline: A date that no calendar has, or a time that no clock shows
      When the middleware is asked for "action=export&start_date=<day>&end_date=03%2f13%2f2026+17%3a10&page=1"
      Then the middleware refuses

      Examples:
        | day                    |
        | 02%2f30%2f2026+17%3a00 |
        | 02%2f29%2f2025+17%3a00 |
        | 02%2f29%2f1900+17%3a00 |
        | 04%2f31%2f2025+17%3a00 |
        | 13%2f03%2f2026+17%3a00 |
        | 00%2f13%2f2026+17%3a00 |
        | 03%2f00%2f2026+17%3a00 |
        | 03%2f32%2f2026+17%3a00 |
        | 03%2f13%2f2026+25%3a00 |
        | 03%2f13%2f2026+16%3a60 |
        | 03%2f13%2f2026+-1%3a00 |
        | 03%2f13%2f99999+17%3a00 |

  @WIN-4 @should @shop
  Rule: A parameter that is given twice is refused
    Which of the two counts is decided differently by every web framework, proxy and filter on the way; the one that
    checks and the one that acts may not agree (inferred).

    Scenario Outline: Two different values
      When the middleware is asked for "<query>"
      Then the middleware refuses

      Examples:
        | query                                                                                                    |
        | action=export&start_date=03/13/2026+17:00&start_date=01/01/2001+00:00&end_date=03/13/2026+17:10&page=1 |
        | action=export&start_date=03/13/2026+17:00&end_date=03/13/2026+17:10&end_date=03/13/2026+17:20&page=1   |
        | action=export&start_date=03/13/2026+17:00&end_date=03/13/2026+17:10&page=1&page=2                       |
        | action=export&action=shipnotify&start_date=03/13/2026+17:00&end_date=03/13/2026+17:10&page=1            |

  @WIN-5 @must @passive
  Rule: A window that ends before it begins holds nothing
    It is refused, or it is empty; a middleware that answers with all orders, or looks at one end only, has not
    understood the question (inferred).

    Scenario Outline: The end before the start
      When the middleware is asked for "<query>"
      Then the middleware refuses or gives an empty list

      Examples:
        | query                                                                                  |
        | action=export&start_date=01%2f02%2f2001+00%3a00&end_date=01%2f01%2f2001+00%3a00&page=1 |

      @shop
      Examples:
        | query                                                                                  |
        | action=export&start_date=03%2f13%2f2026+17%3a10&end_date=03%2f13%2f2026+17%3a00&page=1 |
        | action=export&start_date=03%2f13%2f2026+17%3a30&end_date=03%2f13%2f2026+17%3a20&page=1 |
        | action=export&start_date=03%2f13%2f2026+17%3a02&end_date=03%2f13%2f2026+17%3a00&page=1 |
        | action=export&start_date=03%2f13%2f2027+17%3a00&end_date=03%2f13%2f2025+17%3a00&page=1 |

  @WIN-6 @must @G19 @passive
  Rule: A window in which nothing was modified is an empty list
    An Orders element without Order, and not 204, an empty body, JSON or a page of words: those are "Root element is
    missing" (seen in the field). Both pages="0" and pages="1" occur in working shops.

    Scenario Outline: A window in which nothing can have happened
      When the orders from "<start>" to "<end>" are asked for
      Then the list is empty

      Examples:
        | start               | end                 |
        | 2001-01-01 00:00:00 | 2001-01-01 00:01:00 |

      @shop
      Examples:
        | start               | end                 |
        | 1970-01-01 00:00:00 | 1970-01-02 00:00:00 |
        | 1999-12-31 23:59:00 | 2000-01-01 00:00:00 |
        | 2000-01-01 00:00:00 | 2020-01-01 00:00:00 |
        | 2026-03-13 17:10:00 | 2026-03-13 17:30:00 |
        | 2026-03-12 17:00:00 | 2026-03-12 17:10:00 |
        | 2025-03-13 17:00:00 | 2025-03-13 17:10:00 |
        | 2026-03-13 05:00:00 | 2026-03-13 05:10:00 |

  @WIN-7 @must @G19 @shop
  Rule: A window holds what was modified in it, however short or long it is and wherever it lies
    The dates are UTC (vendor's guide): no hour of a change to summer time is missing or there twice, February
    has 29 days in some years, and a first import may ask for many years at once.

    Background:
      Given these orders, by when they last changed:
        | order | changed             |
        | 1501  | 2019-07-04 12:00:30 |
        | 1502  | 2023-12-31 23:59:30 |
        | 1503  | 2024-01-01 00:00:30 |
        | 1504  | 2024-02-28 23:59:30 |
        | 1505  | 2024-02-29 12:00:30 |
        | 1506  | 2024-03-01 00:00:30 |
        | 1507  | 2024-04-30 23:59:30 |
        | 1508  | 2024-05-01 00:00:30 |
        | 1509  | 2025-03-09 02:30:30 |
        | 1510  | 2025-03-30 01:30:30 |
        | 1511  | 2025-10-26 00:30:30 |
        | 1512  | 2025-10-26 01:30:30 |
        | 1513  | 2025-11-02 05:30:30 |
        | 1514  | 2025-11-02 06:30:30 |
        | 1515  | 2026-01-12 00:30:30 |
        | 1516  | 2026-01-12 12:30:30 |

    Scenario Outline: A window around a border of the calendar
      When the orders from "<start>" to "<end>" are asked for
      Then the list holds the orders <numbers>

      Examples:
        | start               | end                 | numbers          |
        | 2023-12-31 23:58:00 | 2024-01-01 00:02:00 | 1502, 1503       |
        | 2024-02-28 23:58:00 | 2024-02-29 00:02:00 | 1504             |
        | 2024-02-29 00:30:00 | 2024-02-29 23:30:00 | 1505             |
        | 2024-02-28 12:00:00 | 2024-03-01 12:00:00 | 1504, 1505, 1506 |
        | 2024-04-30 23:58:00 | 2024-05-01 00:02:00 | 1507, 1508       |
        | 2026-01-12 00:00:00 | 2026-01-12 01:00:00 | 1515             |
        | 2026-01-12 12:00:00 | 2026-01-12 13:00:00 | 1516             |

    Scenario Outline: A window in an hour that some zone skips or repeats
      When the orders from "<start>" to "<end>" are asked for
      Then the list holds the orders <numbers>

      Examples:
        | start               | end                 | numbers    |
        | 2025-03-09 02:00:00 | 2025-03-09 03:00:00 | 1509       |
        | 2025-03-30 01:00:00 | 2025-03-30 02:00:00 | 1510       |
        | 2025-10-26 00:00:00 | 2025-10-26 01:00:00 | 1511       |
        | 2025-10-26 01:00:00 | 2025-10-26 02:00:00 | 1512       |
        | 2025-11-02 05:00:00 | 2025-11-02 06:00:00 | 1513       |
        | 2025-11-02 06:00:00 | 2025-11-02 07:00:00 | 1514       |

    Scenario Outline: A window of another length
      When the orders from "<start>" to "<end>" are asked for
      Then the list holds the orders <numbers>

      Examples:
        | start               | end                 | numbers                                        |
        | 2024-02-29 12:00:00 | 2024-02-29 12:01:00 | 1505                                           |
        | 2024-01-01 12:00:00 | 2024-12-31 12:00:00 | 1504, 1505, 1506, 1507, 1508                   |
        | 2000-01-01 00:00:00 | 2024-03-31 00:00:00 | 1501, 1502, 1503, 1504, 1505, 1506             |
        | 2025-01-01 00:00:00 | 2026-03-13 12:00:00 | 1509, 1510, 1511, 1512, 1513, 1514, 1515, 1516 |

  @WIN-8 @must @G19 @G20 @shop
  Rule: What counts is when an order was modified, whatever was modified and whatever its status is
    Return every order modified between start and end, whatever its status (vendor's guide). An order of last year that
    is cancelled today has to be told today, or it ships.

    Background:
      Given the order 1600 of "2025-01-10 08:00:00" last changed at "2025-01-10 08:00:00"

    Scenario Outline: A new status
      Given the order 1600 changes to "<status>"
      And 10 minutes pass
      When the orders from "2026-03-13 17:30:00" to "2026-03-13 17:40:00" are asked for
      Then the list shows the order 1600 once, as "<status>"

      Examples:
        | status           |
        | pending          |
        | awaiting_payment |
        | processing       |
        | shipped          |
        | completed        |
        | cancelled        |

    Scenario: A new address
      Given the order 1600 changes its "shippingAddress.address1" to "77 Pier Road"
      And 10 minutes pass
      When the orders from "2026-03-13 17:30:00" to "2026-03-13 17:40:00" are asked for
      Then the list shows the order 1600 once, as "awaiting_shipment"

    Scenario: A new address, some time after a new status
      Given the order 1600 changes to "processing"
      And 10 minutes pass
      And the order 1600 changes its "shippingAddress.address1" to "77 Pier Road"
      And 10 minutes pass
      When the orders from "2026-03-13 17:40:00" to "2026-03-13 17:50:00" are asked for
      Then the list shows the order 1600 once, as "processing"

    Scenario: The order is deleted
      Given the order 1600 is deleted in CarePortals
      And 10 minutes pass
      When the orders from "2026-03-13 17:30:00" to "2026-03-13 17:40:00" are asked for
      Then the list shows the order 1600 once, as "cancelled"

    Scenario: Changed several times within one second
      Given the order 1600 changes to "processing"
      And the order 1600 changes to "awaiting_shipment"
      And the order 1600 changes to "cancelled"
      And 10 minutes pass
      When the orders from "2026-03-13 17:30:00" to "2026-03-13 17:40:00" are asked for
      Then the list shows the order 1600 once, as "cancelled"

    Scenario: Nothing was modified, only placed elsewhere in time
      Given 10 minutes pass
      When the orders from "2026-03-13 17:30:00" to "2026-03-13 17:40:00" are asked for
      Then the list is empty

  @WIN-9 @must @G19 @shop
  Rule: Orders are given as often as they are asked for, and asking changes nothing
    An import is never acknowledged, so a reply may be lost on its way, and windows overlap (seen in the field). A
    middleware that marks orders as told loses them, or, where the mark counts as a change, tells them for ever.

    Background:
      Given the orders from "2026-03-13 17:00:00" to "2026-03-13 17:30:00" were asked for

    Scenario Outline: Asked for once more
      When the orders from "<start>" to "<end>" are asked for
      Then the list holds the orders 1392, 1393, 1394, 1395
      And CarePortals is as it was

      Examples:
        | start               | end                 |
        | 2026-03-13 17:00:00 | 2026-03-13 17:30:00 |
        | 2026-03-13 16:50:00 | 2026-03-13 17:10:00 |
        | 2026-03-13 17:03:00 | 2026-03-13 17:20:00 |
        | 2026-03-12 17:00:00 | 2026-03-13 17:30:00 |

    Scenario: An earlier window after a later one
      Given the order 1396 last changed at "2026-03-13 12:00:30"
      When the orders from "2026-03-13 11:50:00" to "2026-03-13 12:10:00" are asked for
      Then the list holds the orders 1396

    Scenario: Asked for by a colleague, who has a store of his own
      Given the Custom Store form of a colleague
      When the orders from "2026-03-13 17:00:00" to "2026-03-13 17:30:00" are asked for
      Then the list holds the orders 1392, 1393, 1394, 1395

  @WIN-10 @should @shop
  Rule: Other forms of the same minute are understood
    Connectors in the field also send one-digit parts and the 12-hour clock, and the vendor's own example has a "PM". To
    read 12 AM as noon, or to overlook the PM, is worse than to refuse.

    Scenario Outline: One-digit parts and the 12-hour clock
      When the middleware is asked for "action=export&<window>&page=1"
      Then the list holds the orders 1392, 1393, 1394, 1395

      Examples:
        | window                                                                   |
        | start_date=3%2f13%2f2026+17%3a00&end_date=3%2f13%2f2026+17%3a10          |
        | start_date=03%2f13%2f2026+9%3a00&end_date=03%2f13%2f2026+17%3a10         |
        | start_date=03%2f13%2f2026+05%3a00+PM&end_date=03%2f13%2f2026+05%3a10+PM  |
        | start_date=03%2f13%2f2026+5%3a00+pm&end_date=03%2f13%2f2026+5%3a10+pm    |
        | start_date=03%2f13%2f2026+12%3a00+PM&end_date=03%2f13%2f2026+05%3a10+PM  |
        | start_date=03%2f13%2f2026+12%3a00+AM&end_date=03%2f13%2f2026+11%3a10+PM  |

    Scenario: Half past twelve in the night is no noon
      Given the order 1396 last changed at "2026-03-13 00:30:30"
      And the order 1397 last changed at "2026-03-13 12:30:30"
      When the middleware is asked for "action=export&start_date=03/13/2026+12:10+AM&end_date=03/13/2026+12:50+AM&page=1"
      Then the list holds the orders 1396

  @WIN-11 @must @G19 @shop
  Rule: A window may end in the future
    No two clocks agree: ShipStation's may be ahead of the shop's by minutes (inferred). What is there is given, and what
    comes later is asked for later.

    Scenario Outline: The end lies ahead
      When the orders from "2026-03-13 17:00:00" to "<end>" are asked for
      Then the list holds the orders 1392, 1393, 1394, 1395

      Examples:
        | end                 |
        | 2026-03-13 17:36:00 |
        | 2026-03-14 17:00:00 |
        | 2036-03-13 17:00:00 |

    Scenario: What came after the question is found by the next one
      Given the orders from "2026-03-13 17:00:00" to "2026-03-13 17:45:00" were asked for
      And 10 minutes pass
      And the order 1392 changes to "cancelled"
      And 10 minutes pass
      When the orders from "2026-03-13 17:34:00" to "2026-03-13 17:54:00" are asked for
      Then the list shows the order 1392 once, as "cancelled"
