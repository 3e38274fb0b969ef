import type { ReportFormat } from '@callsight/contract/reports/report';
import type { BlobStore } from '../../storage/blobs/blob-store.js';
import { ARTIFACTS } from '../../storage/blobs/blob-key.js';
import type { ReportService } from '../reports/report-service.js';
import type { RenderedReport } from '../worker/messages.js';
import type { StoredArtifact, StoredRun } from './run-store.js';
import { mailParts } from './stored-mail.js';
import { variantsOf, type Variant } from './variants.js';

/** A report of forty sections is smaller in every format. */
const MAX_FILE_BYTES = 256 << 20;

interface Dependencies {
  readonly reports: Pick<ReportService, 'render'>;
  readonly blobs: Pick<BlobStore, 'put'>;
}

/** What an attempt to make the files of a run has made. */
export interface MadeFiles {
  readonly artifacts: readonly StoredArtifact[];
  readonly document: string;
  /** What messages are composed of, by variant; empty where nobody gets mail. */
  readonly mails: readonly string[];
  readonly notes: readonly string[];
  readonly timings: Readonly<Record<string, number>>;
  /** What could not be made, with the reasons: sections, formats. */
  readonly failed: readonly string[];
}

/** Formats in which a run is asked for; its numbers as JSON are always kept, so that two runs can be compared. */
const formatsOf = ({ formats }: StoredRun): readonly ReportFormat[] =>
  formats.includes('json') ? formats : [...formats, 'json'];

/** Makes all files of a run, those of each variant once. @throws what rendering and storing throw */
export async function makeFiles(
  run: StoredRun,
  { reports, blobs }: Dependencies,
  signal: AbortSignal,
): Promise<MadeFiles> {
  const { tenant, definition, order } = run;
  const artifacts: StoredArtifact[] = [];
  const notes = new Set<string>();
  const failed = new Set<string>();
  const timings: Record<string, number> = {};
  const mails: string[] = [];
  const hasMail = run.deliveries.some(({ kind }) => kind === 'mail');
  let document = '';
  const keep = async ({ index }: Variant, { format, contentType, name, body }: RenderedReport['files'][number]) => {
    const extension = name.slice(name.lastIndexOf('.') + 1);
    const key = `${tenant}/${ARTIFACTS}/runs/${run.id}/${format}-${index}.${extension}`;
    const { bytes, sha256 } = await blobs.put(key, body, { contentType, maxBytes: MAX_FILE_BYTES, signal });
    if (index === 0 && format === 'json') document = key;
    if (!run.formats.includes(format)) return;
    const variant = index === 0 ? {} : { variant: index };
    artifacts.push({ format, ...variant, name, contentType, bytes, sha256, key });
  };
  for (const variant of variantsOf(definition, order.recipients)) {
    const rendered = await reports.render(
      {
        tenant,
        report: variant.report,
        plannedAt: Date.parse(run.planned_at),
        formats: formatsOf(run),
        mail: hasMail ? {} : undefined,
      },
      signal,
    );
    for (const file of rendered.files) await keep(variant, file);
    if (hasMail && rendered.mail !== undefined) {
      const key = `${tenant}/${ARTIFACTS}/runs/${run.id}/message-${variant.index}.json`;
      const options = { contentType: 'application/json', maxBytes: MAX_FILE_BYTES, signal };
      await blobs.put(key, mailParts(rendered.mail), options);
      mails[variant.index] = key;
    }
    for (const note of [...rendered.limits, ...rendered.notes]) notes.add(note);
    for (const failure of rendered.failed) failed.add(failure);
    for (const [name, ms] of Object.entries(rendered.timings)) timings[name] = (timings[name] ?? 0) + ms;
  }
  return { artifacts, document, mails, notes: [...notes], timings, failed: [...failed] };
}
