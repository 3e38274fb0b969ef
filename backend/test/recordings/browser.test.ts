import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordingLink } from '@callsight/contract/recordings';
import { chromium, type Browser, type Page } from 'playwright-core';
import { TestService } from '../support/service/test-service.js';
import { aCall, RecordingClient } from './recording-client.js';

jest.setTimeout(180_000);

const NOW = Date.parse('2026-03-10T12:00:00Z');
const PATH = '/usr/bin/chromium';
const FFMPEG = '/usr/bin/ffmpeg';
const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'];

const FILES = {
  'wave.wav': ['8000', '3600', 'pcm_s16le'],
  'vbr.mp3': ['16000', '600', 'libmp3lame', '-q:a', '5'],
  'opus.ogg': ['48000', '600', 'libopus', '-b:a', '24k', '-application', 'voip', '-compression_level', '0'],
} as const;
type Name = keyof typeof FILES;

/** A tone that comes and goes, so that the bit rate of VBR changes. */
function makeFile(name: Name, folder: string): Buffer {
  const [rate, seconds, codec, ...options] = FILES[name];
  const source = `sine=f=300:r=${rate}:d=${seconds},volume='if(lt(mod(t,20),10),1,0)':eval=frame`;
  const file = join(folder, name);
  const inputs = ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', source];
  execFileSync(FFMPEG, [...inputs, '-ac', '1', '-c:a', codec, ...options, file]);
  return readFileSync(file);
}

/** A page of another origin than the service, as Grafana is. */
const PLAYER = `<!doctype html><audio preload="metadata"></audio><script>
  const audio = document.querySelector('audio');
  const next = (...names) => new Promise((resolve) => {
    const settle = ({ type }) => {
      for (const name of names) audio.removeEventListener(name, settle);
      resolve(type);
    };
    for (const name of names) audio.addEventListener(name, settle);
  });
  window.open = async (url) => {
    const loaded = next('loadedmetadata', 'error');
    audio.src = url;
    return (await loaded) === 'error' ? { error: audio.error.code } : { duration: audio.duration };
  };
  window.seek = async (at) => {
    const sought = next('seeked', 'error');
    audio.currentTime = at;
    return { event: await sought, at: audio.currentTime };
  };
  window.playToEnd = async () => {
    const over = next('ended', 'error');
    await audio.play();
    return { event: await over, at: audio.currentTime };
  };
</script>`;

type Sought = { readonly event: string; readonly at: number };

const service = TestService.forTests(NOW);
let client: RecordingClient;
let browser: Browser;
let pages: Server;
let folder: string;
const sizes = new Map<Name, number>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'callsight-browser-audio-'));
  const url = await service.listen();
  client = new RecordingClient(() => url);
  await service.main.send(aCall('call', '2026-03-10T11:00:00Z'));
  for (const name of Object.keys(FILES) as Name[]) {
    const content = makeFile(name, folder);
    sizes.set(name, content.length);
    expect((await client.put(`/v1/calls/call/recordings/${name}`, content)).status).toBe(201);
  }
  await service.services.recordingWork.idle();
  pages = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(PLAYER));
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({ executablePath: PATH, args: ARGS });
});
afterAll(async () => {
  await browser.close();
  await new Promise((resolve) => pages.close(resolve));
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  service.now = NOW;
});

async function withPlayer(look: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage();
  try {
    await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
    await look(page);
  } finally {
    await page.close();
  }
}

async function linkTo(name: Name, lasts = '15m'): Promise<string> {
  const asked = { expires_in: lasts };
  const { body } = await client.post<RecordingLink>(`/v1/calls/call/recordings/${name}/links`, asked);
  return client.url() + body.url.slice(body.url.indexOf('/v1/'));
}

const open = (page: Page, url: string): Promise<{ readonly duration?: number; readonly error?: number }> =>
  page.evaluate(`open(${JSON.stringify(url)})`);
const seek = (page: Page, at: number): Promise<Sought> => page.evaluate(`seek(${at})`);

test.each(Object.entries(FILES).map(([name, [, seconds]]) => [name as Name, Number(seconds)] as const))(
  '%s is played from its last half second to its end',
  async (name, seconds) => {
    const before = service.services.blobs.activity.bytesRead;
    await withPlayer(async (page) => {
      const { duration = 0 } = await open(page, await linkTo(name));
      expect(Math.abs(duration - seconds)).toBeLessThan(0.1);
      for (const at of [seconds / 2, duration - 0.5]) {
        const sought = await seek(page, at);
        expect(sought.event).toBe('seeked');
        expect(Math.abs(sought.at - at)).toBeLessThan(0.1);
      }
      const end: Sought = await page.evaluate('playToEnd()');
      expect(end.event).toBe('ended');
      // In MP3 of a variable bit rate Chromium finds a second by a table of a hundred places, each of which is 6 s here.
      expect(Math.abs(end.at - duration)).toBeLessThan(name === 'vbr.mp3' ? 6 : 0.1);
    });
    const read = service.services.blobs.activity.bytesRead - before;
    process.stdout.write(`${name}: ${read} of ${sizes.get(name)} bytes were read\n`);
    expect(read).toBeGreaterThan(0);
    if (name === 'wave.wav') expect(read).toBeLessThan((sizes.get(name) ?? 0) / 4);
  },
);

test('a link that expires is an error, and a fresh one goes on at the same second', async () => {
  await withPlayer(async (page) => {
    expect(await open(page, await linkTo('wave.wav', '1m'))).toEqual({ duration: 3_600 });
    expect(await seek(page, 600)).toEqual({ event: 'seeked', at: 600 });
    service.now = NOW + 2 * 60_000;
    // Far from all that the player has. Chromium asks for half a minute before it says that it failed.
    expect((await seek(page, 3_000)).event).toBe('error');
    expect(await open(page, await linkTo('wave.wav', '1m'))).toEqual({ duration: 3_600 });
    expect(await seek(page, 3_000)).toEqual({ event: 'seeked', at: 3_000 });
  });
});

test('a link that had expired before is an error', async () => {
  const link = await linkTo('vbr.mp3', '1m');
  service.now = NOW + 2 * 60_000;
  await withPlayer(async (page) => {
    // MEDIA_ERR_SRC_NOT_SUPPORTED, as browsers say of whatever is no sound.
    expect(await open(page, link)).toEqual({ error: 4 });
  });
});
