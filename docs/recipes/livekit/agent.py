"""A LiveKit agent that takes phone calls and tells Callsight about them.

pip install livekit-agents
export LIVEKIT_URL=… LIVEKIT_API_KEY=… LIVEKIT_API_SECRET=… CALLSIGHT_URL=… CALLSIGHT_API_KEY=…
PYTHONPATH=.. python agent.py start
"""

import os

from callsight_livekit import CallsightCall
from callsight_sender import Sender
from livekit.agents import Agent, AgentSession, JobContext, WorkerOptions, cli, function_tool


class Receptionist(Agent):
    def __init__(self) -> None:
        super().__init__(instructions="You book appointments on the phone. Be brief.")

    @function_tool
    async def find_slots(self, day: str) -> str:
        """Finds free slots on a day."""
        return f"{day}: 10:00 and 14:30"

    @function_tool
    async def book(self, day: str, time: str) -> str:
        """Books a slot."""
        return f"Booked for {day} at {time}"


async def entrypoint(ctx: JobContext) -> None:
    await ctx.connect()
    participant = await ctx.wait_for_participant()
    sender = Sender(os.environ["CALLSIGHT_URL"], os.environ["CALLSIGHT_API_KEY"], "livekit")
    call = CallsightCall(
        sender,
        participant,
        {"id": "receptionist", "version": "7"},
        call_id=participant.attributes.get("sip.callID", ctx.room.name),
        steps={"find_slots": "slot.offered", "book": "booking.confirmed"},
        language="en",
    )
    session = AgentSession(
        stt="deepgram/nova-3",
        llm="openai/gpt-4.1-mini",
        tts="cartesia/sonic-3",
    )
    call.watch(session, ctx.room)
    ctx.add_shutdown_callback(sender.close)
    await session.start(agent=Receptionist(), room=ctx.room)
    await session.generate_reply(instructions="Greet the caller.")


if __name__ == "__main__":
    cli.run_app(WorkerOptions(entrypoint_fnc=entrypoint))
