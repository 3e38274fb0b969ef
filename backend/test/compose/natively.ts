import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTAINED_USER } from './contained.js';
import { composeFile, type ComposeService } from './compose-file.js';
import { REPOSITORY } from './repository.js';

/** The volumes and secrets of docker-compose.yml as folders here, and its commands with the paths of these folders. */
export class Natively {
  readonly folder = mkdtempSync(join(tmpdir(), 'callsight-compose-'));
  readonly #addresses = new Map<string, string>();

  constructor() {
    // Whoever the commands run as has to get through.
    chmodSync(this.folder, 0o755);
    const { services } = composeFile();
    for (const { volumes = [] } of Object.values(services)) for (const volume of volumes) this.#make(volume);
    const secrets = this.pathOf('/run/secrets');
    execFileSync('sh', [join(REPOSITORY, 'deploy/make-secrets.sh'), secrets], { stdio: 'ignore' });
    // Each file is mounted by itself: the folder that others cannot enter is not there in a container.
    chmodSync(secrets, 0o755);
  }

  /** Where a path of a container lies here. */
  pathOf(path: string): string {
    return join(this.folder, path);
  }

  /** From now on `http://name:port` is this address. */
  locate(address: string, url: string): void {
    this.#addresses.set(address, url);
  }

  /** A word of a command, or the value of a variable. */
  translate(word: string): string {
    const url = this.#addresses.get(word);
    if (url !== undefined) return url;
    const [, scheme = '', path = ''] = /^(unix:)?(\/(?:run|var\/lib|etc)\/.*)$/.exec(word) ?? [];
    return path === '' ? word : scheme + this.pathOf(path);
  }

  environment({ environment = {} }: ComposeService): Record<string, string> {
    return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, this.translate(value)]));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #make(volume: string): void {
    const [, target = ''] = volume.split(':');
    const path = this.pathOf(target);
    mkdirSync(path, { recursive: true, mode: 0o755 });
    if (CONTAINED_USER === undefined) return;
    chownSync(path, CONTAINED_USER, CONTAINED_USER);
    chmodSync(path, 0o700);
  }
}
