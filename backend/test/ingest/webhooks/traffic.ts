import fc from 'fast-check';
import { form, sample, type PlatformName } from './platforms.js';

export type Told = readonly [PlatformName, string];

/** A phone call as it truly was, drawn at random; times are epoch milliseconds. */
export interface TrueCall {
  /** Whose voice agent took it; one of Twilio's own has none. */
  readonly platform: 'vapi' | 'retell' | 'twilio';
  readonly id: string;
  readonly sid: string;
  readonly rangAt: number;
  readonly answeredAt: number;
  readonly endedAt: number;
  /** Hundred-thousandths of a dollar: the smallest unit that both platforms tell. */
  readonly costs: readonly number[];
  /** Milliseconds, of each turn. */
  readonly latencies: readonly number[];
  readonly success: boolean;
  /** Cents. */
  readonly paid: number | undefined;
  /** Cents, one after the other. */
  readonly refunds: readonly number[];
  /** Whether Twilio tells of it, and which of the deliveries are lost that others make good. */
  readonly isCarried: boolean;
  readonly isLost: readonly boolean[];
}

type Payload = Record<string, unknown>;

const UNIT = 100_000;

const iso = (at: number): string => new Date(at).toISOString();

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** @param first the earliest that a call rings; epoch milliseconds */
export const trueCalls = (first: number): fc.Arbitrary<TrueCall[]> => {
  const one = fc.record({
    platform: fc.constantFrom('vapi' as const, 'retell' as const, 'twilio' as const),
    rangAfter: fc.nat(36 * 3_600),
    ring: fc.integer({ min: 1, max: 30 }),
    talk: fc.integer({ min: 1, max: 900 }),
    beyond: fc.nat(999),
    // A cent's hundredths are the least that Retell tells: tens of our unit.
    costs: fc.array(
      fc.nat(900).map((tens) => tens * 10),
      { minLength: 1, maxLength: 4 },
    ),
    latencies: fc.array(fc.integer({ min: 100, max: 4_000 }), { maxLength: 6 }),
    success: fc.boolean(),
    paid: fc.option(fc.integer({ min: 100, max: 99_999 }), { nil: undefined }),
    parts: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 2 }),
    isCarried: fc.boolean(),
    isLost: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  });
  return fc.array(one, { minLength: 1, maxLength: 60, size: 'max' }).map((drawn) =>
    drawn.map(({ rangAfter, ring, talk, beyond, parts, ...rest }, index): TrueCall => {
      const { platform, isCarried, paid } = rest;
      const isOwn = platform === 'twilio';
      const rangAt = first + rangAfter * 1_000;
      const answeredAt = rangAt + ring * 1_000;
      const sid = `CA${index.toString(16).padStart(32, '0')}`;
      return {
        ...rest,
        sid,
        id: isOwn ? sid : `${platform}-${index}`,
        rangAt,
        answeredAt,
        // Twilio's clock has seconds.
        endedAt: answeredAt + talk * 1_000 + (isOwn ? 0 : beyond),
        costs: isOwn ? [] : rest.costs,
        latencies: isOwn ? [] : rest.latencies,
        isCarried: isOwn || isCarried,
        refunds: paid === undefined ? [] : parts.map((part) => Math.max(1, Math.floor((paid * part) / 100))),
      };
    }),
  );
};

function fromTwilio({ sid, rangAt, answeredAt, endedAt, isLost }: TrueCall): Told[] {
  const callback = (status: string, at: number, more: Readonly<Record<string, string>> = {}): Told => [
    'twilio',
    form({
      CallSid: sid,
      From: '+493012345678',
      To: '+15550100123',
      Direction: 'inbound',
      CallStatus: status,
      Timestamp: new Date(at).toUTCString().replace('GMT', '+0000'),
      ...more,
    }),
  ];
  const seconds = Math.floor((endedAt - answeredAt) / 1_000);
  const length = { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / 60)) };
  return [
    ...(isLost[0] === true ? [] : [callback('ringing', rangAt)]),
    ...(isLost[1] === true ? [] : [callback('in-progress', answeredAt)]),
    callback('completed', endedAt, length),
  ];
}

const VAPI = JSON.parse(sample('vapi/end-of-call-report.2025-06.webcall.json')) as { readonly message: Payload };
const VAPI_COSTS = ['transcriber', 'model', 'voice', 'vapi'];

