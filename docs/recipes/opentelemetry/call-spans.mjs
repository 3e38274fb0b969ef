/**
 * Tells Callsight the turns and steps of calls from OpenTelemetry spans of voice agents.
 * Checked with @opentelemetry/sdk-trace-node 2.12 and the spans of @livekit/agents 1.9 (Node).
 */

/** Where a stage's latency stands, by span attribute; and how many milliseconds its unit has. */
const STAGES = {
  // Spans by the GenAI conventions: seconds.
  'gen_ai.response.time_to_first_chunk': ['llm', 1_000],
  // LiveKit Agents: seconds, but for the two of `user_turn`, which its Node library gives in milliseconds.
  'lk.response.ttft': ['llm', 1_000],
  'lk.response.ttfb': ['tts', 1_000],
  'lk.e2e_latency': ['e2e', 1_000],
  'lk.transcription_delay': ['asr', 1],
  'lk.end_of_turn_delay': ['endpointing', 1],
};

const USER_TURN = 'user_turn';
const AGENT_TURN = 'agent_turn';

const dateOf = ([seconds, nanos]) => new Date(seconds * 1_000 + nanos / 1e6);

/** A span processor. One trace is one call. */
export class CallSpans {
  #client;
  #steps;
  #calls = new Map();

  /**
   * @param client a `CallsightClient`
   * @param steps which tool means which step of the funnel: `{ book: 'booking.confirmed' }`
   */
  constructor(client, steps = {}) {
    this.#client = client;
    this.#steps = steps;
  }

  onStart(span) {
    const { traceId } = span.spanContext();
    if (!this.#calls.has(traceId))
      this.#calls.set(traceId, { stages: {}, turns: 0, hasUserTurns: false, isNew: false });
  }

  /** Spans inside a turn end before it does, so that its latencies are known when it ends. */
  onEnd(span) {
    const { traceId, spanId } = span.spanContext();
    const call = this.#calls.get(traceId);
    if (call === undefined) return;
    call.id ??= span.attributes['gen_ai.conversation.id'];
    if (span.name === USER_TURN) Object.assign(call, { stages: {}, hasUserTurns: true, isNew: true });
    for (const [attribute, [stage, factor]] of Object.entries(STAGES)) {
      const value = span.attributes[attribute];
      if (typeof value === 'number' && value >= 0) call.stages[stage] ??= Math.round(value * factor * 1_000) / 1_000;
    }
    const events = this.#client.call(call.id ?? traceId);
    if (span.name === AGENT_TURN) this.#tellTurn(call, events, span);
    const step = this.#steps[span.attributes['gen_ai.tool.name']];
    // 2 is an error.
    if (step !== undefined && span.status.code !== 2) {
      void events.step(step, undefined, { id: `${traceId}/${spanId}`, time: dateOf(span.endTime) });
    }
    const { parentSpanContext: parent } = span;
    if (parent === undefined || parent.isRemote === true) this.#calls.delete(traceId);
  }

  /** What the agent says of its own accord, or after a tool's result, is no answer to the caller. */
  #tellTurn(call, events, span) {
    const { stages, isNew, hasUserTurns } = call;
    call.stages = {};
    call.isNew = false;
    if (hasUserTurns ? !isNew : stages.e2e === undefined) return;
    const { traceId, spanId } = span.spanContext();
    const data = { index: call.turns, latency_ms: stages, interrupted: span.attributes['lk.interrupted'] === true };
    call.turns += 1;
    void events.turn(data, { id: `${traceId}/${spanId}`, time: dateOf(span.endTime) });
  }

  async forceFlush() {
    await this.#client.flush();
  }

  async shutdown() {
    await this.#client.flush();
  }
}
