"""Tells one Pipecat pipeline as one call of Callsight: an observer, so that the pipeline stays as it is.

Checked with pipecat-ai 1.14.0. Times of Pipecat's metrics are seconds; those of Callsight are milliseconds.
The pipeline has to run with `PipelineParams(enable_metrics=True)`, or else only e2e and endpointing are known.
"""

from __future__ import annotations

import time
from typing import Any

from callsight_sender import Sender
from pipecat.frames.frames import (
    BotStartedSpeakingFrame,
    BotStoppedSpeakingFrame,
    CancelFrame,
    EndFrame,
    ErrorFrame,
    Frame,
    FunctionCallResultFrame,
    InterruptionFrame,
    MetricsFrame,
    UserStoppedSpeakingFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.metrics.metrics import TTFBMetricsData
from pipecat.observers.base_observer import BaseObserver, FramePushed
from pipecat.processors.frame_processor import FrameDirection
from pipecat.services.llm_service import LLMService
from pipecat.services.stt_service import STTService
from pipecat.services.tts_service import TTSService

STAGES: tuple[tuple[str, type], ...] = (("asr", STTService), ("llm", LLMService), ("tts", TTSService))


class CallsightObserver(BaseObserver):
    """Watches the frames of a pipeline. `steps` says which function means which step: {"book": "booking.confirmed"}."""

    def __init__(self, sender: Sender, call_id: str, *, steps: dict[str, str] | None = None) -> None:
        # Every processor passes a frame on; the first push is when it happened.
        super().__init__(observe_every_push=False)
        self._sender = sender
        self._steps = steps or {}
        self._told = 0
        self._errors = 0
        self._turns = 0
        self._turn: dict[str, Any] | None = None
        self._is_bot_speaking = False
        self._is_over = False
        self._has_hung_up = False
        self.call_id = call_id
        # May be set by the bot at any time before the end.
        self.outcome: str | None = None
        self.cost: dict[str, Any] | None = None

    def begin(
        self,
        agent: dict[str, Any],
        *,
        direction: str = "inbound",
        from_number: str | None = None,
        to_number: str | None = None,
        provider_call_sid: str | None = None,
        language: str | None = None,
    ) -> None:
        """The call begins, and is answered: a telephony stream is opened only then."""
        facts = {"from": from_number, "to": to_number, "provider_call_sid": provider_call_sid, "language": language}
        about = {name: value for name, value in facts.items() if value}
        self._tell("call.started", {"direction": direction, "provider": "pipecat", "agent": agent, **about})
        self._tell("call.answered", {"by": "agent"} if direction == "inbound" else {})

    def hung_up(self) -> None:
        """The caller is gone: call it in the transport's `on_client_disconnected`."""
        self._has_hung_up = True

    def step(self, step: str, attributes: dict[str, Any] | None = None) -> None:
        self._tell("funnel.step", {"step": step, **({"attributes": attributes} if attributes else {})})

    def transferred(self, kind: str, to: str | None = None) -> None:
        """`kind` is human, agent or external. Call it where the transfer is made."""
        self._tell("call.transferred", {"kind": kind, **({"to": to} if to else {})})

    def analyzed(self, **found: Any) -> None:
        self._tell("call.analyzed", found)

    async def on_push_frame(self, data: FramePushed) -> None:
        frame = data.frame
        # A broadcast is two frames, one each way, about one thing.
        if frame.broadcast_sibling_id is not None and data.direction != FrameDirection.DOWNSTREAM:
            return
        if isinstance(frame, MetricsFrame):
            self._see_metrics(frame, data.source)
        elif isinstance(frame, FunctionCallResultFrame):
            self._see_function(frame)
        elif isinstance(frame, ErrorFrame):
            self._errors += 1
        elif isinstance(frame, (EndFrame, CancelFrame)):
            self._end(frame)
        else:
            self._see_speech(frame)

    def _see_speech(self, frame: Frame) -> None:
        now = time.time()
        if isinstance(frame, VADUserStartedSpeakingFrame):
            # The answer to what was said before has been given, or will not be.
            if self._turn is not None and "time" in self._turn:
                self._finish_turn()
        elif isinstance(frame, VADUserStoppedSpeakingFrame):
            if self._turn is None or "time" not in self._turn:
                # The silence that it takes to notice is part of the wait.
                self._turn = {"stopped": frame.timestamp - frame.stop_secs, "latency_ms": {}}
        elif isinstance(frame, UserStoppedSpeakingFrame):
            if self._turn is not None and "time" not in self._turn:
                self._stage("endpointing", now - self._turn["stopped"])
        elif isinstance(frame, BotStartedSpeakingFrame):
            self._is_bot_speaking = True
            if self._turn is not None and "time" not in self._turn:
                self._turn["time"] = now
                self._stage("e2e", now - self._turn["stopped"])
        elif isinstance(frame, InterruptionFrame):
            if self._is_bot_speaking and self._turn is not None:
                self._turn["interrupted"] = True
        elif isinstance(frame, BotStoppedSpeakingFrame):
            self._is_bot_speaking = False

    def _see_metrics(self, frame: MetricsFrame, source: Any) -> None:
        stage = next((name for name, service in STAGES if isinstance(source, service)), None)
        for metric in frame.data:
            # A service also reports zero when it starts.
            if stage is not None and isinstance(metric, TTFBMetricsData) and metric.value > 0:
                # The first answer is what the caller waited for; a second one follows a function's result.
                self._stage(stage, metric.value)

    def _see_function(self, frame: FunctionCallResultFrame) -> None:
        step = self._steps.get(frame.function_name)
        if step is not None and not frame.error:
            self.step(step)

    def _stage(self, stage: str, seconds: float) -> None:
        if self._turn is not None:
            self._turn["latency_ms"].setdefault(stage, round(max(0.0, seconds) * 1_000, 3))

    def _finish_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is None or "time" not in turn:
            return
        at = turn.pop("time")
        turn.pop("stopped")
        self._tell("call.turn", {"index": self._turns, **turn}, at)
        self._turns += 1

    def _end(self, frame: EndFrame | CancelFrame) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._finish_turn()
        by = "caller" if self._has_hung_up else "agent" if isinstance(frame, EndFrame) else "system"
        data: dict[str, Any] = {"ended_by": by, "errors": self._errors}
        if frame.reason:
            data["reason"] = str(frame.reason)[:256]
        if self.outcome is not None:
            data["outcome"] = self.outcome
        if self.cost is not None:
            data["cost"] = self.cost
        self._tell("call.ended", data)

    def _tell(self, type: str, data: dict[str, Any], at: float | None = None) -> None:
        self._told += 1
        at = time.time() if at is None else at
        self._sender.send(type, data, subject=self.call_id, time=at, id=f"{self.call_id}/{self._told}")
