Feature: What an order says
  Patients and staff type what they like, and software stores what it likes. The packer must see what was meant, and
  one odd order must never keep the others from arriving.

  Background:
    Given the organization "clinic_x" on CarePortals
    And "rx@clinic.example" was invited with the role "Pharmacy" and has set a password
    And a ShipStation account
    And it is "2026-03-13 17:34:20" for everybody

  @VAL-4 @must @shop
  Rule: Text that is too long for its field is cut, and stops no page
    Each field has a length in the vendor's guide; one longer text fails the schema and stops the whole reply. .NET
    counts UTF-16 units, so an emoji counts twice. Half of one is no character at all.

    Scenario Outline: A text beyond the length of its field
      Given the orders 1391 to 1393 in status "awaiting_shipment"
      And the order 1392 has <count> times "<text>" as its "<field>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once
      And the order 1392 shows at most <limit> units of its "<field>" as "<part>"

      Examples:
        | field                        | count | text   | part              | limit |
        | customer.firstName           | 60    | Maria  | ShipTo Name       | 100   |
        | customer.phone               | 60    | 1      | ShipTo Phone      | 50    |
        | customer.phone               | 60    | 1      | BillTo Phone      | 50    |
        | shippingAddress.address1     | 60    | Pier   | ShipTo Address1   | 200   |
        | shippingAddress.address2     | 60    | Unit   | ShipTo Address2   | 200   |
        | shippingAddress.city         | 60    | York   | ShipTo City       | 100   |
        | shippingAddress.postalCode   | 60    | 1      | ShipTo PostalCode | 50    |
        | lineItems.0.name             | 60    | Vial   | Item Name         | 200   |
        | lineItems.0.sku              | 60    | SKU-   | Item SKU          | 100   |
        | customer.firstName           | 101   | 👩     | ShipTo Name       | 100   |
        | shippingAddress.address1     | 101   | 🏝     | ShipTo Address1   | 200   |
        | lineItems.0.name             | 201   | 💊     | Item Name         | 200   |

    Scenario Outline: A text beyond the length of a field that packers do not see
      Given the orders 1391 to 1393 in status "awaiting_shipment"
      And the order 1392 has "shippingAddress.countryCode" set to "DE"
      And the order 1392 has "totalAmount" set to 1.00
      And the order 1392 has 60 times "Maria" as its "<field>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

      Examples:
        | field                        |
        | customer._id                 |
        | shippingAddress.provinceCode |
        | coupon                       |

    Scenario Outline: An odd number of units before the first emoji
      Given the orders 1391 to 1393 in status "awaiting_shipment"
      And the order 1392 has <count> times "💊" behind an "x" as its "<field>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once
      And the order 1392 shows at most <limit> units of its "<field>" as "<part>"

      Examples:
        | field                    | count | part            | limit |
        | shippingAddress.city     | 60    | ShipTo City     | 100   |
        | shippingAddress.address1 | 110   | ShipTo Address1 | 200   |
        | lineItems.0.name         | 110   | Item Name       | 200   |

  @VAL-5 @must @shop
  Rule: Text that just fits arrives whole
    The vendor's guide grants these lengths. What is cut earlier is a street without its house number.

    Scenario Outline: A text as long as its field
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 has <count> times "<text>" as its "<field>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 shows the whole of its "<field>" as "<part>"

      Examples:
        | field                      | count | text  | part              |
        | customer.phone             | 10    | 12345 | ShipTo Phone      |
        | customer.email             | 10    | a@example. | BillTo Email |
        | shippingAddress.address1   | 40    | Pier. | ShipTo Address1   |
        | shippingAddress.address2   | 40    | Unit. | ShipTo Address2   |
        | shippingAddress.city       | 20    | York. | ShipTo City       |
        | shippingAddress.city       | 50    | 🏝    | ShipTo City       |
        | shippingAddress.postalCode | 10    | 12345 | ShipTo PostalCode |
        | lineItems.0.name           | 40    | Vial. | Item Name         |
        | lineItems.0.sku            | 10    | SKU-1 | Item SKU          |

  @VAL-6 @must @shop
  Rule: Every field takes any characters
    VAL-1 says it of the street; names, cities, products and phone numbers are typed by the same people. What one field
    escapes, another may not. Inferred.

    Scenario Outline: Awkward characters in a field
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 has "<field>" set to <typed>
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 reads <shown> as "<part>"

      Examples:
        | field                    | typed                 | shown                 | part            |
        | customer.firstName       | "A & B <i>"           | "A & B <i> Doe"       | ShipTo Name     |
        | customer.firstName       | "Zoë ]]> Zo&euml;"    | "Zoë ]]> Zo&euml; Doe" | BillTo Name    |
        | customer.lastName        | "O'Brien \"Bob\""     | "Pat O'Brien \"Bob\"" | ShipTo Name     |
        | customer.lastName        | "Nguyê\u0303n"        | "Pat Nguyễn"          | ShipTo Name     |
        | customer.lastName        | "محمد \u200fعلي"      | "Pat محمد \u200fعلي"  | ShipTo Name     |
        | customer.email           | "o'x&y+1@pat.example" | "o'x&y+1@pat.example" | BillTo Email    |
        | customer.phone           | "+1 (555) 555-0100 <x>" | "+1 (555) 555-0100 <x>" | ShipTo Phone |
        | shippingAddress.address2 | "c/o <Müller> & ]]>"  | "c/o <Müller> & ]]>"  | ShipTo Address2 |
        | shippingAddress.city     | "Saint-Jérôme & Co"   | "Saint-Jérôme & Co"   | ShipTo City     |
        | shippingAddress.city     | "Ł̷ódź 🏙"             | "Ł̷ódź 🏙"             | ShipTo City     |
        | lineItems.0.name         | "5 < 6 & 7 > 2 µg/ml" | "5 < 6 & 7 > 2 µg/ml" | Item Name       |
        | lineItems.0.name         | "半夏 <![CDATA[x]]>"   | "半夏 <![CDATA[x]]>"   | Item Name       |
        | lineItems.0.sku          | "A&B<1>/\"2\""        | "A&B<1>/\"2\""        | Item SKU        |

  @VAL-7 @must @shop
  Rule: White space neither glues words together nor tears them apart
    Addresses are pasted with tabs and line breaks. How much white space arrives is of no matter, that it arrives
    between the same words is: "12 3rd Street" is not "123rd Street". Inferred.

    Scenario Outline: An address line with white space
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 has "shippingAddress.address1" set to <typed>
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 reads "12 3rd Street" as "ShipTo Address1"

      Examples:
        | typed                     |
        | "12\u000a3rd Street"      |
        | "12\u000d\u000a3rd Street" |
        | "12\u00093rd Street"      |
        | "  12  3rd Street "       |
        | "\u000a12 3rd Street\u000a" |
        | "12\u00a03rd Street"      |

  @VAL-8 @must @shop
  Rule: A field of blanks is an empty field
    Two blanks pass ShipStation's schema as a country. An order whose address is blank is as incomplete as one without
    (VAL-3), and must be held back like it. Inferred.

    Scenario: Blanks where something is needed
      Given one order each with this value in a field:
        | field                       | value          |
        | shippingAddress.address1    | ""             |
        | shippingAddress.address1    | "  \u0009 "    |
        | shippingAddress.city        | "   "          |
        | shippingAddress.city        | "\u000d\u000a" |
        | shippingAddress.countryCode | ""             |
        | shippingAddress.countryCode | "  "           |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once
      And none of those orders can be shipped

  @VAL-9 @must @shop
  Rule: Characters that XML cannot hold stop no page, whatever field they are in
    JSON can hold them, XML 1.0 cannot, not even escaped. They come in by copy and paste, and have made whole pages
    unreadable in the field.

    Scenario: Forbidden characters in a customer
      Given one order each with this value in a field:
        | field              | value                 |
        | customer.firstName | "Pat\u0000"           |
        | customer.lastName  | "\u0001Doe"           |
        | customer.email     | "pat\u0008@b.example" |
        | customer.phone     | "+1555\u000b5550100"  |
        | customer._id       | "7893\u001fefc2"      |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

    Scenario: Forbidden characters in an address
      Given one order each with this value in a field:
        | field                        | value           |
        | shippingAddress.address2     | "Apt\u000c4"    |
        | shippingAddress.city         | "New\u001bYork" |
        | shippingAddress.postalCode   | "10001\uffff"   |
        | shippingAddress.provinceCode | "N\u0000Y"      |
        | shippingAddress.countryCode  | "U\u0002S"      |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

    Scenario: Forbidden characters elsewhere in an order
      Given one order each with this value in a field:
        | field            | value          |
        | lineItems.0.name | "Vial\ufffe"   |
        | lineItems.0.sku  | "VB12\u0003"   |
        | status           | "on\u0004hold" |
        | coupon           | "SAVE\u00055"  |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

  @VAL-10 @must @shop
  Rule: Text that looks like something else stays text
    There are people called Null, codes that begin with zeros, and SKUs that look like numbers. What a program takes
    for a value of its own is lost or changed. Inferred.

    Scenario Outline: A text that programs misread
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 has "<field>" set to <typed>
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 reads <shown> as "<part>"

      Examples:
        | field                      | typed          | shown           | part              |
        | customer.lastName          | "Null"         | "Pat Null"      | ShipTo Name       |
        | customer.lastName          | "None"         | "Pat None"      | BillTo Name       |
        | customer.firstName         | "True"         | "True Doe"      | ShipTo Name       |
        | customer.phone             | "0015555550100" | "0015555550100" | ShipTo Phone     |
        | shippingAddress.address1   | "0"            | "0"             | ShipTo Address1   |
        | shippingAddress.address1   | "{{city}} %s ${x}" | "{{city}} %s ${x}" | ShipTo Address1 |
        | shippingAddress.address1   | "=1+1"         | "=1+1"          | ShipTo Address1   |
        | shippingAddress.address1   | "5 Quay St, Unit 7; #2" | "5 Quay St, Unit 7; #2" | ShipTo Address1 |
        | shippingAddress.address2   | "undefined"    | "undefined"     | ShipTo Address2   |
        | shippingAddress.city       | "NaN"          | "NaN"           | ShipTo City       |
        | shippingAddress.postalCode | "00501"        | "00501"         | ShipTo PostalCode |
        | lineItems.0.sku            | "1E5"          | "1E5"           | Item SKU          |
        | lineItems.0.sku            | "0012.50"      | "0012.50"       | Item SKU          |
        | lineItems.0.name           | "false"        | "false"         | Item Name         |

  @VAL-11 @must @shop
  Rule: Prices are whole cents, however the number is stored
    Amounts are decimals with two places (vendor's guide). Software that computes with binary fractions stores 0.3
    as 0.30000000000000004, and small numbers with an exponent, which the schema refuses.

    Scenario Outline: A price that no cents can hold
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 has "lineItems.0.price" set to <stored>
      And the order 1392 has "totalAmount" set to <stored>
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 costs from "<least>" to "<most>", in whole cents

      Examples:
        | stored              | least      | most       |
        | 0.30000000000000004 | 0.30       | 0.30       |
        | 19.989999999999995  | 19.99      | 19.99      |
        | 1.1499999999999997  | 1.15       | 1.15       |
        | 4.3500000000000005  | 4.35       | 4.35       |
        | 0.005               | 0.00       | 0.01       |
        | 1.005               | 1.00       | 1.01       |
        | 0.000000001         | 0.00       | 0.00       |
        | 25                  | 25.00      | 25.00      |
        | 1234567.891         | 1234567.89 | 1234567.89 |

  @VAL-12 @must @shop
  Rule: A quantity is a whole number from 1 to 99999, or the order waits
    Vendor's guide. 1.0 fails the schema; a quantity that was guessed is medicine too much or too little.

    Scenario Outline: A quantity that ShipStation can ship
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 has "lineItems.0.quantity" set to <stored>
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 reads "<shown>" as "Item Quantity"

      Examples:
        | stored | shown |
        | 1      | 1     |
        | 2.0    | 2     |
        | 128    | 128   |
        | 99999  | 99999 |

    Scenario: Quantities that nobody can ship
      Given one order each with this value in a field:
        | field                | value       |
        | lineItems.0.quantity | 0           |
        | lineItems.0.quantity | -1          |
        | lineItems.0.quantity | 1.5         |
        | lineItems.0.quantity | 0.5         |
        | lineItems.0.quantity | 10000000000 |
        | lineItems.0.quantity | 1e30        |
        | lineItems.0.quantity | null        |
        | lineItems.0.quantity | true        |
        | lineItems.0.quantity | "a dozen"   |
        | lineItems.0.quantity | [2]         |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once
      And none of those orders can be shipped

  @VAL-13 @must @shop
  Rule: Absurd amounts keep no order away
    An amount that fails the schema stops the whole page. How the order with it is filed is the middleware's choice, as long
    as it is there for somebody to look at. Inferred.

    Scenario: Prices that are none
      Given one order each with this value in a field:
        | field             | value      |
        | lineItems.0.price | null       |
        | lineItems.0.price | -5         |
        | lineItems.0.price | "twelve"   |
        | lineItems.0.price | 1e12       |
        | lineItems.0.price | 1e300      |
        | lineItems.0.price | {"usd": 5} |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

    Scenario: Totals that are none
      Given one order each with this value in a field:
        | field       | value        |
        | totalAmount | null         |
        | totalAmount | -0.01        |
        | totalAmount | "25.00"      |
        | totalAmount | 100000000000 |
        | totalAmount | []           |
        | totalAmount | true         |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

  @VAL-14 @must @shop
  Rule: A discount counts once, and the total is what the patient pays
    A discount is in the price of a line, or in an adjustment, never in both (seen in the field). Customs and
    refunds go by these figures.

    Scenario Outline: Discounts of lines, coupons and credit
      Given the order 1392 of <quantity> units listed at "<list>", sold at "<price>", less "<coupon>" by coupon and "<credit>" by credit
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the lines of the order 1392 add up to "<total>"

      Examples:
        | quantity | list   | price  | coupon | credit | total  |
        | 2        | 100.00 | 100.00 | 0.00   | 0.00   | 200.00 |
        | 2        | 100.00 | 80.00  | 0.00   | 0.00   | 160.00 |
        | 2        | 100.00 | 80.00  | 20.00  | 0.00   | 140.00 |
        | 2        | 100.00 | 80.00  | 20.00  | 15.50  | 124.50 |
        | 3        | 33.33  | 33.33  | 0.01   | 0.00   | 99.98  |
        | 1        | 25.00  | 25.00  | 30.00  | 0.00   | 0.00   |
        | 1        | 25.00  | 25.00  | 0.00   | 25.00  | 0.00   |
        | 1        | 25.00  | 0.00   | 0.00   | 0.00   | 0.00   |

    Scenario: A total that is more than the lines
      Given the order 1392 of 2 units at "25.00"
      And the order 1392 has "totalAmount" set to 60.95
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 shows "60.95" as "OrderTotal"

  @VAL-15 @must @shop
  Rule: Every line that can be packed arrives, in full
    Packers send what they see. The SKU is that of the line, else its product id (reading 7); lines may be merged, but
    none may be missing.

    Scenario: A hundred and twenty lines
      Given the order 1392 with 120 lines
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every physical line of the order 1392 has arrived in full

    Scenario: Two lines of the same product
      Given the order 1392 with the lines:
        | name             | sku     | quantity | price |
        | Vitamin B12 vial | VB12-10 | 3        | 19.99 |
        | Vitamin B12 vial | VB12-10 | 2        | 17.99 |
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every physical line of the order 1392 has arrived in full
      And the lines of the order 1392 add up to "95.95"

    Scenario: A free sample beside what was bought
      Given the order 1392 with the lines:
        | name             | sku     | quantity | price |
        | Vitamin B12 vial | VB12-10 | 3        | 19.99 |
        | Sample           | SMP-1   | 1        | 0.00  |
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every physical line of the order 1392 has arrived in full

    Scenario Outline: A digital line beside physical ones
      Given the order 1392 with the lines:
        | name             | sku     | quantity | price |
        | Vitamin B12 vial | VB12-10 | 3        | 19.99 |
        | Consultation     | CONS-1  | 1        | 49.00 |
        | Syringe 1 ml     |         | 10       | 0.35  |
      And the order 1392 has "lineItems.<index>.type" set to "digital"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every physical line of the order 1392 has arrived in full

      Examples:
        | index |
        | 0     |
        | 1     |
        | 2     |

    Scenario Outline: A line without a SKU beside one that has it
      Given the order 1392 with the lines:
        | name             | sku     | quantity | price |
        | Syringe 1 ml     |         | 10       | 0.35  |
        | Vitamin B12 vial | VB12-10 | 3        | 19.99 |
        | Swab             |         | 20       | 0.10  |
      And the order 1392 has "lineItems.0.sku" set to <none>
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every physical line of the order 1392 has arrived in full

      Examples:
        | none  |
        | null  |
        | ""    |
        | "   " |

  @VAL-16 @must @shop
  Rule: Nothing is made up
    A value that CarePortals does not have is left out (reading 7). What is invented is believed: a weight by the
    carrier, a phone number by the driver, a tax by customs.

    Scenario Outline: What the patient did not say, although the one before did
      Given the order 1391 last changed at "2026-03-13 17:31:00"
      And the order 1392 in status "awaiting_shipment"
      And the order 1392 has "<field>" set to null
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 reads "" as "<part>"

      Examples:
        | field                    | part            |
        | customer.phone           | ShipTo Phone    |
        | customer.phone           | BillTo Phone    |
        | customer.email           | BillTo Email    |
        | shippingAddress.address2 | ShipTo Address2 |

    Scenario: The note about one order is not that about the next
      Given the order 1391 in status "awaiting_script"
      And 1 minutes pass
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 has no notes

    Scenario: The discount of one order is not that of the next
      Given the order 1391 of 2 units at "100.00", reduced to "160.00" by a coupon
      And 1 minutes pass
      And the order 1392 of 2 units at "100.00"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the amounts of the order 1392 are "100.00" for each of 2 and "200.00" in all

    Scenario: What CarePortals never has
      Given the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 has no weight, warehouse, gift, company, UPC or size

    Scenario: Two orders that differ in everything
      Given the order 1392 in status "awaiting_shipment"
      And the order 1393, different from a plain order in everything
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the orders 1392 and 1393 have no value in common

  @VAL-17 @must @shop
  Rule: A country is never guessed
    Two letters are needed (vendor's guide). Cut to two letters, Germany is Georgia and Austria is Australia. A name may be
    translated; if it is not, the order waits.

    Scenario Outline: A country that is not its code in capitals
      Given the orders 1391 to 1393 in status "awaiting_shipment"
      And the order 1392 has "shippingAddress.countryCode" set to <stored>
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once
      And the order 1392 is held back, or reads "<code>" as "ShipTo Country"

      Examples:
        | stored          | code |
        | "us"            | US   |
        | " US "          | US   |
        | "USA"           | US   |
        | "United States" | US   |
        | "Germany"       | DE   |
        | "Austria"       | AT   |
        | "SWE"           | SE   |
        | "CAN"           | CA   |
        | "Ⅽa"            | CA   |

  @VAL-18 @must @shop
  Rule: A state is never guessed
    US and Canadian addresses need the code of two letters (vendor's guide). Cut to two letters, Alaska is Alabama and
    Mississippi is Michigan.

    Scenario Outline: A state that is not its code in capitals
      Given the orders 1391 to 1393 in status "awaiting_shipment"
      And the order 1392 has "shippingAddress.countryCode" set to "<country>"
      And the order 1392 has "shippingAddress.provinceCode" set to <stored>
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once
      And the order 1392 is held back, or reads "<code>" as "ShipTo State"

      Examples:
        | country | stored           | code |
        | US      | "ny"             | NY   |
        | US      | " NY "           | NY   |
        | US      | "Alaska"         | AK   |
        | US      | "Mississippi"    | MS   |
        | US      | "N.Y."           | NY   |
        | CA      | "Ontario"        | ON   |
        | CA      | "Québec"         | QC   |

  @VAL-19 @must @shop
  Rule: Addresses abroad arrive as they are
    Most countries have no states, some no postal codes; only US and Canadian addresses need the two-letter
    state. An order is not held back for what its country does not have. Inferred.

    Scenario Outline: An address abroad
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 has "shippingAddress.countryCode" set to "<country>"
      And the order 1392 has "shippingAddress.provinceCode" set to <stored>
      And the order 1392 has "shippingAddress.postalCode" set to "<code>"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 is in the tab "Awaiting Shipment"
      And the order 1392 reads "<state>" as "ShipTo State"
      And the order 1392 reads "<code>" as "ShipTo PostalCode"
      And the order 1392 reads "<country>" as "ShipTo Country"

      Examples:
        | country | stored          | state         | code     |
        | CA      | "ON"            | ON            | K1A 0B1  |
        | GB      | null            |               | SW1A 2AA |
        | DE      | ""              |               | 10117    |
        | FR      | "Île-de-France" | Île-de-France | 75001    |
        | JP      | "東京都"         | 東京都         | 100-0001 |

    Scenario Outline: An address without a postal code
      Given the orders 1391 to 1393 in status "awaiting_shipment"
      And the order 1392 has "shippingAddress.countryCode" set to "<country>"
      And the order 1392 has "shippingAddress.postalCode" set to null
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once
      And the order 1392 is held back, or reads "" as "ShipTo PostalCode"

      Examples:
        | country |
        | HK      |
        | US      |

  @VAL-20 @must @shop
  Rule: A name is made of what there is
    Some people have one name. "Cher null" and "undefined Doe" have been printed on labels. Inferred.

    Scenario Outline: Half a name
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 has "customer.firstName" set to <first>
      And the order 1392 has "customer.lastName" set to <last>
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 reads "<shown>" as "ShipTo Name"
      And the order 1392 reads "<shown>" as "BillTo Name"

      Examples:
        | first   | last    | shown   |
        | "Cher"  | null    | Cher    |
        | "Cher"  | ""      | Cher    |
        | null    | "Doe"   | Doe     |
        | "  "    | "Doe"   | Doe     |
        | " Pat " | " Doe " | Pat Doe |

  @VAL-21 @must @shop
  Rule: A null anywhere keeps no order away
    One guest order without an address has answered 500 for a whole page, a product that was deleted since has made
    others disappear (seen in the field).

    Scenario: Nulls in customer and address
      Given one order each with this value in a field:
        | field                        | value |
        | customer                     | null  |
        | customer._id                 | null  |
        | customer.firstName           | null  |
        | shippingAddress              | null  |
        | shippingAddress.provinceCode | null  |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

    Scenario: Nulls in lines
      Given one order each with this value in a field:
        | field                 | value |
        | lineItems             | null  |
        | lineItems.0.quantity  | null  |
        | lineItems.0.name      | null  |
        | lineItems.0.productId | null  |
        | lineItems.0.listPrice | null  |
        | lineItems.0.extras    | null  |
        | lineItems.0.type      | null  |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

    Scenario: Nulls elsewhere in an order
      Given one order each with this value in a field:
        | field         | value |
        | createdAt     | null  |
        | isDeleted     | null  |
        | version       | null  |
        | statusHistory | null  |
        | shipments     | null  |
        | requirements  | null  |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

  @VAL-22 @must @shop
  Rule: A value of the wrong type keeps no order away
    No schema of CarePortals is published, so any field may come as something else one day. It spoils its own order at
    most, never the others of the page. Inferred.

    Scenario: Customers and addresses with values of other types
      Given one order each with this value in a field:
        | field                      | value            |
        | customer._id               | 17               |
        | customer.email             | ["a@b.example"]  |
        | customer.phone             | 15555550100      |
        | customer.lastName          | {"value": "Doe"} |
        | shippingAddress.address2   | [4]              |
        | shippingAddress.postalCode | 10001            |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

    Scenario: Lines with values of other types
      Given one order each with this value in a field:
        | field                | value                  |
        | lineItems.0.sku      | 4711                   |
        | lineItems.0.discount | "none"                 |
        | lineItems.0.extras   | [[[[[[[["deep"]]]]]]]] |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

    Scenario: Other fields with values of other types
      Given one order each with this value in a field:
        | field          | value                           |
        | coupon         | {"code": "SAVE"}                |
        | createdAt      | 1773423260000                   |
        | createdAt      | "yesterday"                     |
        | createdAt      | "9999-12-31T23:59:59.999-12:00" |
        | isDeleted      | "no"                            |
        | version        | "three"                         |
        | discountAmount | "half"                          |
        | shipments      | "none"                          |
        | statusHistory  | {"0": null}                     |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once

  @VAL-23 @must @shop
  Rule: What a parcel needs is not guessed from a value of the wrong type
    An address that is a list, or a line that is a text, says nothing certain. The order is there for somebody to
    look at, and cannot be shipped (as VAL-3). Reading 7.

    Scenario: Customers that are none
      Given one order each with this value in a field:
        | field    | value |
        | customer | []    |
        | customer | 7     |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once
      And none of those orders can be shipped

    Scenario: Addresses that are none
      Given one order each with this value in a field:
        | field                       | value                        |
        | shippingAddress             | []                           |
        | shippingAddress             | "1 Harbour Street, New York" |
        | shippingAddress             | true                         |
        | shippingAddress.address1    | {"line": 1}                  |
        | shippingAddress.city        | ["New York"]                 |
        | shippingAddress.countryCode | {"code": null}               |
        | shippingAddress.countryCode | 1                            |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once
      And none of those orders can be shipped

    Scenario: Lines that are none
      Given one order each with this value in a field:
        | field     | value     |
        | lineItems | {}        |
        | lineItems | "VB12-10" |
        | lineItems | []        |
        | lineItems | [null]    |
        | lineItems | [[]]      |
      And the order 1392 in status "awaiting_shipment"
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once
      And none of those orders can be shipped

  @VAL-24 @must @shop
  Rule: Many bad orders among good ones stop nothing
    What one order must not do, fifty must not either: not by their number, and not by the pages that they fill. Inferred.

    Scenario: Sixty orders, every second one of them incomplete
      Given 60 orders, every second one without a word of its address and lines
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then every order has arrived once
      And exactly the 30 complete orders are in the tab "Awaiting Shipment"

  @VAL-25 @must @shop
  Rule: Fields that ShipStation has no use for change nothing
    CarePortals adds fields as it grows. What the middleware does not know must not hold an order up, nor show on a label. Inferred.

    Scenario Outline: A field more, or another value of one that does not matter
      Given the order 1392 in status "awaiting_shipment"
      And the order 1392 has "<field>" set to <stored>
      When ShipStation is connected as "rx@clinic.example" and refreshes
      Then the order 1392 arrives like one without it

      Examples:
        | field                      | stored                         |
        | priority                   | "rush & <b>now</b>"            |
        | status_v2                  | {"code": "cancelled"}          |
        | lineItems.0.isSubscription | true                           |
        | lineItems.0.weight         | {"value": 2, "unit": "kg"}     |
        | lineItems.0.requirements   | [{"type": "qnr", "key": "x"}]  |
        | lineItems.0.extras         | {"drugName": "B\u000012", "categories": [null]} |
        | customer.address           | "77 Elsewhere Road"            |
        | source                     | "renewal"                      |
        | assignedTo                 | {"username": "a@b.example"}    |
        | invoices                   | [{"total": 1e300}]             |
