import type { Check, CheckInput } from '@callsight/contract/monitoring/check';
import { type CheckExpectation, type CheckKind, EXPECTABLE } from '@callsight/contract/monitoring/check-words';
import { patch } from '../../../../fields/patch';

export const NEW_CHECK: CheckInput = { id: '', component: '', kind: 'http' };

/** A check without what the service adds to it. */
export function checkDraftOf(check: Check): CheckInput {
  const { version: _version, updated_at: _at, updated_by: _by, ...input } = check;
  return input;
}

/** What a target looks like, by kind; undefined where there is none. */
export const TARGETS: Readonly<Record<CheckKind, string | undefined>> = {
  http: 'https://api.example.com/health',
  tcp: 'sip.example.com:5060',
  tls: 'api.example.com:443',
  smtp: 'mail.example.com:25',
  dns: 'api.example.com A',
  influxdb: 'http://influxdb:8086',
  heartbeat: undefined,
};

/** A check of another kind, without what cannot be expected of that kind. */
export function withCheckKind(check: CheckInput, kind: CheckKind): CheckInput {
  const kept = Object.entries(check.expect ?? {}).filter(([name]) =>
    EXPECTABLE[kind].includes(name as CheckExpectation),
  );
  return patch(check, {
    kind,
    expect: kept.length === 0 ? undefined : Object.fromEntries(kept),
    target: TARGETS[kind] === undefined ? undefined : check.target,
  });
}

/** A check with another expectation; one that becomes undefined goes away. */
export function withExpected(check: CheckInput, changes: Partial<Record<CheckExpectation, unknown>>): CheckInput {
  const expect = patch<object>({ ...check.expect }, changes) as NonNullable<CheckInput['expect']>;
  return patch(check, { expect: Object.keys(expect).length === 0 ? undefined : expect });
}

/** Whether enough is entered for the service to look. */
export const isCompleteCheck = ({ component, kind, target }: CheckInput): boolean =>
  component !== '' && (TARGETS[kind as CheckKind] === undefined || target !== undefined);
