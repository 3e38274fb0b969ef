import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { Amount, Attributes, Currency, Identifier, Label, Milliseconds, Open, Seconds, Text } from './scalars.js';
import { Outcome } from './outcome.js';

/** A fact that a provider tells before it knows it exactly; the exact one counts as soon as it is there. */
const provisional = optional(Type.Boolean({ description: 'Told before it is known exactly' }));

/** A fact that was worked out from others, such as an answer from an end and a duration; one that was told counts first. */
const derived = optional(Type.Boolean({ description: 'Worked out from other facts; one that was told counts first' }));

const Attribution = Open({
  source: optional(Label),
  medium: optional(Label),
  campaign: optional(Label),
  term: optional(Label),
  content: optional(Label),
  tracking_number: optional(Label),
  landing_page: optional(Type.String({ maxLength: 2_048 })),
});

export const CallStarted = Open(
  {
    provisional,
    derived,
    direction: Type.Union([Type.Literal('inbound'), Type.Literal('outbound')]),
    channel: optional(Label),
    from: optional(Type.String({ maxLength: 256, description: 'Number or address of the calling side' })),
    to: optional(Type.String({ maxLength: 256, description: 'Number or address of the called side' })),
    agent: Open({ id: Identifier, name: optional(Label), version: optional(Type.Union([Label, Type.Number()])) }),
    queue: optional(Label),
    language: optional(Label),
    provider: optional(Label),
    provider_call_sid: optional(
      Type.String({
        ...Identifier,
        description:
          'Id of the same call at the telephony provider, such as a Twilio call SID: what is told under that id is folded into this call',
      }),
    ),
    attribution: optional(Attribution),
    attributes: optional(Attributes),
  },
  'A call begins: ringing for an inbound call, dialling for an outbound one',
);
export type CallStarted = Static<typeof CallStarted>;

export const CallAnswered = Open(
  {
    provisional,
    derived,
    by: optional(Type.Union([Type.Literal('agent'), Type.Literal('human'), Type.Literal('machine')])),
  },
  'The call is answered; wait ends and duration begins',
);
export type CallAnswered = Static<typeof CallAnswered>;

export const CallHeld = Open({}, 'The caller is put on hold');
export const CallResumed = Open({}, 'The caller is taken off hold');

export const CallTransferred = Open(
  {
    provisional,
    to: optional(Type.String({ maxLength: 256 })),
    kind: Type.Union([Type.Literal('human'), Type.Literal('agent'), Type.Literal('external')]),
    reason: optional(Text),
  },
  'The call is handed over',
);
export type CallTransferred = Static<typeof CallTransferred>;

export const CallTurn = Open(
  {
    index: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      description: 'Number of the exchange within its call, from 0',
    }),
    latency_ms: Open(
      {
        e2e: optional(Milliseconds),
        asr: optional(Milliseconds),
        llm: optional(Milliseconds),
        tts: optional(Milliseconds),
        endpointing: optional(Milliseconds),
      },
      'User stops speaking until the agent starts speaking (e2e), and its stages',
    ),
    interrupted: optional(Type.Boolean()),
    silence_ms: optional(Milliseconds),
  },
  'One exchange between caller and agent',
);
export type CallTurn = Static<typeof CallTurn>;

/** Components that costs are reported by; amounts under another name count in the total alone. */
export const COST_COMPONENTS = ['telephony', 'asr', 'llm', 'tts', 'platform'] as const;

export const CallEnded = Open(
  {
    provisional,
    derived,
    ended_by_assumed: optional(
      Type.Boolean({
        description: 'The sender does not know who ended the call; what another event says counts first',
      }),
    ),
    ended_by: Type.Union([Type.Literal('caller'), Type.Literal('agent'), Type.Literal('system')]),
    reason: optional(Label),
    outcome: optional(Outcome),
    cost: optional(
      Open({
        total: Amount,
        currency: Currency,
        components: optional(Type.Record(Type.String(), Amount, { maxProperties: 32 })),
      }),
    ),
    errors: optional(
      Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000 }), Type.Array(Type.Unknown(), { maxItems: 1_000 })], {
        description: 'Number of errors in the call, or a list of them',
      }),
    ),
    interruptions: optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000,
        description:
          'Times that the caller interrupted the agent, where the turns do not tell; it replaces their count',
      }),
    ),
    after_call_work_ms: optional(Milliseconds),
  },
  'The call is over',
);
export type CallEnded = Static<typeof CallEnded>;

export const CallAnalyzed = Open(
  {
    outcome: optional(Outcome),
    success: optional(Type.Boolean()),
    sentiment: optional(
      Type.Union(
        [
          Type.Number({ minimum: -1, maximum: 1 }),
          Type.Literal('positive'),
          Type.Literal('neutral'),
          Type.Literal('negative'),
        ],
        { description: 'From -1 (negative) to 1 (positive), or a word' },
      ),
    ),
    summary: optional(Text),
    topics: optional(Type.Array(Label, { maxItems: 64 })),
    language: optional(Label),
    attributes: optional(Attributes),
  },
  'What an analysis of the call found; a later one supersedes an earlier one',
);
export type CallAnalyzed = Static<typeof CallAnalyzed>;

const RecordingAnalysis = Open(
  {
    duration_s: optional(Seconds),
    talk_s: optional(
      Open(
        { agent: Seconds, caller: Seconds },
        'Seconds in which each of them talks; only where each has a channel of its own',
      ),
    ),
    silence_s: optional(
      Type.Number({ ...Seconds, description: 'Seconds in which nobody talks; counts where no turn has a silence' }),
    ),
    overlap_s: optional(Type.Number({ ...Seconds, description: 'Seconds in which both talk' })),
    interruptions: optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000,
        description: 'Times that the caller interrupted the agent; counts where neither the end nor a turn says it',
      }),
    ),
  },
  'What the sound of the recording says. Of several, that of a recording with two channels counts, then the latest',
);

export const CallRecording = Open(
  {
    recording_id: optional(Identifier),
    url: optional(Type.String({ maxLength: 4_096 })),
    duration_ms: optional(Milliseconds),
    channels: optional(Type.Integer({ minimum: 1, maximum: 16 })),
    expires_at: optional(Type.String({ format: 'date-time' })),
    analysis: optional(RecordingAnalysis),
    separate_url: optional(
      Type.String({ maxLength: 4_096, description: 'The same recording with each side in a channel of its own' }),
    ),
    consent: optional(
      Type.Union([Type.Literal('granted'), Type.Literal('denied')], {
        description: 'What the caller said to being recorded; it may be told without an address',
      }),
    ),
  },
  'A recording of the call is to be had',
);
export type CallRecording = Static<typeof CallRecording>;

export const FunnelStep = Open(
  {
    step: Identifier,
    attributes: optional(Attributes),
  },
  'The call reached a named step',
);
export type FunnelStep = Static<typeof FunnelStep>;
