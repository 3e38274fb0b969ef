import { Type, type Static } from '@sinclair/typebox';

const seconds = (description: string) => Type.Number({ minimum: 0, description });

/** Name of a recording among those of its call. */
export const RecordingName = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$',
  description: 'letters, digits, ".", "_" and "-", beginning with a letter or digit, at most 100 characters',
});

export const Recording = Type.Object(
  {
    name: RecordingName,
    state: Type.Union([Type.Literal('announced'), Type.Literal('stored'), Type.Literal('failed')], {
      description: 'announced: to be fetched from the provider; failed: could not be fetched',
    }),
    source: Type.String({ description: 'upload, or the provider that it was fetched from' }),
    content_type: Type.Optional(Type.String()),
    bytes: Type.Optional(Type.Integer()),
    sha256: Type.Optional(Type.String({ description: 'Of the content, hexadecimal' })),
    stored_at: Type.Optional(Type.String({ format: 'date-time' })),
    duration_s: Type.Optional(seconds('As it was measured, else as it was announced')),
    channels: Type.Optional(Type.Integer()),
    waveform: Type.Optional(
      Type.Union([Type.Literal('pending'), Type.Literal('ready'), Type.Literal('unavailable')], {
        description: 'unavailable: the format cannot be decoded here',
      }),
    ),
    problem: Type.Optional(Type.String({ description: 'Why it could not be fetched yet, or its sound not be read' })),
    next_attempt_at: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { title: 'Recording' },
);
export type Recording = Static<typeof Recording>;

export const Hold = Type.Object(
  {
    call_id: Type.String(),
    reason: Type.String(),
    since: Type.String({ format: 'date-time' }),
    by: Type.String({ description: 'Id of the API key' }),
  },
  { title: 'Hold', description: 'While it lasts, neither recordings nor the transcript of the call are deleted' },
);
export type Hold = Static<typeof Hold>;

export const HoldRequest = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) },
  { additionalProperties: false },
);

export const Recordings = Type.Object(
  {
    recordings: Type.Array(Recording),
    consent: Type.Union([Type.Literal('granted'), Type.Literal('denied'), Type.Null()], {
      description:
        'What the caller said to being recorded; null: not reported. Without consent nothing is kept or played',
    }),
    hold: Type.Optional(Hold),
  },
  { title: 'Recordings' },
);
export type Recordings = Static<typeof Recordings>;

export const RecordingLinkRequest = Type.Object(
  {
    expires_in: Type.Optional(
      Type.String({
        pattern: '^[1-9][0-9]{0,6}[smhd]$',
        description:
          'How long the link opens the recording, such as 15m; at most 7d. Default: its length and 15 minutes',
      }),
    ),
  },
  { additionalProperties: false },
);
export type RecordingLinkRequest = Static<typeof RecordingLinkRequest>;

export const RecordingLink = Type.Object(
  { url: Type.String(), expires_at: Type.String({ format: 'date-time' }) },
  { title: 'RecordingLink' },
);
export type RecordingLink = Static<typeof RecordingLink>;

export const Waveform = Type.Object(
  {
    channels: Type.Array(
      Type.Object({
        peaks: Type.Array(Type.Number({ minimum: 0, maximum: 1 }), {
          description: 'Loudest moment of each part of the time asked for',
        }),
        loudness_lufs: Type.Union([Type.Number(), Type.Null()], {
          description: 'Integrated loudness (ITU-R BS.1770); null where it is silent',
        }),
        talk_s: seconds('How long somebody talks'),
      }),
    ),
    duration_s: seconds('Of the whole recording'),
    overlap_s: Type.Union([seconds('How long both talk'), Type.Null()], {
      description: 'null for a recording with one channel',
    }),
    silence_s: seconds('How long nobody talks'),
  },
  { title: 'Waveform' },
);
export type Waveform = Static<typeof Waveform>;

export const RecordingFetchRequest = Type.Object(
  {
    from: Type.String({ format: 'date-time' }),
    to: Type.String({ format: 'date-time' }),
    again: Type.Optional(Type.Boolean({ description: 'Also those whose fetching was given up' })),
  },
  { additionalProperties: false },
);
export type RecordingFetchRequest = Static<typeof RecordingFetchRequest>;

export const RecordingFetch = Type.Object(
  {
    from: Type.String({ format: 'date-time' }),
    to: Type.String({ format: 'date-time' }),
    state: Type.Union([Type.Literal('looking'), Type.Literal('done'), Type.Literal('failed')]),
    calls: Type.Integer({ description: 'Calls that were looked at' }),
    announced: Type.Integer({ description: 'Recordings that were found to be fetched' }),
    waiting: Type.Integer({ description: 'Recordings of the tenant that are still to be fetched' }),
  },
  { title: 'RecordingFetch' },
);
export type RecordingFetch = Static<typeof RecordingFetch>;
