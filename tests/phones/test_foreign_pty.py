import os
import tty

import pytest

from tests.phones.foreign_pty import PtyPhone


class Shouting:
    def receive(self, data):
        yield data.upper()
        yield b"!"


class Broken:
    def receive(self, data):
        raise ZeroDivisionError


def ask(port, data, size):
    end = os.open(port, os.O_RDWR | os.O_NOCTTY)
    try:
        tty.setraw(end)
        os.write(end, data)
        said = b""
        while len(said) < size:
            said += os.read(end, size)
        return said
    finally:
        os.close(end)


def test_a_client_hears_what_the_peer_answers_and_so_does_the_next():
    with PtyPhone(Shouting()) as phone:
        assert ask(phone.port, b"hear\rme", 8) == b"HEAR\rME!"
        assert ask(phone.port, b"again", 6) == b"AGAIN!"


def test_what_the_peer_raises_is_raised_where_it_is_waited_for():
    with pytest.raises(ZeroDivisionError), PtyPhone(Broken()) as phone:
        ask_nobody(phone)


def ask_nobody(phone):
    end = os.open(phone.port, os.O_RDWR | os.O_NOCTTY)
    os.write(end, b"x")
    phone._thread.join(10)
    os.close(end)
