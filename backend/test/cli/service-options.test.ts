import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCallsight } from '../support/run-callsight.js';

const SECRET = 'very-secret-key-0123456789';

/** Hears which key a request had; what a service answers is no matter here. */
let server: Server;
let url: string;
let keys: (string | undefined)[];
let folder: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    keys.push(request.headers.authorization);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"keys":[]}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), 'callsight-key-'));
  await writeFile(join(folder, 'key'), `${SECRET}\n`);
});
afterAll(async () => {
  await new Promise((closed) => server.close(closed));
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  keys = [];
});

it('takes the key from a flag, a file or the environment, the nearest first', async () => {
  const file = join(folder, 'key');
  const ways: [string[], Record<string, string>, string][] = [
    [['--key-file', file], { CALLSIGHT_API_KEY: 'other' }, SECRET],
    [['--key', 'from-flag'], { CALLSIGHT_API_KEY_FILE: file }, 'from-flag'],
    [[], { CALLSIGHT_API_KEY_FILE: file }, SECRET],
    [[], { CALLSIGHT_API_KEY: 'from-variable', CALLSIGHT_API_KEY_FILE: '' }, 'from-variable'],
  ];
  for (const [flags, env, key] of ways) {
    expect(await runCallsight(['keys', 'list', ...flags], { CALLSIGHT_URL: url, ...env })).toMatchObject({ code: 0 });
    expect(keys.pop()).toBe(`Bearer ${key}`);
  }
});

it.each<[string[], Record<string, string>, RegExp]>([
  [[], {}, /no API key: set CALLSIGHT_API_KEY/],
  [['--key', SECRET, '--key-file', '/nowhere'], {}, /keep one/],
  [[], { CALLSIGHT_API_KEY: SECRET, CALLSIGHT_API_KEY_FILE: '/nowhere' }, /keep one/],
  [['--key-file', '/nowhere/key'], {}, /--key-file: cannot read the file \(ENOENT\)/],
  [[], { CALLSIGHT_API_KEY_FILE: '/nowhere/key' }, /CALLSIGHT_API_KEY_FILE: cannot read the file \(ENOENT\)/],
  [['--url', 'localhost:4000'], { CALLSIGHT_API_KEY: SECRET }, /--url .* must be an http or https address/],
  [['--url', `http://bob:${SECRET}@localhost:4000`], {}, /the address alone/],
  [['--key', SECRET, '--nope'], {}, /unknown option '--nope'/],
])('says what is wrong with %j and %j, with exit code 2 and without the key', async (flags, env, message) => {
  const { code, out, err } = await runCallsight(['keys', 'list', ...flags], { CALLSIGHT_URL: url, ...env });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
  expect(err).not.toContain(SECRET);
  expect(keys).toEqual([]);
});
