"""One window per person: a second start brings the first one up and hands over what it was told."""

from __future__ import annotations

import getpass
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_MILLISECONDS = 2000
"""How long a first start that is alive may take to answer."""

_LONGEST = 64 * 1024
_TAKEN = b"taken\n"


@dataclass(frozen=True, slots=True)
class Start:
    """What a start was told: the vault, the file of its password, and sample phones."""

    vault: Path | None = None
    password_file: Path | None = None
    samples: tuple[Path, ...] = ()


def server_name(folder: Path) -> str:
    """The name under which the window of this person and of the settings in `folder` is found."""
    whose = f"{_user()}\0{folder.absolute()}".encode()
    return f"holdfast-{hashlib.sha256(whose).hexdigest()[:24]}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class Single(QObject):
    """Is the first start, or knows that it is not.

    Signals:
        again: somebody started Holdfast once more (a `Start`).
    """

    again = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """Known under `name`; nobody is asked before `claim`."""
        super().__init__(parent)
        self._name = name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._meet)
        self._heard: dict[QLocalSocket, bytearray] = {}

    def claim(self, start: Start) -> bool:
        """Become the first start; False where another took `start` over instead.

        Waits for the other one, so it is called before there is a window. A socket that a
        crash left behind is taken over. Where the system has no such sockets each start stands
        for itself.
        """
        if self._hand_over(start):
            return False
        if self._server.listen(self._name):
            return True
        # Somebody else may have begun to listen between the two questions.
        if self._hand_over(start):
            return False
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def close(self) -> None:
        """Stand back, so that another start may become the first."""
        self._server.close()

    def _hand_over(self, start: Start) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_MILLISECONDS):
            return False
        socket.write(pack(start))
        answer = b""
        while not answer.endswith(b"\n") and socket.waitForReadyRead(_MILLISECONDS):
            answer += bytes(socket.readAll().data())
        socket.disconnectFromServer()
        return answer == _TAKEN

    def _meet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._heard[socket] = bytearray()
            socket.readyRead.connect(lambda socket=socket: self._hear(socket))
            socket.disconnected.connect(lambda socket=socket: self._forget(socket))
            # What came with the connection tells of itself no more.
            self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        heard = self._heard.get(socket)
        if heard is None:
            return
        heard += socket.read(_LONGEST).data()
        if heard.endswith(b"\n"):
            start = unpack(bytes(heard))
            heard.clear()
            if start is not None:
                socket.write(_TAKEN)
                self.again.emit(start)
        elif len(heard) >= _LONGEST:
            socket.abort()

    def _forget(self, socket: QLocalSocket) -> None:
        self._heard.pop(socket, None)
        socket.deleteLater()


def pack(start: Start) -> bytes:
    """`start` as one line; paths are made absolute, for the other one may stand elsewhere."""
    content = {
        "vault": _absolute(start.vault),
        "password_file": _absolute(start.password_file),
        "samples": [str(sample.absolute()) for sample in start.samples],
    }
    return json.dumps(content).encode() + b"\n"


def unpack(line: bytes) -> Start | None:
    """The start in `line`; None where it is none of ours."""
    try:
        content = json.loads(line)
        return Start(
            _path(content["vault"]),
            _path(content["password_file"]),
            tuple(Path(sample) for sample in content["samples"]),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _absolute(path: Path | None) -> str | None:
    return None if path is None else str(path.absolute())


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)
