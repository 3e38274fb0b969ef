import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { S3Settings } from '../../../src/storage/blobs/s3/s3-settings.js';
import { S3Client } from '../../../src/storage/blobs/s3/s3-client.js';
import { REPOSITORY } from '../../compose/repository.js';
import { freePort } from '../influx/free-port.js';
import { ServerProcess } from '../server-process.js';

const START_LIMIT_MS = 30_000;
const BUCKET = 'callsight-tests';
const ACCESS = { accessKeyId: 'access-key-of-the-tests', secretAccessKey: 'secret-key-of-the-tests' };

/** Where scripts/s3-server.mjs keeps the server. @throws without one: a run without a real server proves nothing */
function binary(): string {
  const pinned = readFileSync(join(REPOSITORY, 'tools/versitygw/go.mod'), 'utf8');
  const version = /\sgithub\.com\/versity\/versitygw v(\S+)/.exec(pinned)?.[1] ?? '';
  const { CALLSIGHT_CACHE, XDG_CACHE_HOME } = process.env;
  const cache = CALLSIGHT_CACHE || XDG_CACHE_HOME || join(homedir(), '.cache');
  const file = join(cache, 'callsight', 'versitygw', version, 'versitygw');
  if (!existsSync(file)) throw new Error(`no ${file}: \`node scripts/s3-server.mjs\` gets it`);
  return file;
}

/** A real server of S3 on this machine, on a free port of the loopback, with one bucket. */
export class S3Server {
  readonly url: string;
  readonly #folder: string;
  readonly #run: () => ServerProcess;
  #process: ServerProcess;

  private constructor(folder: string, port: number) {
    this.url = `http://127.0.0.1:${port}`;
    this.#folder = folder;
    const { accessKeyId, secretAccessKey } = ACCESS;
    const env = { ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey };
    const args = ['--quiet', '--port', `127.0.0.1:${port}`, '--region', 'eu-test-1', 'posix', join(folder, 'objects')];
    this.#run = () => new ServerProcess(binary(), args, env, folder);
    this.#process = this.#run();
  }

  static async start(): Promise<S3Server> {
    const folder = await mkdtemp(join(tmpdir(), 'callsight-s3-'));
    await mkdir(join(folder, 'objects'));
    const server = new S3Server(folder, await freePort());
    try {
      await server.#ready();
      await server.client().send({ method: 'PUT' }, AbortSignal.timeout(START_LIMIT_MS));
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Settings for the bucket. @param endpoint another way to the server */
  settings(prefix = '', endpoint = this.url): S3Settings {
    return { endpoint, region: 'eu-test-1', bucket: BUCKET, prefix, ...ACCESS };
  }

  /** For what a test asks the server itself. */
  client(prefix = ''): S3Client {
    return new S3Client({ settings: this.settings(prefix), clock: Date.now });
  }

  /** As when its machine loses its power. */
  kill(): Promise<void> {
    return this.#process.kill();
  }

  /** Starts again on the same port and data, from wherever it is: running, killed or frozen. */
  async restart(): Promise<void> {
    await this.#process.end();
    this.#process = this.#run();
    await this.#ready();
  }

  /** Connections are taken by the kernel and nothing answers, until it is started again. */
  freeze(): Promise<void> {
    return this.#process.freeze();
  }

  async stop(): Promise<void> {
    await this.#process.end();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #ready(): Promise<void> {
    const end = performance.now() + START_LIMIT_MS;
    while (this.#process.running && performance.now() < end) {
      // Without a signature it refuses, which shows that it is there.
      if (
        await fetch(this.url).then(
          (answer) => answer.status < 500,
          () => false,
        )
      )
        return;
      await pause(25);
    }
    throw new Error(`versitygw did not start:\n${this.#process.lastWords()}`);
  }
}
