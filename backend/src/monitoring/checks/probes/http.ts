import type { StatusRule } from '../../../definitions/read-check.js';
import { httpGet, type HttpAnswer } from '../../../lib/net/http-get.js';
import { judgeCertificate } from './certificate.js';
import { satisfies } from './json-value.js';
import { down, type Finding, type PlanOf, type Probe } from './probe.js';

/** Bytes of a body that are looked at: a state of health is small, and a body without an end must not fill the memory. */
const MAX_BODY = 1 << 20;
const MAX_REDIRECTS = 5;

const SUCCESS: StatusRule = { includes: (status) => status >= 200 && status <= 299, text: '200 to 299' };

function judgeBody({ body: expected, json }: PlanOf<'http'>, { body, isCut }: HttpAnswer): Finding | undefined {
  const text = body.toString('utf8');
  if (expected !== undefined && !text.includes(expected))
    return down(`the body does not contain the expected text${isCut ? ' in its first MiB' : ''}`);
  if (json === undefined) return undefined;
  if (isCut) return down('the body is longer than 1 MiB, too long for JSON of a check');
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return down('the body is not JSON');
  }
  // Neither the value found nor the one expected: a body may hold secrets.
  return satisfies(document, json) ? undefined : down(`${json.path} in the body is not as expected (${json.op})`);
}

/** Status, text or JSON value of the body, and the days that the certificate has left, of a GET. */
export const probeHttp: Probe<'http'> = async (plan, { policy, signal, now }) => {
  const { target, statuses = SUCCESS, body, json, certificateDays } = plan;
  const answer = await httpGet(target.url, {
    policy,
    signal,
    maxBytes: body === undefined && json === undefined ? 0 : MAX_BODY,
    maxRedirects: MAX_REDIRECTS,
    isWanted: statuses.includes,
  });
  const { status } = answer;
  if (!statuses.includes(status)) return down(`answered ${status}; expected ${statuses.text}`);
  return judgeBody(plan, answer) ?? judgeCertificate(answer.certificateEnds, certificateDays, now);
};
