"""A client of our own for the virtual phone: requests in, bodies and codes out."""

from holdfast.phones.protocols.irmc.app_parameters import (
    Parameter,
    read_parameters,
    write_parameters,
)
from holdfast.phones.protocols.irmc.stores import SYNC_TARGET
from holdfast.phones.protocols.obex.client import Continue, Done, ObexClient
from holdfast.phones.protocols.obex.headers import Header, HeaderId
from holdfast.phones.virtual.clock import VirtualClock
from holdfast.phones.virtual.irmc.browsing import BrowsingService
from holdfast.phones.virtual.irmc.conversation import Conversation
from holdfast.phones.virtual.irmc.phone import IrmcPhone
from holdfast.phones.virtual.irmc.records import RecordService


def name(text):
    return Header(HeaderId.NAME, text)


class Client:
    def __init__(self, folder, *, clock=None, behave=lambda phone: phone):
        services = RecordService(folder, clock or VirtualClock()), BrowsingService(folder)
        self.conversation = Conversation(behave(IrmcPhone(*services)), max_packet=400)
        self.client = ObexClient()

    def ask(self, packet):
        [answer] = self.conversation.receive(packet)
        [event] = self.client.receive(answer)
        return event

    def join(self, target=SYNC_TARGET):
        return self.ask(self.client.connect(target))

    def get(self, *headers):
        event = self.ask(self.client.get(*headers))
        body = getattr(event, "body", b"")
        while isinstance(event, Continue):
            event = self.ask(self.client.more())
            body += event.body
        return body if isinstance(event, Done) else event.code

    def read(self, text):
        return self.get(name(text))

    def put(self, text, body):
        return self.ask(self.client.put([name(text)], body, last=True))

    def delete(self, text, *, hard=False, body=None):
        headers = [name(text)]
        if hard:
            told = write_parameters({Parameter.HARD_DELETE: b""})
            headers.append(Header(HeaderId.APP_PARAMETERS, told))
        return self.ask(self.client.put(headers, body, last=True))


def parameters(event):
    return read_parameters(event.headers.data(HeaderId.APP_PARAMETERS) or b"")
