import { createAcuity } from '../../../src/ingest/providers/acuity/create-acuity.js';
import { MappingError, type MappedEvent, type MappingWarning } from '../../../src/ingest/providers/port.js';
import { createRetell } from '../../../src/ingest/providers/retell/create-retell.js';
import { createStripe } from '../../../src/ingest/providers/stripe/create-stripe.js';
import { createTwilio } from '../../../src/ingest/providers/twilio/create-twilio.js';
import { createVapi } from '../../../src/ingest/providers/vapi/create-vapi.js';
import { changed } from './changed.js';
import { contractErrors } from './contract-errors.js';
import { formPayload } from './form-payload.js';
import { payload } from './payload.js';

const NOW = 1_749_546_420_647;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

interface Place {
  readonly path: string;
  readonly value: unknown;
}

const places = (value: unknown, path = ''): Place[] =>
  isRecord(value)
    ? Object.entries(value).flatMap(([key, inner]) => [
        { path: `${path}/${key}`, value: inner },
        ...places(inner, `${path}/${key}`),
      ])
    : [];

/** Values of another type than a field has, none of which could be read as one of its type. */
const oddOf = (value: unknown): readonly unknown[] => {
  // Nobody knows what would stand there: a list in a list, or an object in it, is nothing that any field has.
  if (value === null) return [[[7]], [{ odd: [7] }]];
  if (Array.isArray(value)) return ['odd', 7, { odd: 1 }];
  if (isRecord(value)) return ['odd', 7, [], true];
  if (typeof value === 'string') return [{ odd: 1 }, ['odd'], true, 7];
  return ['odd', { odd: 1 }, [7]];
};

interface Mapped {
  readonly events: readonly MappedEvent[];
  readonly warnings: readonly MappingWarning[];
}

interface Case {
  readonly name: string;
  readonly sample: unknown;
  readonly map: (value: unknown, warn: (warning: MappingWarning) => void) => MappedEvent[];
  /** What the rest depends on: of another type, the delivery fails. */
  readonly decisive: readonly string[];
  /** Free-form objects, and fields that may have several types. */
  readonly free: readonly string[];
}

const vapi = createVapi();
const retell = createRetell();
const twilio = createTwilio();
const stripe = createStripe({ testMode: true });
const acuity = createAcuity({ userId: '1', currency: 'EUR' });
const mapWith =
  (provider: typeof vapi): Case['map'] =>
  (value, warn) =>
    provider.map(value, NOW, warn);

const stripeLinks = {
  '/data/object/metadata': { call_id: 'call_1', appointment_id: 'a1' },
  '/data/object/client_reference_id': 'call_2',
  '/data/object/customer_phone': '+4930123456',
  '/data/object/receipt_email': 'caller@example.invalid',
};

