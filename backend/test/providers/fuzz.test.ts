import fc from 'fast-check';
import { MappingError } from '../../src/providers/port.js';
import { createRetell } from '../../src/providers/retell/create-retell.js';
import { createVapi } from '../../src/providers/vapi/create-vapi.js';
import { changed } from './changed.js';
import { contractErrors } from './contract-errors.js';
import { payload } from './payload.js';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** All places of a payload, as JSON pointers. */
const places = (value: unknown, path = ''): string[] =>
  isRecord(value)
    ? Object.entries(value).flatMap(([key, inner]) => [`${path}/${key}`, ...places(inner, `${path}/${key}`)])
    : [];

/** Fields that the recorded deliveries lack. */
const vapi = changed(payload('vapi/end-of-call-report.2025-06.webcall.json'), {
  '/message/artifact/performanceMetrics/turnLatencies': [{ turn: 900, model: 400 }, { turnLatency: 3 }],
  '/message/artifact/structuredOutputs': { a: { name: 'age', result: 4 } },
  '/message/analysis/structuredData': { outcome: 'booked', topics: ['a'], sentiment: 0.5 },
  '/message/customer': { number: '+15550100111' },
  '/message/destination': { type: 'number', number: '+15550100999' },
  '/message/endedReason': 'assistant-forwarded-call',
  '/message/call/metadata': { campaign: 'x' },
});
const retell = changed(payload('retell/call_analyzed.2025-10.json'), {
  '/call/metadata': { campaign: 'x' },
  '/call/transfer_destination': '+15550100999',
  '/call/disconnection_reason': 'call_transfer',
  '/call/call_analysis/custom_analysis_data': { outcome: 'booked', topics: ['a'] },
});
const cases = [
  { provider: createVapi(), name: 'Vapi report', sample: vapi },
  {
    provider: createVapi(),
    name: 'Vapi older report',
    sample: payload('vapi/end-of-call-report.2024-03.inbound-twilio.json'),
  },
  { provider: createVapi(), name: 'Vapi status', sample: payload('vapi/status-update.2025-06.webcall.json') },
  { provider: createRetell(), name: 'Retell', sample: retell },
];

const anyJunk = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(null, undefined, '', [], {}, 0, -1, true, 1e308, -1e308, 1e-300, Infinity, NaN),
  },
  fc.constantFrom<unknown>(
    'x'.repeat(20_000),
    '\u0000\u0001',
    '😀'.repeat(300),
    '__proto__',
    'constructor',
    '2025-13-45T99:99:99Z',
  ),
  fc.constantFrom<unknown>(
    'in-progress',
    'ended',
    'ringing',
    'voicemail',
    'dial_no_answer',
    'outboundPhoneCall',
    'outbound',
  ),
  fc.constantFrom<unknown>(
    '12345678901234567890.5',
    '1e99',
    '-0',
    1e21,
    8.64e15,
    1_749_546_420_647,
    '2025-06-10T09:07:00Z',
  ),
  fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.boolean()), { maxKeys: 80 }),
  fc.anything(),
);

/** A copy each time: one object in two places could end up within itself, which no delivery can. */
const junk = anyJunk.map((value) => structuredClone(value));

describe.each(cases)('$name', ({ provider, sample }) => {
  const mutated = fc
    .array(fc.tuple(fc.constantFrom(...places(sample)), junk), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      try {
        return changed(sample, Object.fromEntries(changes));
      } catch {
        return changes[0]?.[1]; // The changes exclude one another: the junk alone, then.
      }
    });
  const check = (value: unknown) => {
    try {
      const events = provider.map(value, 1_749_546_420_647);
      expect(contractErrors(events)).toEqual([]);
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      expect(error.path).toMatch(/^(\/|$)/);
    }
  };

  test('changed anyhow, it maps to valid events or to a MappingError', () => {
    fc.assert(fc.property(mutated, check), { numRuns: 1_500 });
  });

  test('each field in turn can be anything', () => {
    const values = fc.sample(junk, { numRuns: 12, seed: 7 });
    for (const place of places(sample)) for (const value of values) check(changed(sample, { [place]: value }));
  });

  test('redaction never throws, and loses nothing that is mapped', () => {
    fc.assert(
      fc.property(mutated, (value) => {
        expect(() => provider.redact(value)).not.toThrow();
        expect(typeof provider.kind(value)).toBe('string');
      }),
      { numRuns: 300 },
    );
    expect(provider.map(provider.redact(sample), 0)).toEqual(provider.map(sample, 0));
  });

  test('headers that are anything never make verification throw', () => {
    const headers = fc.dictionary(
      fc.constantFrom('x-signature', 'x-timestamp', 'x-retell-signature', 'authorization', '__proto__'),
      fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string()), fc.constant(undefined)),
    );
    fc.assert(
      fc.property(headers, fc.uint8Array(), (sent, body) => {
        expect(provider.verify({ body: Buffer.from(body), headers: sent }, 'secret', 0).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
