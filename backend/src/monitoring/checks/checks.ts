import { isoOf } from '../../lib/time/iso.js';
import type { Check, CheckResult, Component } from '@callsight/contract/monitoring/check';
import type { Logger } from 'pino';
import { dependenciesOf } from '../../definitions/check-dependencies.js';
import type { DefinitionSet } from '../../definitions/definition-set.js';
import { readCheck } from '../../definitions/read-check.js';
import type { Intake } from '../../ingest/events/intake.js';
import type { Timer } from '../../lib/background/timer.js';
import type { NetworkPolicy } from '../../lib/net/resolve-host.js';
import { MINUTE_MS } from '../../lib/time/durations.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import type { ReaderPool } from '../../storage/duckdb/reader.js';
import type { RulesWatch } from './built-in/rules-watch.js';
import { CheckReports, type CheckReport } from './check-reports.js';
import { CheckResults, resultOf } from './check-results.js';
import { CheckScheduler, taskKey, type CheckTask } from './check-scheduler.js';
import { ComponentStates } from './component-states.js';
import { suppressedBy } from './dependencies.js';
import { CHECK_SOURCE, lastRuns, wasHeardSince } from './origin.js';
import { runCheck } from './run-check.js';

interface Dependencies {
  readonly definitions: DefinitionSet<Check>;
  readonly readers: ReaderPool;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Logger;
  readonly policy: NetworkPolicy;
  /** Whether rows are there, so that events are taken. */
  readonly isPrepared: () => boolean;
  /** A follower runs none: it would report each result a second time. */
  readonly isFollower: boolean;
  /** Checks of the service itself. */
  readonly builtIn: readonly CheckTask[];
  readonly rules: RulesWatch;
}

/** How often the states of components that others report are read, besides when they are asked for. */
const REFRESH_MS = MINUTE_MS;

/** The checks of all tenants: run, stored, and shown. */
export class Checks {
  readonly states: ComponentStates;
  readonly #dependencies: Dependencies;
  readonly #results = new CheckResults();
  readonly #reports: CheckReports;
  readonly #scheduler: CheckScheduler;
  #isChanged = true;
  #loading: Promise<void> | undefined;
  #refreshedAt = -Infinity;