function fromVapi(truth: TrueCall): Told[] {
  const { id, sid, rangAt, answeredAt, endedAt, costs, latencies, success, isCarried, isLost } = truth;
  const call = {
    ...(VAPI.message['call'] as Payload),
    id,
    type: 'inboundPhoneCall',
    transport: undefined,
    createdAt: iso(rangAt),
    updatedAt: iso(rangAt),
    ...(isCarried ? { phoneCallProvider: 'twilio', phoneCallProviderId: sid } : {}),
  };
  const report = {
    ...VAPI.message,
    call,
    timestamp: endedAt + 3_000,
    startedAt: iso(answeredAt),
    endedAt: iso(endedAt),
    cost: sum(costs) / UNIT,
    costs: costs.map((cost, index) => ({ type: VAPI_COSTS[index], cost: cost / UNIT })),
    costBreakdown: undefined,
    analysis: { successEvaluation: String(success) },
    artifact: { performanceMetrics: { turnLatencies: latencies.map((turnLatency) => ({ turnLatency })) } },
  };
  const begun = { type: 'status-update', status: 'in-progress', timestamp: answeredAt, call };
  return (isLost[2] === true ? [report] : [begun, report]).map((message) => ['vapi', JSON.stringify({ message })]);
}

const RETELL = JSON.parse(sample('retell/call_analyzed.2025-10.json')) as { readonly call: Payload };

function fromRetell(truth: TrueCall): Told[] {
  const { id, sid, answeredAt, endedAt, costs, latencies, success, isCarried, isLost } = truth;
  const begun = {
    ...RETELL.call,
    call_id: id,
    start_timestamp: answeredAt,
    telephony_identifier: isCarried ? { twilio_call_sid: sid } : undefined,
    end_timestamp: undefined,
    retell_llm_dynamic_variables: undefined,
    custom_sip_headers: undefined,
    call_analysis: undefined,
    call_cost: undefined,
    latency: undefined,
  };
  const ended = {
    ...begun,
    end_timestamp: endedAt,
    latency: { e2e: { num: latencies.length, values: latencies } },
    // In cents.
    call_cost: {
      combined_cost: sum(costs) / 1_000,
      product_costs: costs.map((cost) => ({ product: 'elevenlabs_tts', cost: cost / 1_000 })),
    },
  };
  const analyzed = { ...ended, call_analysis: { call_successful: success } };
  const told: readonly (readonly [string, Payload])[] = [
    ...(isLost[2] === true ? [] : ([['call_started', begun]] as const)),
    ...(isLost[3] === true ? [] : ([['call_ended', ended]] as const)),
    ['call_analyzed', analyzed],
  ];
  return told.map(([event, call]) => ['retell', JSON.stringify({ event, call })]);
}

function fromStripe({ id, endedAt, paid, refunds }: TrueCall): Told[] {
  if (paid === undefined) return [];
  const created = Math.floor(endedAt / 1_000) + 60;
  const event = (type: string, name: string, object: Payload, more: Payload = {}): Told => [
    'stripe',
    JSON.stringify({ id: `evt_${id}_${name}`, object: 'event', created, type, data: { object, ...more } }),
  ];
  const money = { payment_intent: `pi_${id}`, currency: 'eur' };
  const session = {
    ...money,
    id: `cs_${id}`,
    object: 'checkout.session',
    payment_status: 'paid',
    amount_total: paid,
    client_reference_id: id,
  };
  return [
    event('checkout.session.completed', 'paid', session),
    ...refunds.map((refund, index) => {
      const before = sum(refunds.slice(0, index));
      const charge = { ...money, id: `ch_${id}`, object: 'charge', amount: paid, amount_refunded: before + refund };
      return event('charge.refunded', `refund-${index}`, charge, { previous_attributes: { amount_refunded: before } });
    }),
  ];
}

/** Every delivery that tells of a call, as its platforms send them. */
export function deliveriesOf(truth: TrueCall): Told[] {
  const own = { vapi: fromVapi, retell: fromRetell, twilio: (): Told[] => [] }[truth.platform](truth);
  return [...own, ...(truth.isCarried ? fromTwilio(truth) : []), ...fromStripe(truth)];
}
