import { createHmac } from 'node:crypto';
import type { NetworkPolicy } from '../../lib/net/resolve-host.js';
import { isoOf } from '../../lib/time/iso.js';
import type { Clock } from '../../lib/time/units.js';
import { postReport } from './post-report.js';
import type { SendToTarget, TargetReport } from './target.js';

const bodyOf = ({
  run,
  report,
  title,
  plannedAt,
  period,
  isIncomplete,
  files,
  findings,
  figures,
}: TargetReport): object => ({
  type: 'report.made',
  run,
  report,
  title,
  planned_at: isoOf(plannedAt),
  period: { from: isoOf(period.from), to: isoOf(period.to), text: period.text },
  incomplete: isIncomplete,
  findings,
  figures,
  artifacts: files.map(({ format, name, contentType, bytes, sha256, url, expiresAt }) => ({
    format,
    name,
    content_type: contentType,
    bytes,
    sha256,
    url,
    expires_at: isoOf(expiresAt),
  })),
});

/** `t=<seconds>,v1=<hexadecimal HMAC-SHA-256 of "t.body">`: with the time, so that an old message cannot be sent again. */
const signatureOf = (secret: string, seconds: number, body: Buffer): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')}`;

/** Posts what was made, with links to the files, signed. */
export const webhookTarget =
  (
    { url, secret }: { readonly url: string; readonly secret: string },
    { policy, clock }: { readonly policy: NetworkPolicy; readonly clock: Clock },
  ): SendToTarget =>
  (report, signal) => {
    const body = Buffer.from(JSON.stringify(bodyOf(report)));
    const headers = {
      'callsight-signature': signatureOf(secret, Math.floor(clock() / 1_000), body),
      'idempotency-key': report.run,
    };
    return postReport(url, body, { policy, signal, headers, showsAnswer: false });
  };
