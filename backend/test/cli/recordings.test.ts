import { callEvent } from '../support/events/event.js';
import { runCallsight, type CommandRun } from '../support/run-callsight.js';
import { TEST_KEY } from '../support/service/service-under-test.js';
import { TestService } from '../support/service/test-service.js';
import { audio, ProviderServer, status } from '../recordings/fetch/provider-server.js';
import { aCall, RecordingClient, wave } from '../recordings/recording-client.js';

jest.setTimeout(120_000);

const NOW = Date.parse('2026-03-10T12:00:00Z');
const MINUTE = 60_000;
const RANGE = ['--from', '2026-03-10T00:00:00Z', '--to', '2026-03-11T00:00:00Z'];

let provider: ProviderServer;
let service: TestService;
let url: string;
beforeAll(async () => {
  provider = await ProviderServer.start();
  provider.answers = [audio(wave(4))];
  service = await TestService.start(NOW, { CALLSIGHT_RECORDINGS_PRIVATE: 'true' });
  url = await service.listen();
  for (const id of ['one', 'two'])
    await service.main.send([
      ...aCall(id, '2026-03-10T11:58:00Z'),
      callEvent('call.recording', id, '2026-03-10T11:59:00Z', {
        recording_id: 'main',
        url: `${provider.url}/${id}.wav`,
      }),
    ]);
  await service.waitUntilProjected();
});
afterAll(async () => {
  await service.remove();
  await provider.stop();
});

/** Fetches in the place of waiting, and lets time pass. */
function clockOf(minutes: number) {
  let now = NOW;
  return {
    now: () => now,
    wait: async () => {
      now += minutes * MINUTE;
      await service.services.recordingWork.idle();
    },
  };
}

const run = (args: readonly string[], more: { minutes?: number; signal?: AbortSignal } = {}): Promise<CommandRun> => {
  const { minutes = 0, signal } = more;
  return runCallsight(
    ['recordings', 'fetch', ...args],
    { CALLSIGHT_URL: url, CALLSIGHT_API_KEY: TEST_KEY },
    { clock: clockOf(minutes), ...(signal === undefined ? {} : { signal }) },
  );
};

const stateOf = async (call: string): Promise<string | undefined> =>
  (await new RecordingClient(() => url).list(call))[0]?.state;

it('says which settings it needs where recordings are not fetched', async () => {
  expect(await run(RANGE)).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(
      /recordings are not fetched here: set CALLSIGHT_FETCH_RECORDINGS=true.*\(fetching_off\)/,
    ),
  });
  expect(await stateOf('one')).toBeUndefined();
});

describe('where recordings are fetched', () => {
  beforeAll(async () => {
    await service.stop();
    await service.start({ CALLSIGHT_RECORDINGS_PRIVATE: 'true', CALLSIGHT_FETCH_RECORDINGS: 'true' });
    await service.waitUntilReady();
    url = await service.listen();
  });

  it('gives up waiting after 30 minutes, and says what still waits', async () => {
    provider.answers = [status(404)];
    const { code, out, err } = await run(RANGE, { minutes: 11 });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/2 recordings still to be fetched after 30 minutes; the service goes on trying for a day\n$/);
  });

  it('stops waiting when it is interrupted', async () => {
    expect(await run([...RANGE, '--quiet'], { signal: AbortSignal.abort() })).toMatchObject({
      code: 130,
      err: 'callsight: no longer waiting; the service goes on\n',
    });
  });

  it('tries those again that were given up, and waits until they are there', async () => {
    service.now = NOW + 25 * 60 * MINUTE;
    await service.services.recordingWork.idle();
    expect(await stateOf('one')).toBe('failed');
    provider.answers = [audio(wave(4))];
    expect(await run([...RANGE, '--quiet'])).toMatchObject({
      code: 0,
      out: '2 calls looked at, 0 recordings found to be fetched; none is waiting any more\n',
    });
    expect(await stateOf('one')).toBe('failed');
    const { code, out, err } = await run([...RANGE, '--again']);
    expect([code, out]).toEqual([0, '2 calls looked at, 2 recordings found to be fetched; none is waiting any more\n']);
    expect(err).toMatch(/100 % {2}0 recordings waiting\n$/);
    expect(await Promise.all([stateOf('one'), stateOf('two')])).toEqual(['stored', 'stored']);
  });

  it('begins and does not wait if told so; one look goes on at a time', async () => {
    expect(await run([...RANGE, '--no-wait'])).toMatchObject({ code: 0, out: expect.stringMatching(/^begun/) });
    const { fetchPast } = service.services;
    const range = { from: NOW, to: NOW + 1, again: false };
    expect([fetchPast.begin('other', range), fetchPast.begin('other', range)]).toEqual(['begun', 'busy']);
  });
});

it.each([
  [['--from', '2026-03-10T00:00:00Z'], /--to/],
  [['--from', 'yesterday', '--to', '2026-03-10T00:00:00Z'], /Expected a time such as/],
  [['--from', '2026-03-11T00:00:00Z', '--to', '2026-03-10T00:00:00Z'], /--to has to lie behind --from/],
])('understands %j not', async (args, message) => {
  const { code, err } = await run(args);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});
