import type { Clock, Millis } from '../../lib/time/units.js';
import { toMillis } from '../../lib/time/units.js';
import { ofType, type Event, type EventOf } from '../../storage/ledger/event.js';
import type { Consents } from '../records/consents.js';
import type { Recordings } from '../records/recordings.js';
import type { StoredRecording } from '../records/stored-recording.js';
import { linkExpiry } from './link-expiry.js';

/** A call with the events that tell of it. */
export interface ToldCall {
  readonly tenant: string;
  readonly events: readonly Event[];
}

interface Dependencies {
  readonly recordings: Pick<Recordings, 'announce'>;
  readonly consents: Consents;
  /** Whether recordings of a source are fetched. */
  readonly fetches: (tenant: string, source: string) => boolean;
  /** Epoch milliseconds. */
  readonly clock: Clock;
}

type Told = EventOf<'call.recording'>;

/** Name of a recording that does not say its own. */
const NAME = 'recording';

const nameOf = ({ data }: Told): string =>
  (data.recording_id ?? NAME)
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 100) || NAME;

const parsed = (time: string | undefined): Millis | undefined => (time === undefined ? undefined : Date.parse(time));

/** Where both sides have a channel of their own, more is heard. */
const addressOf = ({ url, separate_url: separate }: Told['data']): string | undefined => separate ?? url;

function announced(
  tenant: string,
  event: Told,
  { callAt, now }: { readonly callAt: Millis; readonly now: Millis },
): StoredRecording | undefined {
  const { subject, source, data } = event;
  const url = addressOf(data);
  if (url === undefined || subject === undefined) return undefined;
  const expiresAt = parsed(data.expires_at) ?? linkExpiry(url);
  const channels = data.separate_url === undefined ? data.channels : 2;
  return {
    tenant,
    call: subject,
    name: nameOf(event),
    state: 'announced',
    source,
    callAt,
    nextAt: now,
    announcement: {
      url,
      announcedAt: now,
      attempts: 0,
      ...(expiresAt !== undefined && { expiresAt }),
      ...(data.duration_ms !== undefined && { durationS: data.duration_ms / 1_000 }),
      ...(channels !== undefined && { channels }),
    },
  };
}

/** Sees in the events of calls which recordings providers have, and what callers said to being recorded. */
export class Announcements {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @param again whether recordings are announced once more whose fetching was given up
   * @returns how many recordings were not known, or are tried again. Can be repeated.
   */
  async note(calls: readonly ToldCall[], again = false): Promise<number> {
    let found = 0;
    for (const { tenant, events } of calls) {
      const told = ofType(events, 'call.recording');
      if (told.length > 0) found += await this.#noteCall(tenant, { told, events, again });
    }
    return found;
  }

  async #noteCall(
    tenant: string,
    {
      told,
      events,
      again,
    }: { readonly told: readonly Told[]; readonly events: readonly Event[]; readonly again: boolean },
  ): Promise<number> {
    const { recordings, consents, fetches, clock } = this.#dependencies;
    const said = told
      .toSorted((a, b) => a.at - b.at)
      .flatMap(({ data, subject }) =>
        data.consent === undefined || subject === undefined ? [] : [[subject, data.consent] as const],
      );
    // What was said last counts. A call is folded many times, and a write waits for the disk.
    for (const [call, consent] of new Map(said))
      if ((await consents.of(tenant, [call])) !== consent) await consents.put(tenant, call, consent);
    if (said.at(-1)?.[1] === 'denied') return 0;
    const begins = events.filter(({ type }) => type === 'call.started');
    const callAt = toMillis(
      (begins.length > 0 ? begins : events).reduce((at, event) => Math.min(at, event.at), Infinity),
    );
    let found = 0;
    for (const event of told) {
      if (!fetches(tenant, event.source)) continue;
      const recording = announced(tenant, event, { callAt, now: clock() });
      if (recording !== undefined && (await recordings.announce(recording, again))) found += 1;
    }
    return found;
  }
}
