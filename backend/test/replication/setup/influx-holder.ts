import type { HttpAnswer } from '../../support/influx/influx-http.js';
import type { InfluxServer } from '../../support/influx/influx-server.js';

/** Somebody who holds a token (2.x), or the password of a user (1.x), and tries what it is good for. */
export class InfluxHolder {
  readonly #server: InfluxServer;
  readonly #authorization: string;

  constructor(server: InfluxServer, username: string, secret: string) {
    this.#server = server;
    const basic = Buffer.from(`${username}:${secret}`).toString('base64');
    this.#authorization = server.api === 'v2' ? `Token ${secret}` : `Basic ${basic}`;
  }

  static admin(server: InfluxServer): InfluxHolder {
    const { admin } = server;
    return admin.api === 'v2'
      ? new InfluxHolder(server, '', admin.token)
      : new InfluxHolder(server, admin.username, admin.password);
  }

  /** @returns whether the point was taken */
  async writes(bucket: string, line: string): Promise<boolean> {
    const { admin, api } = this.#server;
    const path = admin.api === 'v2' ? '/api/v2/write' : '/write';
    const where = admin.api === 'v2' ? { org: admin.org, bucket } : { db: bucket };
    const { status } = await this.#ask(`${path}?${new URLSearchParams(where).toString()}`, line, 'text/plain');
    if (![204, 401, 403, 404].includes(status)) throw new Error(`a write to ${api} answered ${status}`);
    return status === 204;
  }

  /** The rows of a statement; undefined when the right to it is lacking. */
  async rows(bucket: string, statement: string): Promise<unknown[][] | undefined> {
    const form = new URLSearchParams({ q: statement, db: bucket }).toString();
    const { status, body } = await this.#ask('/query', form, 'application/x-www-form-urlencoded');
    if (status === 401 || status === 403) return undefined;
    const { results } = JSON.parse(body) as { results: { error?: string; series?: { values: unknown[][] }[] }[] };
    const error = results.find((result) => result.error !== undefined)?.error;
    if (error !== undefined && !/not authorized|unauthorized|not found/i.test(error)) throw new Error(error);
    return error === undefined ? results.flatMap(({ series = [] }) => series.flatMap((one) => one.values)) : undefined;
  }

  /** Deletes every point of a measurement. @returns whether it was allowed to */
  async deletes(bucket: string, measurement: string): Promise<boolean> {
    const { admin } = this.#server;
    if (admin.api === 'v1') return (await this.rows(bucket, `DELETE FROM "${measurement}"`)) !== undefined;
    const span = { start: '1970-01-01T00:00:00Z', stop: '2100-01-01T00:00:00Z' };
    const body = JSON.stringify({ ...span, predicate: `_measurement="${measurement}"` });
    const path = `/api/v2/delete?${new URLSearchParams({ org: admin.org, bucket }).toString()}`;
    return (await this.#ask(path, body, 'application/json')).status === 204;
  }

  /** @returns whether a bucket or database of this name could be made */
  async creates(name: string): Promise<boolean> {
    if (this.#server.api === 'v1') return (await this.rows(name, `CREATE DATABASE "${name}"`)) !== undefined;
    const orgs = await InfluxHolder.admin(this.#server).#json('/api/v2/orgs');
    const orgID = (orgs as { orgs: { id: string }[] }).orgs[0]!.id;
    const body = JSON.stringify({ orgID, name, retentionRules: [] });
    return (await this.#ask('/api/v2/buckets', body, 'application/json')).status === 201;
  }

  /** How long data is kept, as the server tells it, in seconds; 0 is forever. */
  async retention(bucket: string): Promise<number> {
    if (this.#server.api === 'v1') {
      const [row] = (await this.rows(bucket, `SHOW RETENTION POLICIES ON "${bucket.replaceAll('"', '\\"')}"`)) ?? [];
      const [hours = '0'] = String(row?.[1]).split('h');
      return hours === '0s' ? 0 : Number(hours) * 3_600;
    }
    const found = await this.#json(`/api/v2/buckets?${new URLSearchParams({ name: bucket }).toString()}`);
    const { buckets } = found as { buckets: { retentionRules: { everySeconds: number }[] }[] };
    return buckets[0]!.retentionRules[0]?.everySeconds ?? 0;
  }

  #ask(path: string, body: string, type: string): Promise<HttpAnswer> {
    const headers = { authorization: this.#authorization, 'content-type': type };
    return this.#server.call({ method: 'POST', path, headers, body });
  }

  async #json(path: string): Promise<unknown> {
    const headers = { authorization: this.#authorization };
    return JSON.parse((await this.#server.call({ method: 'GET', path, headers })).body) as unknown;
  }
}
