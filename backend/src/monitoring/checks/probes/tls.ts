import { openTls } from '../../../lib/net/open-connection.js';
import { DAY_MS } from '../../../lib/time/durations.js';
import { judgeCertificate } from './certificate.js';
import { down, type Probe } from './probe.js';
import { reasonOf } from './reason.js';

/** Whether the certificate of a server is valid for its name, and for how long. */
export const probeTls: Probe<'tls'> = async ({ target, certificateDays }, { policy, signal, now }) => {
  const socket = await openTls(target, policy, signal);
  const { authorized } = socket;
  // Node has it as an error with a code, or as the code alone.
  const failure: unknown = socket.authorizationError;
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  const ends = new Date(certificate.valid_to);
  if (ends.getTime() < now) {
    const days = Math.floor((now - ends.getTime()) / DAY_MS);
    return down(`the certificate expired ${days === 0 ? 'today' : `${days} days ago`}`.replace(/ 1 days/, ' 1 day'));
  }
  if (!authorized) return down(reasonOf(typeof failure === 'string' ? { code: failure } : failure));
  return judgeCertificate(ends, certificateDays, now);
};
