interface CallSketch {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly agent?: { readonly id: string; readonly name?: string };
  /** Seconds until the answer; absent for a call that its caller gives up. */
  readonly wait?: number;
  /** Seconds, 12 if absent. */
  readonly gaveUpAfter?: number;
  readonly success?: boolean;
  readonly latencies?: readonly number[];
  readonly cost?: { readonly total: string; readonly currency: string };
  readonly outcome?: string;
  /** Still going on. */
  readonly isOpen?: boolean;
}

/** The events of one inbound call. */
export function callEvents({ id, at, agent = { id: 'reception', name: 'Reception' }, ...call }: CallSketch): object[] {
  const event = (type: string, seconds: number, data: object, suffix = '') => ({
    specversion: '1.0',
    id: `${id}-${type}${suffix}`,
    source: 'test',
    type,
    subject: id,
    time: new Date(at + seconds * 1_000).toISOString(),
    data,
  });
  const started = event('call.started', 0, { direction: 'inbound', agent });
  const { wait, cost, outcome, success } = call;
  if (wait === undefined) return [started, event('call.ended', call.gaveUpAfter ?? 12, { ended_by: 'caller' })];
  const answered = event('call.answered', wait, {});
  if (call.isOpen === true) return [started, answered];
  return [
    started,
    answered,
    ...(call.latencies ?? []).map((e2e, index) =>
      event('call.turn', wait + 5 + index, { index, latency_ms: { e2e } }, String(index)),
    ),
    event('call.ended', wait + 60, {
      ended_by: 'agent',
      ...(cost === undefined ? {} : { cost }),
      ...(outcome === undefined ? {} : { outcome }),
    }),
    ...(success === undefined ? [] : [event('call.analyzed', wait + 70, { success })]),
  ];
}
