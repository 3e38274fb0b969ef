import { createVapi } from '../../../src/ingest/providers/vapi/create-vapi.js';
import { changed } from './changed.js';
import { contractErrors } from './contract-errors.js';
import { payload } from './payload.js';

const report = payload('vapi/end-of-call-report.2025-06.webcall.json');

const meaning = (endedReason: unknown, provider = createVapi()) => {
  const events = provider.map(changed(report, { '/message/endedReason': endedReason }), 0);
  expect(contractErrors(events)).toEqual([]);
  const ended = events.find(({ type }) => type === 'call.ended');
  const answered = events.find(({ type }) => type === 'call.answered');
  const { ended_by, outcome, errors } = ended?.data ?? {};
  return [ended_by, outcome, errors, answered === undefined ? 'unanswered' : answered.data['by']];
};

test.each([
  ['customer-ended-call', ['caller', undefined, undefined, 'agent']],
  ['customer-ended-call-during-transfer', ['caller', undefined, undefined, 'agent']],
  ['customer-did-not-answer', ['system', undefined, undefined, 'unanswered']],
  ['customer-busy', ['system', undefined, undefined, 'unanswered']],
  ['assistant-ended-call-after-message-spoken', ['agent', undefined, undefined, 'agent']],
  ['assistant-said-end-call-phrase', ['agent', undefined, undefined, 'agent']],
  ['assistant-forwarded-call', ['agent', undefined, undefined, 'agent']],
  ['assistant-did-not-receive-customer-audio', ['system', 'failed', 1, 'unanswered']],
  ['assistant-request-returned-error', ['system', 'failed', 1, 'unanswered']],
  ['assistant-request-returned-forwarding-phone-number', ['system', 'transferred', undefined, 'unanswered']],
  ['pipeline-error-eleven-labs-voice-failed', ['system', 'failed', 1, 'agent']],
  ['call.in-progress.error-providerfault-anthropic-500-server-error', ['system', 'failed', 1, 'agent']],
  ['call.in-progress.error-sip-outbound-call-failed-to-connect', ['system', 'failed', 1, 'unanswered']],
  ['call.start.error-get-org', ['system', 'failed', 1, 'unanswered']],
  ['call.ringing.sip-inbound-caller-hungup-before-call-connect', ['caller', undefined, undefined, 'unanswered']],
  ['twilio-failed-to-connect-call', ['system', 'failed', 1, 'unanswered']],
  ['silence-timed-out', ['system', undefined, undefined, 'agent']],
  ['exceeded-max-duration', ['system', undefined, undefined, 'agent']],
  ['voicemail', ['system', 'voicemail', undefined, 'machine']],
  ['something-entirely-new', ['system', undefined, undefined, 'agent']],
  ['some-new-vendor-error', ['system', 'failed', 1, 'agent']],
  ['constructor', ['system', undefined, undefined, 'agent']],
  [null, ['system', undefined, undefined, 'agent']],
])('%s', (reason, expected) => {
  expect(meaning(reason)).toEqual(expected);
});

test('overrides change what they name, by reason or by prefix', () => {
  const provider = createVapi({
    endReasons: { 'customer-ended-*': { outcome: 'information' }, voicemail: { endedBy: 'agent' } },
  });
  expect(meaning('customer-ended-call', provider)).toEqual(['caller', 'information', undefined, 'agent']);
  expect(meaning('voicemail', provider)).toEqual(['agent', 'voicemail', undefined, 'machine']);
  expect(meaning('silence-timed-out', provider)).toEqual(['system', undefined, undefined, 'agent']);
});
