import { setMaxListeners } from 'node:events';
import type { Delivery } from '@callsight/contract/reports/delivery';
import type { Recipient } from '@callsight/contract/reports/recipient';
import type { Logger } from 'pino';
import type { Timer } from '../../lib/background/timer.js';
import type { FairQueue } from '../../lib/scheduling/fair-queue.js';
import type { Clock } from '../../lib/time/units.js';
import type { DeliveryOutcome } from '../smtp/outcome.js';
import { afterOutcome } from './run-deliveries.js';
import type { RunState } from './run-state.js';
import type { StoredDelivery, StoredRun } from './run-store.js';
import { addressHash, type Unsubscribed } from './unsubscribed.js';
import type { RunSender } from './work-run.js';

/** Between two looks at what is due, so that a clock that is set, or a machine that slept, delays nothing. */
const LOOK_MS = 1_000;

/** A message in hand gets so long to end when the service stops. */
const STOP_MS = 5_000;

const MAX_REASON = 2_000;

/** Of a signal, besides those of messages. */
const MAX_LISTENERS = 10;

/** A message of a run to some of its recipients. */
export interface Parcel {
  readonly run: StoredRun;
  readonly variant: number;
  /** Whom the message names. */
  readonly recipients: readonly Recipient[];
  /** Addresses that it goes to now; the others have it. */
  readonly envelope: readonly string[];
  /** Tells apart the messages of one run. */
  readonly part: string;
  /** Who is not of the house can end it; undefined where all are, or there is no schedule to leave. */
  readonly leaves?: { readonly schedule: string; readonly hash: string };
}

export interface Mailer {
  /** Why no mail can be sent at all. */
  readonly obstacle: string | undefined;
  isAllowed(address: string): boolean;
  isExternal(address: string): boolean;
  messageIdOf(parcel: Parcel): string;
  /**
   * @param onLastByte awaited before the end of the message goes out
   * @throws what reading the parts of the message throws; the reason of a signal that was aborted
   */
  send(parcel: Parcel, onLastByte: () => Promise<void>, signal: AbortSignal): Promise<readonly DeliveryOutcome[]>;
}

export interface TargetSender {
  /** @throws the reason of a signal that was aborted */
  send(target: string, run: StoredRun, signal: AbortSignal): Promise<DeliveryOutcome>;
}

interface Dependencies {
  readonly mailer: Mailer;
  readonly targets: TargetSender;
  readonly unsubscribed: Pick<Unsubscribed, 'list'>;
  /** Messages of all runs wait here for each other. */
  readonly queue: FairQueue;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Logger;
}

const isPending = ({ status }: StoredDelivery): boolean => status === 'queued' || status === 'retrying';

/**
 * Sends what a run has made, to each recipient once. What is about to happen is stored before it happens, so that after a crash
 * it is known who has it, who has it not, and of whom nobody can know.
 */
export class SendRun implements RunSender {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async send(state: RunState, signal: AbortSignal): Promise<void> {
    const { clock, timer } = this.#dependencies;
    await recover(state);
    await this.#leaveOut(state);
    for (;;) {
      const pending = state.run.deliveries.filter(isPending);
      if (pending.length === 0) break;
      const now = clock();
      const due = pending.filter(({ nextAt = 0 }) => nextAt <= now);
      if (due.length > 0) await this.#sendAll(state, due, signal);
      else await timer.wait(Math.min(LOOK_MS, ...pending.map(({ nextAt = 0 }) => nextAt - now)), signal);
      signal.throwIfAborted();
    }
    await close(state);
  }

