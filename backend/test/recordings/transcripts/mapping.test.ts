import * as fc from 'fast-check';
import { retellTranscript } from '../../../src/ingest/providers/retell/retell-transcript.js';
import { vapiTranscript } from '../../../src/ingest/providers/vapi/vapi-transcript.js';
import { replaces, type TranscriptRecord } from '../../../src/recordings/transcripts/transcript-record.js';

const RECEIVED = Date.parse('2026-05-20T12:00:00Z');
const START = Date.parse('2026-05-20T11:00:00Z');

const vapi = (message: object) =>
  vapiTranscript({ message: { type: 'end-of-call-report', call: { id: 'v1' }, ...message } }, RECEIVED);
const retell = (call: object, event = 'call_ended') =>
  retellTranscript({ event, call: { call_id: 'r1', start_timestamp: START, ...call } }, RECEIVED);

describe('the transcript of a Vapi report', () => {
  it('begins with the connection, and has the language of the transcriber', () => {
    expect(
      vapi({
        startedAt: '2026-05-20T11:00:00Z',
        timestamp: START + 60_000,
        assistant: { transcriber: { language: 'de' } },
        artifact: { messages: [{ role: 'bot', message: 'Guten Tag', secondsFromStart: 0.5, time: 1, endTime: 2 }] },
      }),
    ).toEqual({
      callId: 'v1',
      startedAt: START,
      language: 'de',
      isScrubbed: false,
      edition: START + 60_000,
      segments: [{ start_s: 0.5, speaker: 'agent', text: 'Guten Tag' }],
    });
  });

  it('reckons times from the first message where it has no seconds', () => {
    const messages = [
      { role: 'system', message: 'a prompt', time: START - 3_000 },
      { role: 'assistant', message: 'Hello', time: START, endTime: START + 1_500 },
      { role: 'tool_calls', message: 'lookup', time: START + 2_000 },
      { role: 'user', message: 'Hi', time: START + 4_000, endTime: START + 3_000 },
    ];
    expect(vapi({ messages })?.segments).toEqual([
      { start_s: 3, end_s: 4.5, speaker: 'agent', text: 'Hello' },
      { start_s: 7, speaker: 'caller', text: 'Hi' },
    ]);
  });

  it.each([
    [
      'another message',
      vapiTranscript({ message: { type: 'transcript', call: { id: 'v1' }, transcript: 'AI: a' } }, 0),
    ],
    ['no call', vapiTranscript({ message: { type: 'end-of-call-report', transcript: 'AI: a' } }, 0)],
    ['nothing said', vapi({ artifact: { messages: [{ role: 'system', message: 'a prompt' }] } })],
    ['no object', vapiTranscript('text', 0)],
  ])('is none for %s', (_, mapped) => {
    expect(mapped).toBeUndefined();
  });
});

describe('the transcript of a Retell event', () => {
  it('has the times of the first and the last word, within the call', () => {
    const words = (from: number, to: number) => [
      { word: 'a', start: from, end: from },
      { word: 'b', start: to, end: to },
    ];
    expect(
      retell({
        language: 'multi',
        agent_language: 'de-DE',
        transcript_object: [
          { role: 'agent', content: 'a b', words: words(0.12345, 1.5) },
          { role: 'user', content: 'without words' },
          { role: 'user', content: 'odd', words: words(-4, 1e9) },
          { role: 'dtmf', content: '1234' },
        ],
      }),
    ).toEqual({
      callId: 'r1',
      startedAt: START,
      language: 'de-DE',
      isScrubbed: false,
      edition: 1,
      segments: [
        { start_s: 0.123, end_s: 1.5, speaker: 'agent', text: 'a b' },
        { start_s: 0.123, speaker: 'caller', text: 'without words' },
        { start_s: 0, speaker: 'caller', text: 'odd' },
      ],
    });
  });

  it('cuts a long text between words into segments', () => {
    const text = 'word '.repeat(1_000).trim();
    const { segments = [] } = retell({ transcript_object: [{ role: 'agent', content: text }] }) ?? {};
    expect(segments.map((segment) => segment.text).join(' ')).toBe(text);
    for (const segment of segments) expect(segment.text.length).toBeLessThanOrEqual(2_000);
    expect(segments.length).toBe(3);
  });

  it('keeps characters whole, without halves and NUL', () => {
    const { segments = [] } =
      retell({ transcript_object: [{ role: 'agent', content: `a\0\ud800${'😀'.repeat(1_500)}` }] }) ?? {};
    for (const { text } of segments) expect(text.isWellFormed() && !text.includes('\0')).toBe(true);
    expect(segments.map(({ text }) => text).join('')).toBe(`a\ufffd${'😀'.repeat(1_500)}`);
  });

  it('never throws, and has only what fits into a transcript', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (list, item) => {
        for (const mapped of [
          retell({ transcript_object: list }),
          retell({ transcript_object: [item], transcript_with_tool_calls: list }),
          retell({ transcript: item }),
          vapi({ artifact: { messages: list } }),
          vapi({ artifact: item, messages: [list] }),
          vapi({ transcript: list }),
        ])
          for (const { start_s, text } of mapped?.segments ?? []) {
            expect(start_s).toBeGreaterThanOrEqual(0);
            expect(text).not.toBe('');
          }
      }),
    );
  });
});

describe('which transcript counts', () => {
  const record = fc.record({
    origin: fc.constant<'provider'>('provider'),
    isScrubbed: fc.boolean(),
    characters: fc.integer({ min: 1, max: 3 }),
    edition: fc.integer({ min: 0, max: 2 }),
  });

  it('does not depend on the order in which those of platforms come', () => {
    const winner = (records: readonly Partial<TranscriptRecord>[]): Partial<TranscriptRecord> | undefined =>
      records
        .map((one) => ({ blob: 'b', ...one }) as TranscriptRecord)
        .reduce<TranscriptRecord | undefined>((kept, next) => (replaces(next, kept) ? next : kept), undefined);
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), (records) => {
        expect(winner([...records].reverse())).toEqual(winner(records));
      }),
    );
  });
});
