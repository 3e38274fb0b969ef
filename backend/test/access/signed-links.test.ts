import fc from 'fast-check';
import { signLink, verifyLink, type LinkSecrets } from '../../src/access/signed-links.js';

const SECRETS: LinkSecrets = ['secret-of-today-0123456789'];
const NOW = Date.parse('2026-03-02T12:00:00Z');
const DAY = 86_400_000;
const LINK = { tenant: 'main', path: '/v1/runs/0n5tq2/artifacts/pdf', expiresAt: NOW + 30 * DAY };
const signed = signLink(LINK, SECRETS);
const verdict = (
  changes: Partial<{ path: string; expires: string; signature: string }> = {},
  now = NOW,
  secrets = SECRETS,
) => {
  const { path = LINK.path, ...parameters } = changes;
  return verifyLink(path, { ...signed, ...parameters }, secrets, now);
};
const FORGED = { status: 'forged' };

describe('a signed link', () => {
  it('opens what it was signed for, for its tenant, until it expires', () => {
    const open = { status: 'valid', tenant: 'main', expiresAt: LINK.expiresAt };
    expect(verdict()).toEqual(open);
    expect(verdict({}, LINK.expiresAt - 1)).toEqual(open);
  });

  it('says that it is expired, and whose it was, which a forged one never does', () => {
    expect(verdict({}, LINK.expiresAt)).toEqual({ status: 'expired', tenant: 'main', expiresAt: LINK.expiresAt });
    expect(verdict({}, LINK.expiresAt + 1_000 * DAY).status).toBe('expired');
    const late = NOW + 1_000 * DAY;
    expect(verdict({ path: '/v1/runs/other/artifacts/pdf' }, late)).toEqual(FORGED);
    expect(verdict({ expires: String(NOW / 1_000) }, late)).toEqual(FORGED);
  });

  it('stands in an address as it is', () => {
    expect(new URLSearchParams({ ...signed }).toString()).toBe(
      `expires=${signed.expires}&signature=${signed.signature}`,
    );
    expect(signed).toEqual({
      expires: '1775044800',
      signature: expect.stringMatching(/^main\.[A-Za-z0-9_-]{43}$/) as string,
    });
  });

  it.each([
    ['another path', { path: '/v1/runs/0n5tq2/artifacts/xlsx' }],
    ['a longer path', { path: `${LINK.path}/` }],
    ['another tenant', { signature: signed.signature.replace('main', 'mainz') }],
    ['a later time', { expires: String(Number(signed.expires) + 1) }],
    ['another way to write the time', { expires: `0${signed.expires}` }],
    ['a time with a sign', { expires: `+${signed.expires}` }],
    ['a time in hexadecimal', { expires: `0x${Number(signed.expires).toString(16)}` }],
    ['no time', { expires: '' }],
    ['no signature', { signature: '' }],
    ['a signature without a tenant', { signature: signed.signature.slice('main.'.length) }],
    ['a tenant alone', { signature: 'main.' }],
    ['a cut signature', { signature: signed.signature.slice(0, -1) }],
    ['a longer signature', { signature: `${signed.signature}A` }],
  ])('does not open with %s', (_, changes) => {
    expect(verdict(changes)).toEqual(FORGED);
  });

  it('does not open when any character of it was changed', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    for (let at = 0; at < signed.signature.length; at += 1)
      for (const other of alphabet) {
        if (other === signed.signature[at]) continue;
        const signature = signed.signature.slice(0, at) + other + signed.signature.slice(at + 1);
        expect(verdict({ signature })).toEqual(FORGED);
      }
  });

  it('does not open with another secret, and opens while its secret is among those before', () => {
    expect(verdict({}, NOW, ['secret-of-tomorrow-0123456'])).toEqual(FORGED);
    const rotated: LinkSecrets = ['secret-of-tomorrow-0123456', ...SECRETS];
    expect(verdict({}, NOW, rotated).status).toBe('valid');
    const newer = signLink(LINK, rotated);
    expect(verifyLink(LINK.path, newer, rotated, NOW).status).toBe('valid');
    expect(verifyLink(LINK.path, newer, SECRETS, NOW)).toEqual(FORGED);
  });

  it('is never the link of something else, whatever tenants, paths and times are', () => {
    const tenant = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,10}$/);
    const path = fc.stringMatching(/^(\/[\w.\n-]{0,6}){0,4}$/);
    const expiresAt = fc.integer({ min: 0, max: 20_000 }).map((seconds) => seconds * 1_000);
    const link = fc.record({ tenant, path, expiresAt });
    fc.assert(
      fc.property(link, link, (one, other) => {
        const parameters = signLink(one, SECRETS);
        expect(verifyLink(one.path, parameters, SECRETS, 0)).toMatchObject({ tenant: one.tenant });
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(signLink(other, SECRETS).signature === parameters.signature).toBe(isSame);
        if (one.path !== other.path) expect(verifyLink(other.path, parameters, SECRETS, 0)).toEqual(FORGED);
      }),
    );
  });
});
