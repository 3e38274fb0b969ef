import type { DeliveryOutcome } from '../smtp/outcome.js';
import type { Millis } from '../../lib/time/units.js';
import type { S3Settings } from '../../storage/blobs/s3/s3-settings.js';

/** Where reports go besides mailboxes. Addresses and secrets of it are nobody's to see. */
export type TargetDefinition = { readonly name: string; readonly tenant: string } & (
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string }
  | { readonly kind: 'slack'; readonly url: string }
  | { readonly kind: 'folder'; readonly path: string }
  | ({ readonly kind: 's3' } & S3Settings)
);

/** A file of a run, to be linked or to be copied. */
interface TargetFile {
  readonly format: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Opens it without a key until it expires. */
  readonly url: string;
  readonly expiresAt: Millis;
  /** @throws when the file is not there any more */
  readonly read: (signal: AbortSignal) => Promise<AsyncIterable<Buffer>>;
}

/** What a target is told of a run. */
export interface TargetReport {
  /** Of the run: whoever gets it twice can tell. */
  readonly run: string;
  /** Id and title of the report. */
  readonly report: string;
  readonly title: string;
  readonly plannedAt: Millis;
  readonly period: { readonly from: Millis; readonly to: Millis; readonly text: string };
  readonly isIncomplete: boolean;
  readonly files: readonly TargetFile[];
  /** Sentences of what stands out, and key figures, in the language of the report. */
  readonly findings: readonly string[];
  readonly figures: readonly string[];
}

/** What is answered to one report. */
export type SendToTarget = (report: TargetReport, signal: AbortSignal) => Promise<Omit<DeliveryOutcome, 'address'>>;
