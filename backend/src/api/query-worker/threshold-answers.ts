import {
  ThresholdInput,
  ThresholdPreviewRequest,
  type ThresholdsQuery,
} from '@callsight/contract/monitoring/threshold';
import type { Frame } from '@callsight/contract/query/answer';
import type { Instant } from '@callsight/contract/query/request';
import type { Static } from '@sinclair/typebox';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import type { QueryEngine } from '../../analytics/query/engine.js';
import { readInstant } from '../../analytics/query/read-instant.js';
import { runbookUrl } from '../../definitions/built-in-thresholds.js';
import { checkThreshold } from '../../definitions/threshold-kind.js';
import { compileCheck } from '../../lib/schema/schema-check.js';
import { MINUTE_MICROS } from '../../lib/time/durations.js';
import { toMicros, type Millis } from '../../lib/time/units.js';
import { StateBoard } from '../../monitoring/thresholds/state-board.js';
import { describeStates } from '../../monitoring/thresholds/describe-state.js';
import { statesFrame, type TextsOf } from '../../monitoring/thresholds/states-frame.js';
import {
  ThresholdEngine,
  type TenantThresholds,
  type ThresholdStates,
} from '../../monitoring/thresholds/threshold-engine.js';
import type { CauseOf, ComponentCause } from '../../monitoring/thresholds/suppress.js';
import { watchOf } from '../../monitoring/thresholds/watch.js';
import type { DataVersions } from '../../projection/rows/data-versions.js';
import { alertLinks, type AlertLinks } from '../grafana/alert-links.js';
import { answering, parseBody } from './answer-request.js';
import type { Definitions } from './definitions.js';
import type { AskedPreview, AskedStates, HttpReply } from './messages.js';

const checkRequest = compileCheck(ThresholdPreviewRequest, '', 'invalid_request', 'the body');
const checkInput = compileCheck(ThresholdInput, '/threshold', 'invalid_threshold', 'the threshold');

/** Minutes that a preview looks back at most. */
const MAX_PREVIEW = 35 * 1_440;

interface Dependencies {
  readonly engine: () => QueryEngine;
  readonly definitions: Definitions;
  readonly versions: DataVersions;
  readonly zone: string;
  /** Address of the service as people reach it, without a slash at its end. */
  readonly publicUrl: string;
  /** Components of a tenant that do not work as they should, and why. */
  readonly causesOf: (tenant: string) => Promise<Readonly<Record<string, ComponentCause>>>;
  /** Told of a threshold that could not be judged. */
  readonly onFailure: (error: unknown, tenant: string, threshold: string) => void;
}

/** States of a threshold, and where they lead to. */
export interface LinkedStates extends ThresholdStates {
  /** Address of the page that says what to do. */
  readonly runbook: string | undefined;
  /** Of each state, in their order. */
  readonly links: readonly AlertLinks[];
}

