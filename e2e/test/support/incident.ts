const MINUTE = 60_000;

/** Agent whose calls have errors. */
export const SICK_AGENT = 'e2e-ben';

interface Series {
  readonly agent: string;
  /** Epoch milliseconds of the first. */
  readonly from: number;
  /** Milliseconds from one to the next. */
  readonly every: number;
  /** How many of six have an error. */
  readonly errors: number;
}

/** Events of calls that have ended; their ids are the name with numbers from 0. */
function endedCalls(name: string, count: number, { agent, from, every, errors }: Series): object[] {
  return Array.from({ length: count }, (_, index) => {
    const subject = `${name}-${index}`;
    const event = (type: string, seconds: number, data: object): object => ({
      specversion: '1.0',
      id: `${subject}-${type}`,
      source: 'e2e',
      type,
      subject,
      time: new Date(from + index * every + seconds * 1_000).toISOString(),
      data,
    });
    return [
      event('call.started', 0, { direction: 'inbound', agent: { id: agent } }),
      event('call.answered', 1, { by: 'agent' }),
      event('call.ended', 20, { ended_by: 'caller', errors: index % 6 < errors ? 1 : 0 }),
    ];
  }).flat();
}

/**
 * 40 of 48 calls of one agent have an error, none of another one. They lie in the half hour that a state is of, whether its last
 * step of five minutes has just begun or ends.
 */
export const sickCalls = (now: number): object[] => [
  ...endedCalls('e2e-sick', 48, { agent: SICK_AGENT, from: now - 22 * MINUTE, every: 20_000, errors: 5 }),
  ...endedCalls('e2e-well', 30, { agent: 'e2e-anna', from: now - 22 * MINUTE, every: 20_000, errors: 0 }),
];

/** So many calls without an error in the last minutes that nothing is wrong any more. */
export const curedCalls = (now: number): object[] =>
  endedCalls('e2e-cured', 400, { agent: SICK_AGENT, from: now - 4 * MINUTE, every: 500, errors: 0 });

/** In the place of the built-in threshold, which would first have to learn what is usual. */
export const CALL_ERRORS = {
  id: 'call-errors',
  title: 'Calls with errors',
  metric: 'calls.error_rate',
  filters: [{ dimension: 'direction', op: '=', values: ['inbound'] }],
  groupBy: ['agent'],
  kind: 'fixed',
  direction: 'above',
  limit: { critical: 0.2 },
  component: 'voice-agent',
};
