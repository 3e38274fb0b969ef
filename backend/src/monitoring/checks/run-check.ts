import type { CheckStatus } from '@callsight/contract/monitoring/check';
import type { CheckPlan } from '../../definitions/read-check.js';
import { reasonOfAbort, type NetworkPolicy } from '../../lib/net/resolve-host.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import { probeDns } from './probes/dns.js';
import { judgeHeartbeat } from './probes/heartbeat.js';
import { probeHttp } from './probes/http.js';
import { probeInflux } from './probes/influxdb.js';
import { degraded, down, type Finding, type ProbeContext } from './probes/probe.js';
import { reasonOf } from './probes/reason.js';
import { probeSmtp } from './probes/smtp.js';
import { probeTcp } from './probes/tcp.js';
import { probeTls } from './probes/tls.js';

/** What one run of a check found. */
export interface Outcome {
  readonly status: CheckStatus;
  /** Milliseconds from the resolving of the name to the judgement; undefined where nothing was asked. */
  readonly latencyMs: Millis | undefined;
  /** Why it is not up; without secrets. */
  readonly reason: string | undefined;
}

/** What a run needs of the service. */
export interface RunContext {
  readonly policy: NetworkPolicy;
  readonly clock: Clock;
  /** When the check was written as it is; epoch milliseconds. */
  readonly definedAt: Millis;
  /** Whether the component of the check was heard of since a time (epoch milliseconds), by events of others. */
  readonly wasHeardSince: (since: Millis) => Promise<boolean>;
}

type Asked = Exclude<CheckPlan['target'], { readonly kind: 'heartbeat' }>;

function probe(plan: CheckPlan, target: Asked, context: ProbeContext): Promise<Finding> {
  switch (target.kind) {
    case 'http':
      return probeHttp({ ...plan, target }, context);
    case 'influxdb':
      return probeInflux({ ...plan, target }, context);
    case 'tcp':
      return probeTcp({ ...plan, target }, context);
    case 'tls':
      return probeTls({ ...plan, target }, context);
    case 'smtp':
      return probeSmtp({ ...plan, target }, context);
    case 'dns':
      return probeDns({ ...plan, target }, context);
  }
}

/** A component that answers, but slowly, is degraded. */
function withLatency(finding: Finding, latencyMs: Millis, limit: Millis | undefined): Outcome {
  const isSlow = finding.status === 'up' && limit !== undefined && latencyMs > limit;
  const { status, reason } = isSlow
    ? degraded(`took ${Math.round(latencyMs)} ms; degraded above ${limit} ms`)
    : finding;
  return { status, reason, latencyMs: Math.round(latencyMs * 100) / 100 };
}

/**
 * Runs a check once, within its timeout.
 * @param stop ends the run
 * @throws the reason of `stop` when it is aborted; DuckDbError when it is not known what was heard of a component
 */
export async function runCheck(plan: CheckPlan, context: RunContext, stop: AbortSignal): Promise<Outcome> {
  const { policy, clock, definedAt, wasHeardSince } = context;
  const { target, timeoutMs, everyMs, degradedAboveMs } = plan;
  if (target.kind === 'heartbeat') {
    const limit = everyMs + timeoutMs;
    const now = clock();
    const finding = judgeHeartbeat(await wasHeardSince(now - limit), limit, now - definedAt);
    return { status: finding.status, reason: finding.reason, latencyMs: undefined };
  }
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([stop, timeout]);
  const start = performance.now();
  try {
    const finding = await probe(plan, target, { policy, signal, now: clock() });
    return withLatency(finding, performance.now() - start, degradedAboveMs);
  } catch (error) {
    if (stop.aborted) throw reasonOfAbort(stop);
    const finding = down(timeout.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error));
    return withLatency(finding, performance.now() - start, undefined);
  }
}
