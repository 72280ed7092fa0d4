Feature: The pages of a pull
  The middleware chooses its page size and says how many pages there are; ShipStation asks for them one after
  the other. Pages are requests of their own, and the shop does not stand still in between.

  Background:
    Given a Custom Store that works

  @PAG-2 @must @shop
  Rule: Without a page number the first page is meant
    The oldest editions of the vendor's guide knew no pages, and `page` starts at 1 in those that do.

    Scenario: No page in the query
      Given orders on 2 pages, changed one second apart
      When the first page is asked for without its number
      Then the answer is the first page

  @PAG-3 @should @passive
  Rule: A page that is none is refused
    Pages are numbered from 1. A 5xx reads as an outage; page 1 in its place brings orders twice (seen in the field:
    a negative offset, a crash on letters).

    Scenario Outline: No number from 1 on
      When the middleware is asked for "<query>"
      Then the middleware refuses

      Examples:
        | query                                                                                    |
        | action=export&start_date=01%2f01%2f2001+00%3a00&end_date=01%2f01%2f2001+00%3a01&page=0   |
        | action=export&start_date=01%2f01%2f2001+00%3a00&end_date=01%2f01%2f2001+00%3a01&page=abc |

      @shop
      Examples:
        | query                                                                                        |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=0       |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=-1      |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1.5     |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=one     |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1e0     |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=0x1     |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1%00    |
        | action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=1'--    |

  @PAG-4 @must @passive
  Rule: A page beyond the last is a list without orders
    Orders leave a window while it is pulled, so the last page that was announced may be gone when it is asked for. The
    last page again brings orders twice; 404, 500 or HTML fails the whole import (inferred).

    Scenario: The second page of a window without orders
      Given the orders from "2001-01-01 00:00:00" to "2001-01-01 00:01:00" were asked for
      When the middleware is asked for "action=export&start_date=01%2f01%2f2001+00%3a00&end_date=01%2f01%2f2001+00%3a01&page=2"
      Then the page is empty

    @shop
    Scenario Outline: Beyond the last of several pages
      Given orders on 2 pages, changed one second apart
      And ShipStation has read all pages
      When the page <number> after the last is asked for
      Then the page is empty

      Examples:
        | number |
        | 1      |
        | 2      |
        | 1000   |

    @shop
    Scenario Outline: Far beyond any page
      Given the orders from "2026-03-13 17:00:00" to "2026-03-13 17:10:00" were asked for
      When the middleware is asked for "action=export&start_date=03%2f13%2f2026+17%3a00&end_date=03%2f13%2f2026+17%3a10&page=<number>"
      Then the middleware refuses or gives an empty list

      Examples:
        | number                         |
        | 32767                          |
        | 32768                          |
        | 2147483648                     |
        | 9223372036854775808            |
        | 999999999999999999999999999999 |

  @PAG-5 @should @shop
  Rule: Every page says how many pages there are, and each of them holds orders
    `pages` counts the pages (vendor's guide). A formula that is off by one shows where the last page is just full, or has
    a single order; a number that changes from page to page leaves ShipStation to choose (seen in the field).

    Scenario Outline: The last page
      Given orders on 2 pages, changed one second apart
      And <count> orders more than fill the pages
      When ShipStation reads all pages
      Then every page holds orders and says the same number of pages

      Examples:
        | count |
        | 0     |
        | 1     |
        | 2     |

  @PAG-6 @must @G19 @shop
  Rule: What changes between two pages is neither lost nor told twice
    Rows shift when an order changes while its window is pulled. Pages that are counted by offset then skip an order that
    nobody has touched: it is in no later window, and is never packed (seen in the field).

    Scenario Outline: One change after the first page
      Given orders on 2 pages, changed one second apart
      And the first page was read
      And 5 minutes later <something>
      When ShipStation reads the other pages, and 10 minutes later the next window
      Then each order has arrived as it is now, and none twice in one pull

      Examples:
        | something                                          |
        | an order that was read is cancelled                |
        | an order that was read gets another address        |
        | an order that was read is deleted                  |
        | an order that was read is put on hold and released |
        | an order yet to be read is cancelled               |
        | an order yet to be read gets another address       |
        | an order yet to be read is deleted                 |
        | a new order is placed                              |

    Scenario Outline: Many changes after the first page
      Given orders on 2 pages, changed one second apart
      And the first page was read
      And 5 minutes later <something>
      When ShipStation reads the other pages, and 10 minutes later the next window
      Then each order has arrived as it is now, and none twice in one pull

      Examples:
        | something                                 |
        | all orders that were read are put on hold |
        | all orders yet to be read are put on hold |

    Scenario: Changes after every page
      Given orders on 3 pages, changed one second apart
      And the first page was read
      And 5 minutes later all orders that were read are put on hold
      And the second page was read
      And 5 minutes later an order that was read is cancelled
      And 5 minutes later a new order is placed
      When ShipStation reads the other pages, and 10 minutes later the next window
      Then each order has arrived as it is now, and none twice in one pull

    Scenario Outline: A change in the minute in which the window ends
      Given orders on 2 pages, changed one second apart
      And the first page was read
      And at once <something>
      When ShipStation reads the other pages, and 10 minutes later the next window
      Then each order has arrived as it is now

      Examples:
        | something                            |
        | an order that was read is cancelled  |
        | an order yet to be read is cancelled |
        | a new order is placed                |

  @PAG-7 @must @G19 @shop
  Rule: What changes between two pages of orders of one moment is neither lost nor told twice
    An import into the shop gives thousands of orders the same time to the millisecond. A place in the list that is a time
    alone stands between all of them or none (inferred).

    Background:
      Given orders on 2 pages, changed at the same moment
      And the first page was read

    Scenario Outline: One change among equals
      Given 5 minutes later <something>
      When ShipStation reads the other pages, and 10 minutes later the next window
      Then each order has arrived as it is now, and none twice in one pull

      Examples:
        | something                                 |
        | an order that was read is cancelled       |
        | an order yet to be read is deleted        |
        | a new order is placed                     |
        | all orders that were read are put on hold |

  @PAG-8 @must @G19 @shop
  Rule: A page that is asked for again holds the same orders
    An answer may be lost on its way; ShipStation asks again (inferred). Were it the next page by then, one page of orders
    would never arrive.

    Scenario Outline: The same page twice
      Given orders on 2 pages, changed <how>
      And the first page was read
      When the page <number> is asked for twice
      Then both answers hold the same orders

      Examples:
        | number | how                       |
        | 1      | one second apart          |
        | 2      | one second apart          |
        | 2      | at the same moment        |
        | 2      | three in each millisecond |

  @PAG-9 @must @G19 @shop
  Rule: A pull that broke off can be started over
    A failed refresh is tried again with the same window, from page 1 (inferred). What the first attempt has seen must
    not be missing from the second.

    Scenario: Broken off after the first page
      Given orders on 2 pages, changed one second apart
      And the first page was read
      When ShipStation starts over, reads all pages, and 10 minutes later the next window
      Then each order has arrived as it is now, and none twice in one pull

    Scenario: Broken off after the second page
      Given orders on 3 pages, changed one second apart
      And the first page was read
      And the second page was read
      When ShipStation starts over, reads all pages, and 10 minutes later the next window
      Then each order has arrived as it is now, and none twice in one pull

    Scenario Outline: Broken off, and something has changed since
      Given orders on 2 pages, changed one second apart
      And the first page was read
      And 5 minutes later <something>
      When ShipStation starts over, reads all pages, and 10 minutes later the next window
      Then each order has arrived as it is now, and none twice in one pull

      Examples:
        | something                                 |
        | an order that was read is cancelled       |
        | an order yet to be read is cancelled      |
        | all orders that were read are put on hold |

  @PAG-10 @must @G9 @G19 @shop
  Rule: Pulls that run side by side do not disturb one another
    Several pharmacies pull at the same time, and a manual refresh runs into an automatic one. A place that is kept per
    process, or per window alone, mixes up whose page comes next (inferred).

    Scenario Outline: Two stores in turns
      Given orders on 2 pages, changed one second apart
      And a second store, of <whom>
      When both stores read their pages in turns
      Then each store has got each of its orders exactly once

      Examples:
        | whom                 |
        | a colleague          |
        | another organization |
        | the same user        |

    Scenario: Two organizations at the same moment
      Given orders on 2 pages, changed one second apart
      And a second store, of another organization
      When both stores ask for their first page 3 times, all at the same moment
      Then each of the answers holds orders of its own organization and no others

  @PAG-11 @should @shop
  Rule: A page is neither tiny nor everything at once
    Page sizes in use are 10 to 100 (seen in the field). One order per page makes thousands of requests of a first
    import, all on one page runs into a time-out.

    Scenario: A window with 600 orders
      Given 600 orders, changed one second apart
      When ShipStation reads the first page
      Then the first page holds from 10 to 500 orders

  @PAG-12 @must @shop
  Rule: An order is told as it is on whatever page it stands
    The first page is the one that is looked at when an endpoint is built. A later one that is put together in
    another way ships what is on hold (inferred).

    Scenario: Orders on hold on the later pages
      Given orders on 2 pages, changed one second apart
      And the first page was read
      And at once all orders yet to be read are put on hold
      When ShipStation reads all pages
      Then each order has arrived as it is now