  constructor(dependencies: Dependencies) {
    const { definitions, readers, intake, clock, timer, log, isPrepared, isFollower } = dependencies;
    this.#dependencies = dependencies;
    this.states = new ComponentStates({
      readers,
      clock,
      isChecked: (tenant, id, component) => {
        const check = definitions.get(tenant, id);
        return check?.component === component && check.paused !== true;
      },
    });
    this.#reports = new CheckReports(intake, log);
    this.#scheduler = new CheckScheduler({
      clock,
      timer,
      log,
      isReady: () => isPrepared() && !isFollower,
      onTick: () => this.#prepare(),
      onReport: (report) => this.#take(report),
    });
  }

  start(): void {
    if (!this.#dependencies.isFollower) this.#scheduler.start();
  }

  async stop(): Promise<void> {
    await this.#scheduler.stop();
    const { waiting } = this.#reports;
    if (waiting > 0)
      this.#dependencies.log.error({ waiting }, 'results of checks are lost: the ledger took none until the stop');
  }

  /** Grafana has asked for the states of alert rules: it evaluates them. */
  onRulesAsked(): void {
    const { rules, clock } = this.#dependencies;
    rules.asked(clock());
  }

  /** Definitions have changed. */
  changed(): void {
    this.#isChanged = true;
  }

  /** Begins what is due, and resolves when it has ended. */
  async runDue(): Promise<void> {
    await this.#scheduler.tick();
    await this.#scheduler.idle();
  }

  /** Runs a check now. @returns undefined when the tenant has no such check, or it could not be carried out */
  async run(tenant: string, id: string): Promise<CheckResult | undefined> {
    const check = this.#dependencies.definitions.get(tenant, id);
    const report = check === undefined ? undefined : await this.#scheduler.runNow(this.#taskOf(tenant, check));
    return report === undefined ? undefined : resultOf(report);
  }

  /** The last results of a check since the start, the latest first; undefined when the tenant has no such check. */
  results(tenant: string, id: string, limit: number): CheckResult[] | undefined {
    if (this.#dependencies.definitions.get(tenant, id) === undefined) return undefined;
    return this.#results.of(tenant, CHECK_SOURCE, id, limit);
  }

  /** The components of a tenant, in alphabetical order. */
  async components(tenant: string): Promise<Component[]> {
    await this.#refresh();
    const states = this.states.of(tenant);
    const dependencies = this.#dependenciesOf(tenant);
    return [...states.values()].map((state) => ({
      component: state.component,
      status: state.status,
      since: isoOf(state.since),
      reported_at: isoOf(state.reportedAt),
      latency_ms: state.latencyMs ?? null,
      reason: state.reason ?? null,
      suppressed_by: suppressedBy(state.component, states, dependencies) ?? null,
    }));
  }

  /**
   * Why components of a tenant do not work: of each that is down or depends on one that is, whether it is down itself, and
   * the dependency that is.
   */
  causes(tenant: string): Record<string, { readonly isDown: boolean; readonly dependency: string | undefined }> {
    const states = this.states.of(tenant);
    const dependencies = this.#dependenciesOf(tenant);
    const causes = [...new Set([...states.keys(), ...dependencies.keys()])].map((component) => ({
      component,
      isDown: states.get(component)?.status === 'down',
      dependency: suppressedBy(component, states, dependencies),
    }));
    return Object.fromEntries(
      causes
        .filter(({ isDown, dependency }) => isDown || dependency !== undefined)
        .map(({ component, ...cause }) => [component, cause]),
    );
  }

  /** Results that are not stored, because the ledger takes nothing: those that wait, and those that were given up. */
  get unrecorded(): { readonly waiting: number; readonly lost: number } {
    return { waiting: this.#reports.waiting, lost: this.#reports.lost };
  }

  #dependenciesOf(tenant: string) {
    return dependenciesOf(this.#dependencies.definitions.list(tenant));
  }

  async #take(report: CheckReport): Promise<void> {
    this.#results.add(report);
    this.states.note(report);
    await this.#reports.write(report);
  }

  async #prepare(): Promise<void> {
    const { clock } = this.#dependencies;
    if (this.#isChanged) this.#schedule();
    await (this.#loading ??= this.#load());
    await this.#reports.retry();
    if (clock() - this.#refreshedAt >= REFRESH_MS) void this.#refresh();
  }

  #schedule(): void {
    const { definitions, builtIn } = this.#dependencies;
    this.#isChanged = false;
    const own = definitions
      .all()
      .filter(({ definition }) => definition.paused !== true)
      .map(({ tenant, definition }) => this.#taskOf(tenant, definition));
    this.#scheduler.replace([...own, ...builtIn]);
    // Those that are paused keep their results.
    const keys = definitions.all().map(({ tenant, definition: { id } }) => ({ tenant, source: CHECK_SOURCE, id }));
    this.#results.keepOnly(new Set([...keys, ...builtIn].map(taskKey)));
  }

  /** What cannot be read is run once more; the ledger knows the event then. */
  async #load(): Promise<void> {
    const { readers, clock, log } = this.#dependencies;
    try {
      for (const run of await lastRuns(readers, clock())) this.#scheduler.noteRun(run, run.plannedAt);
    } catch (error) {
      log.warn({ err: error }, 'last runs of checks cannot be read; checks run once more');
    }
  }

  async #refresh(): Promise<void> {
    const { clock, log } = this.#dependencies;
    this.#refreshedAt = clock();
    try {
      await this.states.refresh();
    } catch (error) {
      log.warn({ err: error }, 'states of components cannot be read; those that are known stay');
    }
  }

  #taskOf(tenant: string, check: Check): CheckTask {
    const { policy, clock, readers } = this.#dependencies;
    const { id, component } = check;
    const plan = readCheck(check);
    const definedAt: Millis = Date.parse(check.updated_at);
    const context = {
      policy,
      clock,
      definedAt,
      wasHeardSince: (since: Millis) => wasHeardSince(readers, tenant, component, since),
    };
    // Silence is noticed within a minute, however long it may last.
    const everyMs = plan.target.kind === 'heartbeat' ? Math.min(plan.everyMs, MINUTE_MS) : plan.everyMs;
    const run = (signal: AbortSignal) => runCheck(plan, context, signal);
    return { tenant, source: CHECK_SOURCE, id, component, everyMs, definedAt, run };
  }
}
