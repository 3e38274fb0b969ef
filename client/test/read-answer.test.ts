import { readAnswer } from '../src/read-answer.js';

const now = Date.parse('2026-11-20T10:00:00Z');
const read = (status: number, body: unknown, retryAfter: string | null = null) =>
  readAnswer({ status, retryAfter, body: typeof body === 'string' ? body : JSON.stringify(body) }, 3, 'the-key', now);
const reject = (index: number) => ({ index, id: `e${index}`, code: 'invalid_data', message: 'no', path: '/data' });

describe('what an answer says', () => {
  it('settles every event when it accounts for all of them', () => {
    const answer = { accepted: 1, duplicates: 1, rejected: [reject(2)] };
    expect(read(202, answer)).toEqual({ kind: 'settled', answer });
    const bad = { accepted: 0, duplicates: 0, rejected: [reject(0), reject(1), reject(2)] };
    expect(read(400, bad)).toEqual({ kind: 'settled', answer: bad });
  });

  it.each([
    ['events are missing', { accepted: 1, duplicates: 1, rejected: [] }],
    ['an event has two verdicts', { accepted: 1, duplicates: 0, rejected: [reject(2), reject(2)] }],
    ['it speaks of an event that was not sent', { accepted: 2, duplicates: 0, rejected: [reject(3)] }],
    ['it is a page', '<html>Sign in</html>'],
    ['it is empty', ''],
    ['it is something else', { accepted: '3', duplicates: 0, rejected: [] }],
    ['it is null', 'null'],
  ])('is no answer of Callsight when %s', (_case, body) => {
    const verdict = read(202, body);
    expect(verdict).toMatchObject({ kind: 'refused', error: { code: 'unexpected_answer', status: 202 } });
  });

  it.each([408, 429, 500, 502, 503, 504])('%p: try again, when it says', (status) => {
    expect(read(status, '', '9')).toEqual({ kind: 'again', reason: `answered ${status}`, askedMs: 9_000 });
    expect(read(status, '')).toEqual({ kind: 'again', reason: `answered ${status}` });
  });

  it.each([301, 401, 403, 404, 405, 415, 422])('%p: the same again would be refused again', (status) => {
    const body = { error: { code: 'some_code', message: `because of the-key` } };
    const verdict = read(status, body);
    expect(verdict).toMatchObject({ kind: 'refused', error: { code: 'some_code', status } });
    expect(JSON.stringify(verdict) + String((verdict as { error: Error }).error)).not.toContain('the-key');
    expect((verdict as { error: Error }).error.message).toContain(`answered ${status}`);
  });

  it('413: too large', () => {
    expect(read(413, { error: { code: 'body_too_large', message: 'smaller, please' } })).toEqual({
      kind: 'too_large',
      message: 'answered 413: smaller, please',
    });
  });
});
