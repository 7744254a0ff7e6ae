from __future__ import annotations

import socket
import threading

import pytest

from holdfast.phones.links.link import NoAnswer, Unplugged
from holdfast.phones.links.tcp import TcpLink


@pytest.fixture
def ends():
    with socket.create_server(("127.0.0.1", 0)) as server:
        link = TcpLink.connect("127.0.0.1", server.getsockname()[1], 5)
        peer, _ = server.accept()
        with peer:
            yield link, peer
        link.close()


def test_bytes_pass_both_ways(ends):
    link, peer = ends
    link.write(b"ask", 5)
    assert peer.recv(16) == b"ask"
    peer.sendall(b"answer")
    assert link.read(3, 5) + link.read(64, 5) == b"answer"


def test_a_long_write_arrives_whole(ends):
    link, peer = ends
    data = bytes(range(256)) * 8192
    got = bytearray()

    def drain():
        while len(got) < len(data):
            got.extend(peer.recv(65536))

    drainer = threading.Thread(target=drain)
    drainer.start()
    link.write(data, 10)
    drainer.join(10)
    assert got == data


def test_silence_is_no_answer(ends):
    link, _ = ends
    with pytest.raises(NoAnswer) as caught:
        link.read(16, 0.01)
    assert caught.value.seconds == 0.01


def test_a_peer_that_hangs_up_is_unplugged(ends):
    link, peer = ends
    peer.close()
    with pytest.raises(Unplugged):
        link.read(16, 5)


def test_a_closed_link_is_unplugged_and_closes_again(ends):
    link, _ = ends
    link.close()
    link.close()
    with pytest.raises(Unplugged):
        link.write(b"x", 1)


def test_where_nobody_listens_nothing_is_plugged_in():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Unplugged) as caught:
        TcpLink.connect("127.0.0.1", port, 1)
    assert caught.value.handset == f"127.0.0.1:{port}"
