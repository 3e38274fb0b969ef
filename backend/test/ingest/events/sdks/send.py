"""Sends one event in each mode that the official Python SDK has: structured and binary. Prints the status of each answer."""

import os
import urllib.request
from datetime import datetime, timezone

from cloudevents.core.bindings.http import to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent


def event(mode: str) -> CloudEvent:
    attributes = {
        "id": f"python-{mode}",
        "source": "sdk/python",
        "type": "call.started",
        "specversion": "1.0",
        "subject": f"python-{mode}",
        "time": datetime(2026, 5, 10, 10, 0, 0, tzinfo=timezone.utc),
        "datacontenttype": "application/json",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    }
    return CloudEvent(attributes, {"direction": "inbound", "agent": {"id": "Zoë"}, "queue": None})


def send(mode: str, message) -> None:
    request = urllib.request.Request(os.environ["CALLSIGHT_URL"] + "/v1/events", data=message.body, method="POST")
    for name, value in message.headers.items():
        request.add_header(name, value)
    request.add_header("authorization", "Bearer " + os.environ["CALLSIGHT_API_KEY"])
    with urllib.request.urlopen(request) as response:
        print(mode, response.status)


send("structured", to_structured_event(event("structured")))
send("binary", to_binary_event(event("binary")))
