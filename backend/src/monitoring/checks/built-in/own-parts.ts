import { MINUTE_MS } from '../../../lib/time/durations.js';
import type { Millis } from '../../../lib/time/units.js';
import { degraded, down, UP, type Finding } from '../probes/probe.js';

export interface LedgerHealth {
  /** Why events are not accepted, if so. */
  readonly obstacle: string | undefined;
  /** Why what it holds cannot be trusted, if so; it may name keys of the store. */
  readonly damage: string | undefined;
}

export interface DiskSpace {
  /** Bytes. */
  readonly free: number;
  /** Below so many bytes nothing is accepted. */
  readonly required: number;
}

export interface BlobsHealth {
  readonly status: 'ok' | 'full' | 'unreachable' | 'denied' | 'failing';
  /** It names codes and sizes, and no files. */
  readonly reason: string | undefined;
}

export interface RowsHealth {
  /** Why the database cannot be trusted, if so. */
  readonly damage: string | undefined;
  /** Why rows cannot be written at present, if so; it may repeat values of rows. */
  readonly failure: string | undefined;
  /** Entities whose rows could not be written. */
  readonly failed: number;
}

export interface InfluxHealth {
  readonly status: 'ok' | 'restoring' | 'away' | 'denied' | 'failing';
  readonly reason: string | undefined;
  readonly lagMs: Millis;
  readonly deadLetters: number;
}

/** A disk with less than so many times the required space is on its way to being full. */
const SCARCE = 2;

/** InfluxDB answers within seconds; changes that are older wait for something. */
const MAX_LAG_MS = 5 * MINUTE_MS;

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;

export function judgeLedger({ damage, obstacle }: LedgerHealth): Finding {
  if (damage !== undefined) return down('what it holds is damaged; the log says where');
  return obstacle === undefined ? UP : down(obstacle);
}

export function judgeDisk({ free, required }: DiskSpace): Finding {
  const text = `${megabytes(free)} free; ${megabytes(required)} required to accept events`;
  if (free < required) return down(text);
  return free < required * SCARCE ? degraded(text) : UP;
}

export function judgeBlobs({ status, reason }: BlobsHealth): Finding {
  return status === 'ok' ? UP : down(`files cannot be stored: ${reason ?? status}`);
}

export function judgeRows({ damage, failure, failed }: RowsHealth): Finding {
  if (damage !== undefined) return down('the database is damaged; a restart rebuilds it');
  if (failure !== undefined) return down('rows cannot be written at present; the log says why');
  return failed === 0 ? UP : degraded(`the rows of ${failed} entities could not be written`);
}

export function judgeInflux({ status, reason, lagMs, deadLetters }: InfluxHealth): Finding {
  const because = reason === undefined ? '' : `: ${reason}`;
  if (status === 'restoring') return degraded(`restoring${because}`);
  if (status !== 'ok') return down(`${status}${because}`);
  if (lagMs > MAX_LAG_MS) return degraded(`${Math.round(lagMs / 1_000)} s behind`);
  return deadLetters === 0 ? UP : degraded(`${deadLetters} points were refused; see the dead letters`);
}
