import sys
from subprocess import run

from features.support.careportals_shop import CarePortalsShop
from features.support.driver import HTTP
from features.support.names import Names
from features.support.sandwich import Addresses
from features.support.scene import START
from features.support.shipstation import Account
from features.support.wire import Send, Server


def test_over_http_nothing_is_clicked(addresses: Addresses, send: Send) -> None:
    shop = HTTP.shop(Server(send, addresses.careportals), Names(), "clinic_x", START)
    account = HTTP.account(Server(send, addresses.shipstation), Names(), START, ())
    assert (type(shop), type(account), HTTP.by_hand) == (CarePortalsShop, Account, False)


def test_over_http_no_browser_is_loaded() -> None:
    code = "import sys, features.support.plugin; sys.exit('playwright' in sys.modules)"
    assert run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own
