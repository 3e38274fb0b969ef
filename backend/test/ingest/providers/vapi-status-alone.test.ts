import { foldCall } from '../../../src/projection/fold/call.js';
import { createVapi } from '../../../src/ingest/providers/vapi/create-vapi.js';
import { VAPI_END_REASONS } from '../../../src/ingest/providers/vapi/vapi-end-reasons.js';
import { admitted } from './admitted.js';
import { changed } from './changed.js';
import { payload } from './payload.js';

const CALL = '97f28e3d-f334-8026-3fdb-cab787d687e7';
const BEGIN = 1_749_546_420_647;
const vapi = createVapi();
const report = payload('vapi/end-of-call-report.2025-06.webcall.json');
const status = payload('vapi/status-update.2025-06.webcall.json');

const rowOf = (...deliveries: readonly unknown[]) => {
  const mapped = deliveries.flatMap((one) => vapi.map(one, BEGIN));
  const rules = { lostAfter: 4 * 3_600_000_000, attributes: [] };
  const row = foldCall('main', CALL, admitted('vapi', mapped), Date.UTC(2090, 0, 1) * 1_000, rules)?.call;
  return row === undefined
    ? undefined
    : {
        outcome: row.outcome,
        ended_by: row.ended_by,
        end_reason: row.end_reason,
        errors: row.errors,
        transferred: row.transferred,
        transferred_to_human: row.transferred_to_human,
        isAnswered: row.answered_at !== null,
      };
};

/** A reason of each entry of the table; one of a family is its prefix with something behind it. */
const REASONS = Object.entries(VAPI_END_REASONS).map(
  ([reason, meaning]) => [reason.replace(/\*$/, 'x'), meaning] as const,
);

test.each(REASONS)(
  'a call that ended with %s is the same from status updates alone as from the report',
  (reason, meaning) => {
    const begun = changed(status, { '/message/status': meaning.connected === false ? 'ringing' : 'in-progress' });
    const ended = changed(status, {
      '/message/status': 'ended',
      '/message/timestamp': BEGIN + 25_000,
      '/message/endedReason': reason,
    });
    const whole = changed(report, { '/message/endedReason': reason });
    const expected = rowOf(whole);
    expect(expected).toMatchObject({ transferred: meaning.transferred === true });
    expect(rowOf(begun, ended)).toEqual(expected);
    expect(rowOf(ended, whole, begun)).toEqual(expected);
  },
);

test('a call that an assistant handed over to a person is a transfer, and to whom is told', () => {
  const ended = changed(status, {
    '/message/status': 'ended',
    '/message/endedReason': 'assistant-forwarded-call',
    '/message/destination': { type: 'number', number: '+4930123456' },
  });
  expect(rowOf(status, ended)).toMatchObject({ outcome: 'transferred', transferred: true, transferred_to_human: true });
  const transfer = vapi.map(ended, BEGIN).find(({ type }) => type === 'call.transferred');
  expect(transfer?.data).toEqual({
    to: '+4930123456',
    kind: 'human',
    reason: 'assistant-forwarded-call',
    provisional: true,
  });
});
