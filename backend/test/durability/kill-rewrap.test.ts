import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BACKENDS, collect, KEY, openAt, type Place } from '../storage/blobs/backends.js';

// Each round starts a process, which takes seconds on a busy machine.
jest.setTimeout(180_000);

const SCRIPT = join(__dirname, 'rewrap-blobs.mjs');
const NEW_KEY = randomBytes(32);

/** Lets a process rewrap blobs and kills it when so many are. @returns whether it was killed before it came to its end */
async function rewrapAndKill({ location }: Place, keys: readonly Buffer[], rewrapped: number): Promise<boolean> {
  const input = JSON.stringify({ location, keys: keys.map((key) => key.toString('hex')) });
  const child = spawn(process.execPath, [SCRIPT, input], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>;
  let seen = 0;
  for await (const _ of createInterface({ input: child.stdout })) {
    seen += 1;
    if (seen === rewrapped) child.kill('SIGKILL');
  }
  return (await exited)[1] === 'SIGKILL';
}

describe.each(BACKENDS)('kill -9 while blobs are rewrapped in $title', ({ isEncrypted, place: makePlace }) => {
  const old = isEncrypted ? [KEY] : [];
  let place: Place;
  beforeAll(async () => {
    place = await makePlace();
  });
  afterAll(() => place.remove());

  it('leaves every blob as it was or as it is to be, and the rest is rewrapped later', async () => {
    const before = openAt(place.location, { keys: old });
    const contents = new Map<string, Buffer>();
    for (let at = 0; at < 24; at += 1) {
      const key = `main/audio/a${at}.bin`;
      const content = randomBytes(at % 4 === 3 ? 9_000_000 : 200_000 + at);
      contents.set(key, content);
      await before.put(key, content, { contentType: 'audio/wav', maxBytes: content.length });
    }
    const both = openAt(place.location, { keys: [NEW_KEY, ...old] });
    for (const rewrapped of [1, 8, 17]) {
      expect(await rewrapAndKill(place, [NEW_KEY, ...old], rewrapped)).toBe(true);
      const { blobs } = await both.list('main/');
      expect(blobs.map(({ key }) => key)).toEqual([...contents.keys()].sort());
      for (const [key, content] of contents)
        expect((await collect((await both.get(key))!.body)).equals(content)).toBe(true);
    }
    await both.sweep();
    for (const key of contents.keys()) await both.rewrap(key);
    const after = openAt(place.location, { keys: [NEW_KEY] });
    for (const [key, content] of contents)
      expect((await collect((await after.get(key))!.body)).equals(content)).toBe(true);
    for (const store of [before, both, after]) store.close();
  });
});
