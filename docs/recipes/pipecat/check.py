"""Runs the observer in a real Pipecat pipeline and sends the events to a running Callsight.

CALLSIGHT_URL=… CALLSIGHT_API_KEY=… PYTHONPATH=.. python check.py
"""

import asyncio
import os
import time
import uuid

from callsight_pipecat import CallsightObserver
from callsight_sender import Sender
from pipecat.frames.frames import (
    BotStartedSpeakingFrame,
    BotStoppedSpeakingFrame,
    Frame,
    FunctionCallResultFrame,
    InterruptionFrame,
    MetricsFrame,
    UserStoppedSpeakingFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.metrics.metrics import TTFBMetricsData
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.llm_service import LLMService
from pipecat.services.stt_service import STTService
from pipecat.services.tts_service import TTSService
from pipecat.workers.runner import WorkerRunner


class Stt(STTService):
    async def run_stt(self, audio: bytes):
        yield None


class Llm(LLMService):
    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        await self.push_frame(frame, direction)


class Tts(TTSService):
    async def run_tts(self, text: str, context_id: str):
        yield None


async def settle() -> None:
    """Lets the pipeline and its observers take what was pushed."""
    await asyncio.sleep(0.05)


async def main() -> None:
    sender = Sender(os.environ["CALLSIGHT_URL"], os.environ["CALLSIGHT_API_KEY"], "pipecat-check")
    observer = CallsightObserver(sender, f"check-{time.time()}", steps={"book": "booking.confirmed"})
    told: list[tuple[str, dict]] = []
    send = sender.send
    sender.send = lambda type, data, **rest: (told.append((type, data)), send(type, data, **rest))  # type: ignore[method-assign]
    stt, llm, tts = Stt(), Llm(), Tts()
    worker = PipelineWorker(
        Pipeline([stt, llm, tts]),
        params=PipelineParams(enable_metrics=True),
        observers=[observer],
        cancel_on_idle_timeout=False,
        enable_rtvi=False,
    )
    started = asyncio.Event()

    @worker.event_handler("on_pipeline_started")
    async def on_started(_worker: PipelineWorker, _frame: Frame) -> None:
        started.set()

    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    running = asyncio.create_task(runner.run())
    await started.wait()

    async def push(source: FrameProcessor, *frames: Frame) -> None:
        for frame in frames:
            await source.push_frame(frame, FrameDirection.DOWNSTREAM)
            await settle()

    def ttfb(source: FrameProcessor, seconds: float) -> MetricsFrame:
        return MetricsFrame(data=[TTFBMetricsData(processor=source.name, value=seconds)])

    observer.begin(
        {"id": "receptionist", "version": "7"},
        from_number="+4930123456",
        to_number="+4930999999",
        provider_call_sid=f"CA{uuid.uuid4().hex}",
    )
    # A greeting is no turn.
    await push(tts, BotStartedSpeakingFrame(), BotStoppedSpeakingFrame())
    for interrupt in (True, False):
        await push(stt, VADUserStartedSpeakingFrame(), VADUserStoppedSpeakingFrame(stop_secs=0.2))
        await push(stt, ttfb(stt, 0.11), UserStoppedSpeakingFrame())
        await push(llm, ttfb(llm, 0.31))
        await push(tts, ttfb(tts, 0.13), BotStartedSpeakingFrame())
        if interrupt:
            await push(stt, InterruptionFrame())
        await push(tts, BotStoppedSpeakingFrame())
    # Both ways, as the library does it; it counts once.
    await llm.broadcast_frame(
        FunctionCallResultFrame, function_name="book", tool_call_id="1", arguments={}, result="ok"
    )
    await settle()
    observer.outcome = "booked"
    observer.hung_up()
    await worker.cancel()
    await running
    observer.analyzed(success=True)
    await sender.close()
    for type, data in told:
        print(type, data)
    print(f"accepted {sender.accepted}, rejected {sender.rejected}, dropped {sender.dropped}")
    turns = [data for type, data in told if type == "call.turn"]
    assert [turn.get("interrupted", False) for turn in turns] == [True, False]
    for turn in turns:
        latency = turn["latency_ms"]
        assert (latency["asr"], latency["llm"], latency["tts"]) == (110, 310, 130)
        assert latency["e2e"] > latency["endpointing"] >= 200
    assert [data["ended_by"] for type, data in told if type == "call.ended"] == ["caller"]
    # started, answered, two turns, a step, ended, analyzed
    assert (sender.accepted, sender.rejected, sender.dropped) == (7, 0, 0)


asyncio.run(main())
