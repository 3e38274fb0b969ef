import type { IngestAnswer, Rejected } from '@callsight/contract/events/verdict';
import { LIMITS } from '@callsight/contract/limits';
import { admit, type AdmissionRules } from './admission.js';
import type { Event } from '../../storage/ledger/event.js';
import { refusal, type Refusal } from '../../lib/schema/refusal.js';
import { sealRefused } from '../callers/seal-refused.js';
import { unsealing, type SealRules } from '../callers/seal.js';
import { findBadText, mayHoldBadText } from '../../lib/text/unicode.js';
import type { Ledger } from '../../storage/ledger/ledger.js';
import type { Quarantine, Quarantined } from '../quarantine/quarantine.js';
import type { Receipt } from '../../storage/ledger/submission.js';
import type { Operation } from '../../storage/kv/store.js';
import { within, type Tracer } from '../../lib/telemetry/tracer.js';
import type { Turns } from '../../lib/scheduling/turns.js';
import type { Clock, Millis } from '../../lib/time/units.js';

interface Dependencies {
  readonly ledger: Ledger;
  readonly quarantine: Quarantine;
  readonly rules: AdmissionRules;
  /** How numbers and addresses are sealed in what is kept of a refused event. */
  readonly sealRules: SealRules;
  readonly clock: Clock;
  /** For what comes in large batches. */
  readonly turns: Turns;
  readonly tracer?: Tracer | undefined;
}

/** Events of a batch that become durable in one write: a larger write would hold up the single events of others. */
const MAX_SUBMISSION = 160;

/** Batches of up to so many events are judged at once. */
const MAX_AT_ONCE = 16;

/** Something that may be an event: what was parsed, and the text it came as where that is known. */
export interface Offered {
  readonly value: unknown;
  readonly text?: string;
  /** Why it could not even be parsed. */
  readonly refusal?: Refusal;
}

const idOf = (value: unknown): string | null => {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : undefined;
  return typeof id === 'string' && id.isWellFormed() ? id.slice(0, LIMITS.identifier) : null;
};

/** Counts what became of the events of one request, over as many batches as it takes. */
export class Verdicts {
  accepted = 0;
  duplicates = 0;
  #seen = 0;
  #omitted = 0;
  readonly #rejected: Rejected[] = [];

  get isAllBad(): boolean {
    return this.accepted + this.duplicates === 0 && this.#rejected.length > 0;
  }

  /** @returns the place of the next event in the request */
  next(): number {
    this.#seen += 1;
    return this.#seen - 1;
  }

  reject(index: number, id: string | null, { code, message, path }: Refusal): void {
    if (this.#rejected.length < LIMITS.rejectedListed) this.#rejected.push({ index, id, code, message, path });
    else this.#omitted += 1;
  }

  get answer(): IngestAnswer {
    return {
      accepted: this.accepted,
      duplicates: this.duplicates,
      rejected: this.#rejected,
      ...(this.#omitted > 0 ? { rejected_omitted: this.#omitted } : {}),
    };
  }
}

/** @param mayBeBad whether the text that it came as can hold characters that no store keeps */
function judge(
  { value, refusal: known }: Offered,
  mayBeBad: boolean,
  now: Millis,
  rules: AdmissionRules,
): ReturnType<typeof admit> {
  const wrong = known ?? (mayBeBad ? findBadText(value) : undefined);
  return wrong === undefined ? admit(value, now, rules) : { refusal: wrong };
}

/** What is known of the events that are taken together. */
interface Batch {
  /** Whether the text that they came as can hold characters that no store keeps. */
  readonly mayBeBad: boolean;
  /** Whether they are one of several batches of a request. */
  readonly isPart: boolean;
  /** `traceparent` of the request, if it is traced. */
  readonly trace?: string | undefined;
}

/** The one door for events: admits or quarantines each, and makes the batch durable. */
export class Intake {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Decides about a batch and resolves when every accepted event of it, and every refused one with its reason, is on disk. */
  take(tenant: string, offered: readonly Offered[], verdicts: Verdicts, batch: Batch): Promise<void> {
    const { tracer } = this.#dependencies;
    if (tracer === undefined || batch.trace === undefined) return this.#take(tenant, offered, verdicts, batch);
    const options = { parent: batch.trace, attributes: { 'callsight.events': offered.length } };
    return within(tracer, 'intake', options, (span) =>
      this.#take(tenant, offered, verdicts, { ...batch, trace: span?.traceParent }),
    );
  }

  async #take(tenant: string, offered: readonly Offered[], verdicts: Verdicts, batch: Batch): Promise<void> {
    const { quarantine, ledger, rules, sealRules, clock, turns } = this.#dependencies;
    const isLarge = offered.length > MAX_AT_ONCE;
    if (isLarge) await turns.next();
    const now = clock();
    let events: Event[] = [];
    let extra: Operation[] = [];
    const submitted: Promise<Receipt>[] = [];
    const isPart = batch.isPart || offered.length > MAX_SUBMISSION;
    const submit = (): void => {
      if (events.length + extra.length === 0) return;
      const receipt = ledger.submit({ tenant, events, extra, refused: extra.length, isPart, trace: batch.trace });
      // It is awaited below; that it fails before the last one is submitted is no unhandled rejection.
      receipt.catch(() => undefined);
      submitted.push(receipt);
      [events, extra] = [[], []];
    };
    for (const one of offered) {
      if (events.length + extra.length >= MAX_SUBMISSION) submit();
      if (isLarge && turns.isOver) await turns.next();
      const index = verdicts.next();
      const verdict = judge(one, batch.mayBeBad, now, rules);
      if ('event' in verdict) {
        events.push(verdict.event);
        continue;
      }
      verdicts.reject(index, idOf(one.value), verdict.refusal);
      extra.push(quarantine.entry(tenant, verdict.refusal, sealRefused(one.value, one.text, sealRules)));
    }
    submit();
    for (const { accepted, duplicates } of await Promise.all(submitted)) {
      verdicts.accepted += accepted;
      verdicts.duplicates += duplicates;
    }
  }

  /** Tries a quarantined event again. @returns why it is still refused, or undefined when it was accepted */
  async replay(tenant: string, { id, event: text, persons = {} }: Quarantined): Promise<Refusal | undefined> {
    const { quarantine, ledger, rules, clock } = this.#dependencies;
    const unsealed = { ...rules, identities: unsealing(rules.identities, persons) };
    const offered = parseEvent(text);
    const verdict = judge(offered, mayHoldBadText(text), clock(), unsealed);
    if (!('event' in verdict)) return verdict.refusal;
    await ledger.submit({ tenant, events: [verdict.event], extra: [quarantine.remove(tenant, id)] });
    return undefined;
  }
}

/** Characters of an event that is too large which are kept. */
const START_KEPT = 1_024;

/** An event that is larger than one may be; only its beginning is kept. */
export const tooLarge = (text: string): Offered => ({
  value: undefined,
  text: text.slice(0, START_KEPT),
  refusal: refusal('event_too_large', `the event is longer than ${LIMITS.eventBytes} bytes`),
});

/** Reads the text of one event. */
export function parseEvent(text: string): Offered {
  try {
    return { value: JSON.parse(text) as unknown, text };
  } catch (error) {
    return { value: undefined, text, refusal: invalidJson(error) };
  }
}

export function invalidJson(error: unknown): Refusal {
  // V8 repeats the text around the fault; it may hold what must not be echoed, such as a number.
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return refusal('invalid_json', `not valid JSON${position === undefined ? '' : ` at character ${position}`}`);
}