const CASES: readonly Case[] = [
  {
    name: 'a report of Vapi',
    map: mapWith(vapi),
    sample: changed(payload('vapi/end-of-call-report.2025-06.webcall.json'), {
      '/message/artifact/performanceMetrics': {
        numAssistantInterrupted: 2,
        turnLatencies: [{ turn: 900, model: 400 }],
      },
      '/message/artifact/structuredOutputs': { a: { name: 'age', result: 4 } },
      '/message/customer': { number: '+4930123456' },
      '/message/destination': { type: 'number', number: '+4930999999' },
      '/message/endedReason': 'assistant-forwarded-call',
    }),
    decisive: ['/message', '/message/type', '/message/call', '/message/call/id', '/message/call/type'],
    free: [
      '/message/analysis/structuredData',
      '/message/analysis/successEvaluation',
      '/message/artifact/structuredOutputs/a/result',
      '/message/call/metadata',
    ],
  },
  {
    name: 'an older report of Vapi',
    map: mapWith(vapi),
    sample: payload('vapi/end-of-call-report.2024-03.inbound-twilio.json'),
    decisive: ['/message', '/message/type', '/message/call', '/message/call/id', '/message/call/type'],
    free: ['/message/analysis/structuredData', '/message/analysis/successEvaluation', '/message/call/metadata'],
  },
  {
    name: 'a status update of Vapi',
    map: mapWith(vapi),
    sample: payload('vapi/status-update.2025-06.webcall.json'),
    decisive: ['/message', '/message/type', '/message/call', '/message/call/id', '/message/call/type'],
    free: [],
  },
  {
    name: 'call_analyzed of Retell',
    map: mapWith(retell),
    sample: changed(payload('retell/call_analyzed.2025-10.json'), {
      '/call/transfer_destination': '+4930999999',
      '/call/disconnection_reason': 'call_transfer',
    }),
    decisive: ['/event', '/call', '/call/call_id', '/call/direction'],
    free: ['/call/call_analysis/custom_analysis_data', '/call/agent_version', '/call/metadata'],
  },
  {
    name: 'a status callback of Twilio',
    map: mapWith(twilio),
    sample: changed(formPayload('twilio/status-callback.completed.form.txt'), { '/QueueName': 'support' }),
    decisive: ['/CallSid', '/CallStatus', '/Direction', '/ParentCallSid'],
    free: [],
  },
  {
    name: 'a recording callback of Twilio',
    map: mapWith(twilio),
    sample: formPayload('twilio/recording-status-callback.completed.form.txt'),
    decisive: ['/CallSid', '/RecordingSid'],
    free: [],
  },
  ...[
    ['checkout.session.completed', '/data/object/amount_total', '/data/object/payment_status'],
    ['invoice.paid', '/data/object/amount_paid'],
    ['charge.refunded', '/data/object/id', '/data/object/amount_refunded', '/data/previous_attributes/amount_refunded'],
  ].map(([name = '', ...amounts]) => ({
    name: `${name} of Stripe`,
    map: mapWith(stripe),
    sample: changed(payload(`stripe/${name}.json`), stripeLinks),
    decisive: [
      '/id',
      '/type',
      '/livemode',
      '/data',
      '/data/object',
      '/data/object/currency',
      '/data/object/payment_intent',
      ...amounts,
    ],
    free: [],
  })),
  {
    name: 'an appointment of Acuity',
    map: (value, warn) =>
      acuity.lookUp!.compare({ action: 'scheduled', id: '399682887' }, NOW, value, null, ({ path, message }) =>
        warn({ path: path.replace('/details', ''), message }),
      ).events,
    sample: changed(payload('acuity/appointment.get.scheduled.json'), {
      '/noShow': false,
      '/phone': '+4930123456',
      '/forms': [{ id: 1, values: [{ name: 'Call ID', value: 'call_1' }] }],
    }),
    decisive: ['/id', '/datetime'],
    // A number or a text.
    free: ['/price'],
  },
];

const isUnder = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

describe.each(CASES)('$name', ({ map, sample, decisive, free }) => {
  const mapped = (value: unknown): Mapped => {
    const warnings: MappingWarning[] = [];
    const events = map(value, (warning) => warnings.push(warning));
    expect(contractErrors(events)).toEqual([]);
    return { events, warnings };
  };
  const whole = mapped(sample);
  const optional = places(sample).filter(
    ({ path }) => !decisive.includes(path) && !free.some((place) => isUnder(path, place)),
  );

  test('is taken without warnings as it is', () => {
    expect(whole.warnings).toEqual([]);
    expect(whole.events.length).toBeGreaterThan(0);
    expect(optional.length).toBeGreaterThan(7);
  });

  test('null is absence at every optional place', () => {
    for (const { path } of optional) {
      // Without an item the others of its list would move up.
      const isItem = /\/\d+$/.test(path);
      const [absent, empty] = [
        changed(sample, { [path]: isItem ? null : undefined }),
        changed(sample, { [path]: null }),
      ];
      expect([path, mapped(empty)]).toEqual([path, { ...mapped(absent), warnings: [] }]);
    }
  });

  test('a value of an odd type at any optional place is passed over with a warning, and the rest is taken', () => {
    for (const { path, value } of optional) {
      const missing = mapped(changed(sample, { [path]: null }));
      for (const odd of oddOf(value)) {
        const { events, warnings } = mapped(changed(sample, { [path]: odd }));
        const isUnread = JSON.stringify(events) === JSON.stringify(whole.events);
        if (!isUnread) expect([path, odd, events]).toEqual([path, odd, missing.events]);
        if (!isUnread) expect([path, odd, warnings.length > 0]).toEqual([path, odd, true]);
        for (const warning of warnings) expect([path, isUnder(warning.path, path)]).toEqual([path, true]);
      }
    }
  });

  test('what the rest depends on fails by its name', () => {
    const known = new Set(places(sample).map(({ path }) => path));
    for (const path of decisive.filter((one) => known.has(one))) {
      let failed: unknown;
      try {
        map(changed(sample, { [path]: [7] }), () => undefined);
      } catch (error) {
        failed = error;
      }
      expect([path, failed instanceof MappingError]).toEqual([path, true]);
    }
  });
});
