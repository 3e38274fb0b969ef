import { Type, type Static } from '@sinclair/typebox';
import { optional } from './optional.js';
import { Filter, Instant } from './query/request.js';

const closed = { additionalProperties: false };

const SPEAKERS = ['agent', 'caller', 'other'] as const;
export type Speaker = (typeof SPEAKERS)[number];

/** What a transcript may hold. */
export const TRANSCRIPT_LIMITS = {
  segments: 10_000,
  /** Characters (UTF-16 code units) of the text of one segment. */
  text: 2_000,
  /** Of the whole transcript, as JSON in UTF-8. */
  bytes: 2_000_000,
  /** Seconds from the start of the call: a week. */
  seconds: 604_800,
} as const;

const Second = (description: string) =>
  Type.Number({
    minimum: 0,
    maximum: TRANSCRIPT_LIMITS.seconds,
    description: `${description}, in seconds from the start of the call`,
  });

/** What one side said in one piece. */
export const TranscriptSegment = Type.Object(
  {
    start_s: Second('Begin'),
    end_s: optional(Second('End')),
    speaker: Type.Union(
      SPEAKERS.map((speaker) => Type.Literal(speaker)),
      { description: SPEAKERS.join(', ') },
    ),
    text: Type.String({ minLength: 1, maxLength: TRANSCRIPT_LIMITS.text }),
    channel: optional(Type.Integer({ minimum: 0, maximum: 31, description: 'Of the recording, counted from 0' })),
  },
  { ...closed, title: 'TranscriptSegment' },
);
export type TranscriptSegment = Static<typeof TranscriptSegment>;

const Language = Type.String({
  pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$',
  description: 'BCP 47, such as de or en-GB',
});
const Source = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'Who made it: vapi, retell, code, or what a PUT says',
});
const Segments = Type.Array(TranscriptSegment, { minItems: 1, maxItems: TRANSCRIPT_LIMITS.segments });
const Nothing = Type.Null();

/** Body of `PUT /v1/calls/{id}/transcript`. */
export const TranscriptInput = Type.Object(
  { segments: Segments, language: optional(Type.Union([Language, Nothing])), source: optional(Source) },
  { ...closed, title: 'TranscriptInput' },
);
export type TranscriptInput = Static<typeof TranscriptInput>;

/** The transcript of a call. */
export const Transcript = Type.Object(
  { segments: Segments, language: Type.Union([Language, Nothing]), source: Source },
  { ...closed, title: 'Transcript' },
);
export type Transcript = Static<typeof Transcript>;

/** Answer to a `PUT`: what was stored. */
export const StoredTranscript = Type.Object(
  {
    call_id: Type.String(),
    segments: Type.Integer(),
    language: Type.Union([Language, Nothing]),
    source: Source,
    masked: Type.Integer({ description: 'Segments in which something personal was masked' }),
  },
  { title: 'StoredTranscript' },
);
export type StoredTranscript = Static<typeof StoredTranscript>;

/** Body of `POST /v1/transcripts/search`. The range is half-open: from <= start of the call < to. */
export const TranscriptSearch = Type.Object(
  {
    words: Type.String({
      minLength: 1,
      maxLength: 400,
      description: 'All of them have to occur: words, "a phrase", beginnings such as appoint*',
    }),
    from: Instant,
    to: Instant,
    timezone: optional(Type.String({ maxLength: 100, description: 'IANA time zone of relative times; UTC if absent' })),
    filters: optional(Type.Array(Filter, { maxItems: 64 })),
    limit: optional(Type.Integer({ minimum: 1, maximum: 100, description: '20 if absent' })),
    cursor: optional(Type.String({ maxLength: 1_024 })),
  },
  { ...closed, title: 'TranscriptSearch' },
);
export type TranscriptSearch = Static<typeof TranscriptSearch>;

/** Part of a transcript in which something sought was said. */
export const TranscriptSnippet = Type.Object(
  {
    start_s: Type.Number(),
    end_s: Type.Optional(Type.Number()),
    speaker: Type.Union(SPEAKERS.map((speaker) => Type.Literal(speaker))),
    text: Type.String({ description: 'The segment, or what is around the match, with … where it was cut' }),
    matches: Type.Array(Type.Object({ from: Type.Integer(), to: Type.Integer() }), {
      description: 'Where in the text, in UTF-16 code units',
    }),
  },
  { title: 'TranscriptSnippet' },
);
export type TranscriptSnippet = Static<typeof TranscriptSnippet>;

export const TranscriptSearchAnswer = Type.Object(
  {
    calls: Type.Array(
      Type.Object({
        call_id: Type.String(),
        started_at: Type.String({ format: 'date-time' }),
        agent: Type.Union([Type.String(), Nothing]),
        outcome: Type.Union([Type.String(), Nothing]),
        snippets: Type.Array(TranscriptSnippet),
      }),
    ),
    next_cursor: Type.Union([Type.String(), Nothing], {
      description: 'Cursor of the next page; null on the last one. A page may be empty and have a next one',
    }),
  },
  { title: 'TranscriptSearchAnswer' },
);
export type TranscriptSearchAnswer = Static<typeof TranscriptSearchAnswer>;
