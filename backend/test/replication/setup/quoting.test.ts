import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { quoteIdentifier, quoteString } from '../../../src/replication/setup/influxql.js';
import { shellWord } from '../../../src/replication/setup/commands.js';
import { InfluxServer } from '../../support/influx/influx-server.js';
import { influxServers } from '../../support/influx/influx-servers.js';

/** Texts made of what could end a quoted text early, and of harmless neighbours. */
const text = fc.string({
  unit: fc.constantFrom('"', "'", '\\', '\n', ';', '-', '/', '*', ' ', 'n', 'x', 'é', '$', '`', '{'),
  minLength: 1,
  maxLength: 12,
});

describe.each(influxServers().filter(({ api }) => api === 'v1'))('what InfluxDB $version reads', (installation) => {
  let server: InfluxServer;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  afterAll(() => server.stop());

  const query = async (statement: string, username: string, password: string) => {
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ q: statement }).toString();
    const answer = await server.call({ method: 'POST', path: '/query', headers, body });
    return { status: answer.status, ...(JSON.parse(answer.body) as { results?: { error?: string }[] }) };
  };
  const asAdmin = (statement: string) => {
    if (server.admin.api !== 'v1') throw new Error('not 1.x');
    return query(statement, server.admin.username, server.admin.password);
  };

  it('as an identifier is the name itself', () =>
    fc.assert(
      fc.asyncProperty(text, async (name) => {
        const { results } = await asAdmin(`SHOW RETENTION POLICIES ON ${quoteIdentifier(name)}`);
        expect(results?.map(({ error }) => error)).toEqual([`database not found: ${name}`]);
      }),
      { numRuns: 200 },
    ));

  it('as a string is the text itself', async () => {
    await asAdmin(`CREATE USER someone WITH PASSWORD 'first'`);
    await fc.assert(
      fc.asyncProperty(text, async (password) => {
        await asAdmin(`SET PASSWORD FOR someone = ${quoteString(password)}`);
        expect((await query('SHOW DATABASES', 'someone', password)).status).toBe(200);
      }),
      { numRuns: 15 },
    );
  });
});

it('what a shell reads is the word itself', () =>
  fc.assert(
    fc.property(text, (word) => {
      const output = execFileSync('sh', ['-c', `printf '%s.' ${shellWord(word)}`], { encoding: 'utf8' });
      expect(output).toBe(`${word}.`);
    }),
    { numRuns: 50 },
  ));
