import type { Run } from '@callsight/contract/reports/run';
import { signLink, type LinkSecrets } from '../../access/signed-links.js';
import { isoOf } from '../../lib/time/iso.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import type { StoredArtifact, StoredRun } from './run-store.js';

/** What links to files of runs are made with. */
export interface Links {
  readonly linkSecrets: LinkSecrets;
  /** Address of the service as people reach it, without a slash at its end. */
  readonly publicUrl: string;
  /** Files are kept so long, and links to them live as long. */
  readonly artifactMs: Millis;
  readonly clock: Clock;
}

/** Address that opens a file of a run without a key. */
export function linkTo(
  run: Pick<StoredRun, 'tenant' | 'id' | 'finished_at'>,
  { format, variant = 0 }: Pick<StoredArtifact, 'format' | 'variant'>,
  links: Links,
): { readonly url: string; readonly expiresAt: Millis } {
  const { linkSecrets, publicUrl, artifactMs, clock } = links;
  const begin = run.finished_at === null ? clock() : Date.parse(run.finished_at);
  const expiresAt = begin + artifactMs;
  const path = `/v1/runs/${run.id}${variant === 0 ? '' : `/variants/${variant}`}/artifacts/${format}`;
  const { expires, signature } = signLink({ tenant: run.tenant, path, expiresAt }, linkSecrets);
  return { url: `${publicUrl}${path}?expires=${expires}&signature=${encodeURIComponent(signature)}`, expiresAt };
}

/** A run as the API shows it. */
export function shownRun(run: StoredRun, links: Links): Run {
  const {
    tenant: _,
    definition: _d,
    order: _o,
    mails: _m,
    document: _j,
    deadline: _e,
    artifacts,
    deliveries,
    ...shown
  } = run;
  return {
    ...shown,
    artifacts: artifacts.map((artifact) => {
      const { format, name, bytes, sha256, variant } = artifact;
      const { url, expiresAt } = linkTo(run, artifact, links);
      return {
        format,
        ...(variant === undefined ? {} : { variant }),
        name,
        bytes,
        sha256,
        url,
        expires_at: isoOf(expiresAt),
      };
    }),
    deliveries: deliveries.map(
      ({ kind: _k, variant: _v, phase: _p, isRepeated: _r, nextAt: _n, round: _u, ...delivery }) => delivery,
    ),
  };
}