/** Questions about thresholds. */
export class ThresholdAnswers {
  readonly #dependencies: Dependencies;
  readonly #engine: ThresholdEngine;
  readonly #board: StateBoard;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#engine = new ThresholdEngine(dependencies.versions);
    this.#board = new StateBoard((tenant, now) => this.#judge(tenant, now));
  }

  /** The definitions of a tenant have changed. */
  change(tenant: string): void {
    this.#board.change(tenant);
  }

  /** Judges the thresholds of all tenants that have data of their own, or have asked. */
  async judgeAll(now: Millis): Promise<void> {
    const tenants = new Set([...this.#dependencies.definitions.tenants, ...this.#board.tenants, OPERATOR]);
    for (const tenant of tenants)
      try {
        await this.#board.refresh(tenant, now);
      } catch (error) {
        // The other tenants are judged nevertheless.
        this.#dependencies.onFailure(error, tenant, '(all)');
      }
  }

  /** States as they were judged last, with what leads on from them. */
  async states({ tenant, now, id }: AskedStates): Promise<readonly LinkedStates[]> {
    const { thresholds, at } = await this.#board.of(tenant, now);
    const { catalogue } = this.#of(tenant);
    return thresholds
      .filter(({ threshold }) => id === undefined || threshold.id === id)
      .map((of) => ({
        ...of,
        runbook: this.#runbookOf(of),
        links: of.states.map((state) => alertLinks(of.threshold, state, { catalogue, now: at })),
      }));
  }

  #runbookOf({ threshold: { id, runbook } }: ThresholdStates): string | undefined {
    return runbook ?? runbookUrl(this.#dependencies.publicUrl, id);
  }

  async frame(query: ThresholdsQuery, tenant: string, now: Millis): Promise<Frame> {
    return statesFrame(query, await this.#board.of(tenant, now), this.#textsOf(tenant));
  }

  /** What messages say: described by what monitoring knows, with links into Grafana and to the runbook. */
  #textsOf(tenant: string): TextsOf {
    const { catalogue, zone } = this.#of(tenant);
    return (of, { at }) => {
      const context = { catalogue, zone, now: at };
      const describe = describeStates(of, context);
      const runbook = this.#runbookOf(of) ?? null;
      return (state) => {
        const { title, group, fact, since } = describe(state);
        const links = alertLinks(of.threshold, state, context);
        return {
          alert_title: title,
          alert_group: group,
          alert_level: state.level,
          alert_fact: fact,
          alert_since: since,
          alert_dashboard: links.dashboard,
          alert_calls: links.calls,
          alert_runbook: runbook,
        };
      };
    };
  }

  /** @returns what a threshold would have done */
  preview({ tenant, now, body }: AskedPreview, signal: AbortSignal): Promise<HttpReply> {
    return answering(signal, async () => {
      const request = parseBody(body, checkRequest) as Static<typeof ThresholdPreviewRequest>;
      const wrong = checkInput(request.threshold);
      if (wrong !== undefined) throw new QueryError('invalid_threshold', wrong.message, wrong.path);
      const { catalogue, calendars, zone } = this.#of(tenant);
      const input = request.threshold as ThresholdInput;
      checkThreshold(
        input,
        catalogue,
        calendars.map(({ id }) => id),
      );
      const watch = watchOf({ ...input, version: 0 }, catalogue, calendars, zone);
      const range = rangeOf(request, watch.zone, now);
      const preview = await this.#dependencies
        .engine()
        .beside(tenant, { now, signal }, (parts) => this.#engine.preview(watch, range, now, tenant, parts));
      return new TextEncoder().encode(JSON.stringify(preview));
    });
  }

  async #judge(tenant: string, now: Millis): Promise<readonly ThresholdStates[]> {
    const { engine, onFailure, causesOf } = this.#dependencies;
    const causes = await causesOf(tenant);
    const causeOf: CauseOf = (component) => causes[component] ?? NO_CAUSE;
    const judged = await engine().beside(tenant, { now }, (parts) =>
      this.#engine.judge({ ...this.#of(tenant), causeOf }, now, parts),
    );
    for (const { threshold, failure } of judged) if (failure !== undefined) onFailure(failure, tenant, threshold.id);
    return judged.map(({ failure, ...states }) => ({
      ...states,
      ...(failure === undefined ? {} : { failure: failure instanceof Error ? failure.message : 'failed' }),
    }));
  }

  #of(tenant: string): Omit<TenantThresholds, 'causeOf'> {
    const { definitions, zone } = this.#dependencies;
    return {
      tenant,
      thresholds: definitions.thresholds(tenant),
      calendars: definitions.calendars(tenant),
      catalogue: definitions.catalogue(tenant),
      zone,
    };
  }
}

const NO_CAUSE: ComponentCause = { isDown: false, dependency: undefined };

/** The tenant of whoever runs the service. */
const OPERATOR = 'main';

function rangeOf(
  { from, to }: { readonly from: Static<typeof Instant>; readonly to: Static<typeof Instant> },
  timezone: string,
  nowMs: Millis,
) {
  const now = toMicros(nowMs);
  const begin = Math.floor(readInstant(from, '/from', false, { now, timezone }) / MINUTE_MICROS);
  const end = Math.floor(Math.min(now, readInstant(to, '/to', true, { now, timezone })) / MINUTE_MICROS);
  if (begin >= end) throw new QueryError('invalid_range', 'from must lie before to, and before now', '/from');
  if (end - begin > MAX_PREVIEW)
    throw new QueryError('invalid_range', `a preview looks at ${MAX_PREVIEW / 1_440} days at most`, '/from');
  return { from: begin, to: end };
}
