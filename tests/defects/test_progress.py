from io import StringIO

from tests.defects.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_at_the_end() -> None:
    out = StringIO()
    progress = Progress("bridges", 2, out)
    progress.step()
    progress.step()
    assert out.getvalue() == "bridges 2/2, 0 s\n"


def test_news_have_a_line_of_their_own() -> None:
    out = StringIO()
    Progress("bridges", 9, out).step("SURVIVED says_one_page")
    assert out.getvalue() == "SURVIVED says_one_page\n"


def test_on_a_terminal_the_line_changes() -> None:
    out = Terminal()
    progress = Progress("bridges", 2, out)
    progress.step()
    progress.step()
    assert out.getvalue() == "\r\x1b[Kbridges 1/2, 0 s\r\x1b[Kbridges 2/2, 0 s\n"
