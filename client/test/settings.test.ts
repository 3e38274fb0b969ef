import { CallsightClient } from '../src/client.js';
import type { ClientOptions } from '../src/options.js';

const good: ClientOptions = { url: 'http://127.0.0.1:4000', key: 'secret-key', source: 'tests', flushOnExit: false };

function refusal(options: Partial<Record<keyof ClientOptions, unknown>>): string {
  try {
    new CallsightClient({ ...good, ...options } as ClientOptions);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
}

describe('the options of the client', () => {
  it('are taken as they are when they are right', () => {
    expect(refusal({})).toBe('taken');
    expect(refusal({ url: 'https://example.com/callsight/', maxDelayMs: 0, retryBaseMs: 0 })).toBe('taken');
  });

  it('are refused all at once, each by name', () => {
    const message = refusal({
      url: 'ftp://x',
      key: '',
      source: '',
      maxBatchEvents: 0,
      maxQueueBytes: 1.5,
      retryCapMs: -1,
    });
    for (const name of ['url', 'key', 'source', 'maxBatchEvents', 'maxQueueBytes', 'retryCapMs']) {
      expect(message).toContain(`${name} must`);
    }
    expect(refusal({ maxBatchEvents: 1_001 })).toContain('at most 1000');
    expect(refusal({ requestTimeoutMs: undefined })).toContain('requestTimeoutMs');
  });

  it('never show a key, wherever it was put', () => {
    const messages = [
      refusal({ key: 'secret-key\n' }),
      refusal({ key: 'Bearer secret-key' }),
      refusal({ url: 'http://secret-key@localhost' }),
      refusal({ url: 'http://localhost/?key=secret-key' }),
      refusal({ url: 'secret-key' }),
    ];
    for (const message of messages) {
      expect(message).not.toBe('taken');
      expect(message).not.toContain('secret-key');
    }
  });
});
