import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { TlsFiles } from './influx-kind.js';

/** Makes a certificate for 127.0.0.1 that signs itself (with `openssl`), as two PEM files in a folder. */
export function selfSigned(folder: string): TlsFiles {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const names = ['-subj', '/CN=callsight tests', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  return { cert, key };
}
