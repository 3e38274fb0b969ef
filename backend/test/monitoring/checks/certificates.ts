import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM texts of a server. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

interface Validity {
  /** Days from now; below zero lies in the past. */
  readonly from: number;
  readonly to: number;
  /** As in subjectAltName. */
  readonly names?: string;
}

const DAY = 86_400_000;

/** `YYYYMMDDHHMMSSZ`, so many days from now. */
const timeText = (days: number): string => new Date(Date.now() + days * DAY).toISOString().replace(/[-:T]|\.\d+/g, '');

const CONFIGURATION = (folder: string): string => `
[ca]
default_ca = here
[here]
new_certs_dir = ${folder}
database = ${join(folder, 'index')}
serial = ${join(folder, 'serial')}
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`;

/** A certificate authority of this test, with `openssl`. */
export class Authority {
  readonly #folder = mkdtempSync(join(tmpdir(), 'callsight-authority-'));

  constructor() {
    writeFileSync(join(this.#folder, 'index'), '');
    writeFileSync(join(this.#folder, 'serial'), '01');
    writeFileSync(join(this.#folder, 'ca.conf'), CONFIGURATION(this.#folder));
    this.#openssl('req', '-x509', ...this.#newKey('ca'), '-days', '30', '-subj', '/CN=authority', '-out', 'ca.pem');
  }

  /** Its own certificate. */
  get pem(): string {
    return this.#read('ca.pem');
  }

  /** A certificate for 127.0.0.1 and localhost, unless other names are given. */
  issue({ from, to, names = 'IP:127.0.0.1,DNS:localhost' }: Validity): ServerCertificate {
    const names_ = ['-addext', `subjectAltName=${names}`];
    this.#openssl('req', '-new', ...this.#newKey('server'), '-subj', '/CN=server', ...names_, '-out', 'server.csr');
    const times = ['-startdate', timeText(from), '-enddate', timeText(to)];
    const signer = ['-config', 'ca.conf', '-cert', 'ca.pem', '-keyfile', 'ca.key'];
    this.#openssl('ca', ...signer, '-batch', '-notext', ...times, '-in', 'server.csr', '-out', 'server.pem');
    return { cert: this.#read('server.pem'), key: this.#read('server.key') };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #newKey(name: string): string[] {
    const curve = ['-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    return ['-newkey', 'ec', ...curve, '-nodes', '-keyout', `${name}.key`];
  }

  #read(name: string): string {
    return readFileSync(join(this.#folder, name), 'utf8');
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.#folder, stdio: 'pipe' });
  }
}