  /** Those who have left the schedule, and those whom the settings do not permit any more. */
  async #leaveOut(state: RunState): Promise<void> {
    const { mailer, unsubscribed } = this.#dependencies;
    const { tenant, schedule } = state.run;
    const gone = schedule === undefined ? new Set<string>() : await unsubscribed.list(tenant, schedule);
    const change = (
      status: 'unsubscribed' | 'refused' | 'failed',
      message: string,
      isMeant: (to: string) => boolean,
    ): Promise<void> => {
      const to = state.run.deliveries.filter((one) => one.kind === 'mail' && isPending(one) && isMeant(one.to));
      return state.changeDeliveries(
        to.map((one) => one.to),
        (one) => ({ ...one, status, message }),
      );
    };
    const { obstacle } = mailer;
    if (obstacle !== undefined) await change('failed', obstacle, () => true);
    await change('unsubscribed', 'has left this schedule', (to) => gone.has(addressHash(tenant, to)));
    await change(
      'refused',
      'the settings (CALLSIGHT_MAIL_DOMAINS) do not permit this address',
      (to) => !mailer.isAllowed(to),
    );
  }

  async #sendAll(state: RunState, due: readonly StoredDelivery[], signal: AbortSignal): Promise<void> {
    const { queue, timer } = this.#dependencies;
    const late = new AbortController();
    const done = new AbortController();
    const onAbort = (): void => {
      void timer.wait(STOP_MS, done.signal).then(() => late.abort(signal.reason));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    // As many messages wait for it as there are recipients.
    setMaxListeners(due.length + MAX_LISTENERS, signal, late.signal);
    const { tenant } = state.run;
    const work = [
      ...this.#parcelsOf(state.run, due).map((parcel) => () => this.#mail(state, parcel, late.signal)),
      ...due
        .filter(({ kind }) => kind === 'target')
        .map(
          ({ to }) =>
            () =>
              this.#target(state, to, late.signal),
        ),
    ];
    try {
      await Promise.all(work.map((one) => queue.run(tenant, one, signal)));
    } finally {
      signal.removeEventListener('abort', onAbort);
      done.abort();
    }
  }

  /** One message for all of the house who get the same; one for each who is not, so that each can leave alone. */
  #parcelsOf(run: StoredRun, due: readonly StoredDelivery[]): Parcel[] {
    const { mailer } = this.#dependencies;
    const { schedule, tenant, order } = run;
    const parcels = new Map<string, { readonly of: StoredDelivery; readonly envelope: string[] }>();
    const partOf = ({ to, variant, round }: StoredDelivery): string =>
      [
        variant,
        ...(round === undefined ? [] : [`r${round}`]),
        ...(mailer.isExternal(to) ? [addressHash(tenant, to).slice(0, 12)] : []),
      ].join('.');
    for (const one of due.filter(({ kind }) => kind === 'mail')) {
      const part = partOf(one);
      const parcel = parcels.get(part) ?? { of: one, envelope: [] };
      parcel.envelope.push(one.to);
      parcels.set(part, parcel);
    }
    const isNamed = (part: string, email: string): boolean =>
      run.deliveries.some((one) => one.to === email && partOf(one) === part);
    return [...parcels].map(([part, { of, envelope }]) => ({
      run,
      part,
      variant: of.variant,
      envelope,
      recipients: order.recipients.filter(({ email }) => isNamed(part, email)),
      ...(schedule !== undefined && mailer.isExternal(of.to)
        ? { leaves: { schedule, hash: addressHash(tenant, of.to) } }
        : {}),
    }));
  }

  async #mail(state: RunState, parcel: Parcel, signal: AbortSignal): Promise<void> {
    const { mailer } = this.#dependencies;
    const { envelope } = parcel;
    const messageId = mailer.messageIdOf(parcel);
    await this.#begin(state, envelope, messageId);
    const onLastByte = async (): Promise<void> => {
      try {
        await state.changeDeliveries(envelope, (one) => ({ ...one, phase: 'last_byte' }));
      } catch (error) {
        const { tenant, id } = state.run;
        this.#dependencies.log.error(
          { err: error, tenant, run: id },
          'a message is not sent: its state cannot be stored',
        );
        throw new Error('this service could not store that the message goes out', { cause: error });
      }
    };
    const outcomes = await this.#tried(state, envelope, signal, () => mailer.send(parcel, onLastByte, signal));
    await this.#note(state, outcomes);
  }

  async #target(state: RunState, to: string, signal: AbortSignal): Promise<void> {
    await this.#begin(state, [to]);
    const outcomes = await this.#tried(state, [to], signal, async () => [
      await this.#dependencies.targets.send(to, state.run, signal),
    ]);
    await this.#note(state, outcomes);
  }

  #begin(state: RunState, to: readonly string[], messageId?: string): Promise<void> {
    const at = new Date(this.#dependencies.clock()).toISOString();
    return state.changeDeliveries(to, ({ nextAt: _, ...one }) => ({
      ...one,
      phase: 'sending',
      attempts: one.attempts + 1,
      at,
      ...(messageId === undefined ? {} : { message_id: messageId }),
    }));
  }

  /** @returns outcomes; a fault of ours is one that is tried again */
  async #tried(
    { run }: RunState,
    to: readonly string[],
    signal: AbortSignal,
    send: () => Promise<readonly DeliveryOutcome[]>,
  ): Promise<readonly DeliveryOutcome[]> {
    try {
      return await send();
    } catch (error) {
      if (signal.aborted) throw error;
      this.#dependencies.log.error({ err: error, tenant: run.tenant, run: run.id }, 'a report could not be sent');
      const message = 'something went wrong in this service; its log has the details';
      return to.map((one) => ({ address: one, status: 'retry', message }));
    }
  }

  async #note(state: RunState, outcomes: readonly DeliveryOutcome[]): Promise<void> {
    const now = this.#dependencies.clock();
    for (const outcome of outcomes)
      await state.changeDeliveries([outcome.address], (delivery) => afterOutcome(delivery, outcome, now));
  }
}

/** What a crash left: a message whose end had not gone out is sent; of one whose end may have, nobody can know. */
async function recover(state: RunState): Promise<void> {
  const left = state.run.deliveries.filter(({ phase }) => phase !== undefined).map(({ to }) => to);
  if (left.length === 0) return;
  await state.changeDeliveries(left, ({ phase, ...delivery }) =>
    phase === 'sending'
      ? delivery
      : {
          ...delivery,
          status: 'unknown',
          message: 'the service ended before the answer came; the message may have arrived',
        },
  );
}

const HAS_IT: readonly Delivery['status'][] = ['sent', 'unsubscribed'];

async function close(state: RunState): Promise<void> {
  const { deliveries, reason } = state.run;
  const without = deliveries.filter(({ status }) => !HAS_IT.includes(status));
  if (without.length === 0) return state.change({ status: 'sent' });
  const each = without.map(
    ({ to, status, message }) => `${to}: ${status}${message === undefined ? '' : `, ${message}`}`,
  );
  const text = `${without.length} of ${deliveries.length} did not get it, or may not have: ${each.join('; ')}`;
  await state.change({
    status: 'failed',
    reason: (reason === undefined ? text : `${reason}; ${text}`).slice(0, MAX_REASON),
  });
}
