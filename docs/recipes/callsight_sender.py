"""Sends events to Callsight from Python: in batches, in order, again after a failure, and counted once.

Needs Python 3.10 or later and aiohttp, which livekit-agents and pipecat-ai bring along. Checked with aiohttp 3.14.
An event keeps its id when it is sent again, so the service counts it once.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time as clock
import uuid
from datetime import datetime, timezone
from typing import Any

import aiohttp

log = logging.getLogger("callsight")

AGAIN = {408, 429}
LONGEST_WAIT_S = 30.0


def rfc3339(seconds: float) -> str:
    """Seconds since the epoch as the service wants a time: UTC, to the microsecond."""
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Sender:
    """Takes events without ever making a call wait. When the queue is full, new events are dropped and counted."""

    def __init__(self, url: str, key: str, source: str, *, batch: int = 200, queue: int = 10_000) -> None:
        self._address = url.rstrip("/") + "/v1/events"
        self._headers = {"authorization": f"Bearer {key}", "content-type": "application/cloudevents-batch+json"}
        self._source = source
        self._batch = batch
        self._most = queue
        self._waiting: list[dict[str, Any]] = []
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None
        self.accepted = self.duplicates = self.rejected = self.dropped = 0

    def send(
        self,
        type: str,
        data: dict[str, Any],
        *,
        subject: str | None = None,
        time: float | None = None,
        id: str | None = None,
    ) -> None:
        """Queues one event, in a running loop. `time` is seconds since the epoch; `subject` the call's id."""
        if len(self._waiting) >= self._most:
            self.dropped += 1
            return
        event = {
            "specversion": "1.0",
            "id": id or str(uuid.uuid4()),
            "source": self._source,
            "type": type,
            "time": rfc3339(clock.time() if time is None else time),
            "data": data,
        }
        self._waiting.append(event if subject is None else {**event, "subject": subject})
        self._idle.clear()
        self._wake.set()
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def flush(self, timeout: float = 5.0) -> bool:
        """Waits until nothing is left to send. False when the time was over first."""
        try:
            await asyncio.wait_for(self._idle.wait(), timeout)
        except asyncio.TimeoutError:
            return False
        return True

    async def close(self, timeout: float = 5.0) -> None:
        """Sends what is left, for so many seconds at most."""
        if not await self.flush(timeout):
            log.warning("%d events were not sent in time", len(self._waiting))
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as http:
            failures, most = 0, self._batch
            while True:
                await self._wake.wait()
                # What comes in together goes out together.
                await asyncio.sleep(0.1)
                while self._waiting:
                    events = self._waiting[:most]
                    status, answer, asked = await self._post(http, events)
                    if status is None or status in AGAIN or status >= 500:
                        failures += 1
                        wait = random.uniform(0, min(LONGEST_WAIT_S, 0.5 * 2**failures))
                        await asyncio.sleep(max(wait, asked))
                        continue
                    failures = 0
                    if status == 413 and len(events) > 1:
                        most = len(events) // 2
                        continue
                    self._count(status, answer, events)
                    del self._waiting[: len(events)]
                self._wake.clear()
                self._idle.set()

    async def _post(self, http: aiohttp.ClientSession, events: list[dict[str, Any]]) -> tuple[int | None, Any, float]:
        """The status, the body if it is JSON, and the seconds that `Retry-After` asks for."""
        try:
            body = json.dumps(events).encode()
            async with http.post(self._address, data=body, headers=self._headers, allow_redirects=False) as reply:
                text = await reply.text()
                asked = reply.headers.get("retry-after", "")
                answer = json.loads(text) if reply.content_type == "application/json" else None
                return reply.status, answer, float(asked) if asked.isdigit() else 0.0
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            log.info("Callsight is away: %s", type(error).__name__)
            return None, None, 0.0

    def _count(self, status: int, answer: Any, events: list[dict[str, Any]]) -> None:
        if status not in (202, 400) or not isinstance(answer, dict) or "rejected" not in answer:
            self.dropped += len(events)
            log.error("Callsight answered %d; %d events are dropped", status, len(events))
            return
        self.accepted += answer["accepted"]
        self.duplicates += answer["duplicates"]
        self.rejected += len(answer["rejected"])
        for one in answer["rejected"]:
            log.error("event %s was refused: %s", one["id"], one["message"])
