"""Feeds the recipe with objects of the real library and sends the events to a running Callsight.

CALLSIGHT_URL=… CALLSIGHT_API_KEY=… PYTHONPATH=.. python check.py
"""

import asyncio
import os
import time
import uuid

from callsight_livekit import CallsightCall
from callsight_sender import Sender
from livekit import rtc
from livekit.agents import (
    AgentSession,
    CloseEvent,
    CloseReason,
    ConversationItemAddedEvent,
    ErrorEvent,
    FunctionToolsExecutedEvent,
)
from livekit.agents.llm import ChatMessage, FunctionCall, FunctionCallOutput, LLMError


class Participant:
    """Only what the recipe reads; the library makes real ones from the room's own messages alone."""

    identity = "sip_+4930123456"
    kind = rtc.ParticipantKind.PARTICIPANT_KIND_SIP

    def __init__(self, status: str) -> None:
        self.attributes = {
            "sip.callID": "SCL_check",
            "sip.callStatus": status,
            "sip.phoneNumber": "+4930123456",
            "sip.trunkPhoneNumber": "+4930999999",
            "sip.ruleID": "SDR_1",
            "sip.twilio.callSid": f"CA{uuid.uuid4().hex}",
        }


async def main() -> None:
    sender = Sender(os.environ["CALLSIGHT_URL"], os.environ["CALLSIGHT_API_KEY"], "livekit-check")
    call = CallsightCall(
        sender,
        Participant("ringing"),
        {"id": "receptionist"},
        call_id=f"check-{time.time()}",
        steps={"book": "booking.confirmed"},
    )
    session, room = AgentSession(), rtc.Room()
    call.watch(session, room)
    room.emit("participant_attributes_changed", {"sip.callStatus": "active"}, Participant("active"))
    said = time.time()

    def add(role: str, metrics: dict, **extra: object) -> None:
        item = ChatMessage(role=role, content=["…"], metrics=metrics, **extra)
        session.emit("conversation_item_added", ConversationItemAddedEvent(item=item))

    add("assistant", {"started_speaking_at": said, "llm_node_ttft": 0.3, "tts_node_ttfb": 0.1})
    add("user", {"stopped_speaking_at": said + 4, "transcription_delay": 0.12, "end_of_turn_delay": 0.55})
    add(
        "assistant",
        {"started_speaking_at": said + 5.1, "e2e_latency": 1.1, "llm_node_ttft": 0.32, "tts_node_ttfb": 0.14},
        interrupted=True,
    )
    add("user", {"stopped_speaking_at": said + 9, "transcription_delay": 0.1, "end_of_turn_delay": 0.5})
    session.emit(
        "function_tools_executed",
        FunctionToolsExecutedEvent(
            function_calls=[FunctionCall(call_id="1", name="book", arguments="{}")],
            function_call_outputs=[FunctionCallOutput(call_id="1", name="book", output="ok", is_error=False)],
        ),
    )
    add("assistant", {"started_speaking_at": said + 10, "e2e_latency": 1.0, "llm_node_ttft": 0.4, "tts_node_ttfb": 0.2})
    add("assistant", {"started_speaking_at": said + 12, "e2e_latency": 3.0})
    error = LLMError(timestamp=said, label="llm", error=RuntimeError("gone"), recoverable=False)
    session.emit("error", ErrorEvent(error=error, source=None))
    call.outcome = "booked"
    session.emit("close", CloseEvent(reason=CloseReason.PARTICIPANT_DISCONNECTED))
    call.analyzed(success=True, sentiment="positive")
    await sender.close()
    print(f"accepted {sender.accepted}, rejected {sender.rejected}, dropped {sender.dropped}")
    # started, answered, two turns, a step, ended, analyzed
    assert (sender.accepted, sender.rejected, sender.dropped) == (7, 0, 0)


asyncio.run(main())
