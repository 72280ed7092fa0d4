from tests.bench.machine import this_machine


def test_the_machine_says_what_it_has() -> None:
    machine = this_machine()
    assert machine.cores >= 1
    assert f"{machine.cores} cores" in str(machine)
    assert f"Python {machine.python}" in str(machine)
