"""Tells one LiveKit Agents session as one call of Callsight.

Checked with livekit-agents 1.8.9 and livekit 1.1.21 (Python). Needs 1.3 or later: since then every chat message carries
the latencies of its turn. All times of LiveKit are seconds; those of Callsight are milliseconds.
"""

from __future__ import annotations

import time
from typing import Any

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
from livekit.agents.llm import ChatMessage

ENDED_BY = {
    CloseReason.PARTICIPANT_DISCONNECTED: "caller",
    CloseReason.USER_INITIATED: "agent",
    CloseReason.TASK_COMPLETED: "agent",
    CloseReason.JOB_SHUTDOWN: "system",
    CloseReason.ERROR: "system",
}


def milliseconds(seconds: float) -> float:
    return round(max(0.0, seconds) * 1_000, 3)


class CallsightCall:
    """Listens to a session. `steps` says which tool means which step of the funnel: {"book": "booking.confirmed"}."""

    def __init__(
        self,
        sender: Sender,
        participant: rtc.RemoteParticipant,
        agent: dict[str, Any],
        *,
        call_id: str,
        steps: dict[str, str] | None = None,
        language: str | None = None,
    ) -> None:
        self._sender = sender
        self._participant = participant
        self._steps = steps or {}
        self._told = 0
        self._errors = 0
        self._turns = 0
        self._turn: dict[str, Any] | None = None
        self._is_answered = False
        self.call_id = call_id
        # May be set by the agent at any time before the end.
        self.outcome: str | None = None
        self.cost: dict[str, Any] | None = None
        self._tell("call.started", self._begin(agent, language))
        self._see_status()

    def watch(self, session: AgentSession, room: rtc.Room) -> None:
        """Hooks into the session and the room; call it before `session.start`."""
        session.on("conversation_item_added", self.on_item)
        session.on("function_tools_executed", self.on_tools)
        session.on("error", self.on_error)
        session.on("close", self.on_close)
        room.on("participant_attributes_changed", self.on_attributes)

    def step(self, step: str, attributes: dict[str, Any] | None = None) -> None:
        self._tell("funnel.step", {"step": step, **({"attributes": attributes} if attributes else {})})

    def transferred(self, kind: str, to: str | None = None, reason: str | None = None) -> None:
        """`kind` is human, agent or external. Call it where the transfer is made."""
        extra = {"to": to, "reason": reason}
        self._tell("call.transferred", {"kind": kind, **{k: v for k, v in extra.items() if v is not None}})

    def analyzed(self, **found: Any) -> None:
        self._tell("call.analyzed", found)

    def on_item(self, event: ConversationItemAddedEvent) -> None:
        """A turn begins with what the caller said, and is told when the next one begins or the call ends."""
        item = event.item
        if not isinstance(item, ChatMessage):
            return
        metrics = item.metrics
        if item.role == "user" and ("end_of_turn_delay" in metrics or "stopped_speaking_at" in metrics):
            self._finish_turn()
            self._turn = {"latency_ms": {}}
            self._stage("asr", metrics.get("transcription_delay"))
            self._stage("endpointing", metrics.get("end_of_turn_delay"))
        elif item.role == "assistant" and self._turn is not None:
            if "time" not in self._turn:
                # Later messages of a turn answer a tool's result; what the caller waited for is the first.
                self._turn["time"] = metrics.get("started_speaking_at", item.created_at)
                self._stage("e2e", metrics.get("e2e_latency"))
                self._stage("llm", metrics.get("llm_node_ttft"))
                self._stage("tts", metrics.get("tts_node_ttfb"))
            if item.interrupted:
                self._turn["interrupted"] = True

    def on_tools(self, event: FunctionToolsExecutedEvent) -> None:
        for call, output in event.zipped():
            step = self._steps.get(call.name)
            if step is not None and not output.is_error:
                self.step(step)

    def on_error(self, event: ErrorEvent) -> None:
        if not getattr(event.error, "recoverable", False):
            self._errors += 1

    def on_attributes(self, _changed: dict[str, str], participant: rtc.Participant) -> None:
        if participant.identity == self._participant.identity:
            self._participant = participant
            self._see_status()

    def on_close(self, event: CloseEvent) -> None:
        self._finish_turn()
        data: dict[str, Any] = {
            "ended_by": ENDED_BY[event.reason],
            "reason": event.reason.value,
            "errors": self._errors,
        }
        if self.outcome is not None:
            data["outcome"] = self.outcome
        if self.cost is not None:
            data["cost"] = self.cost
        self._tell("call.ended", data, event.created_at)

    def _begin(self, agent: dict[str, Any], language: str | None) -> dict[str, Any]:
        sip = self._participant.attributes
        # Only a call that came in was sent here by a dispatch rule.
        inbound = self._participant.kind != rtc.ParticipantKind.PARTICIPANT_KIND_SIP or bool(sip.get("sip.ruleID"))
        caller, ours = sip.get("sip.phoneNumber"), sip.get("sip.trunkPhoneNumber")
        facts = {
            "from": caller if inbound else ours,
            "to": ours if inbound else caller,
            "provider_call_sid": sip.get("sip.twilio.callSid"),
            "language": language,
        }
        return {
            "direction": "inbound" if inbound else "outbound",
            "channel": "phone" if "sip.callID" in sip else "web",
            "provider": "livekit",
            "agent": agent,
            **{name: value for name, value in facts.items() if value},
        }

    def _see_status(self) -> None:
        """A caller on the phone is answered when the status says so; one in a browser is from the start."""
        status = self._participant.attributes.get("sip.callStatus", "active")
        if not self._is_answered and status == "active":
            self._is_answered = True
            self._tell("call.answered", {"by": "agent"} if self._participant.attributes.get("sip.ruleID") else {})

    def _stage(self, stage: str, seconds: float | None) -> None:
        if self._turn is not None and seconds is not None and seconds >= 0:
            self._turn["latency_ms"][stage] = milliseconds(seconds)

    def _finish_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is None or "time" not in turn:
            # The caller went on before the agent said anything: that is one turn, not two.
            return
        at = turn.pop("time")
        self._tell("call.turn", {"index": self._turns, **turn}, at)
        self._turns += 1

    def _tell(self, type: str, data: dict[str, Any], at: float | None = None) -> None:
        self._told += 1
        at = time.time() if at is None else at
        self._sender.send(type, data, subject=self.call_id, time=at, id=f"{self.call_id}/{self._told}")
