import { allowList } from '../../../src/reporting/mail/allow-list.js';

test('without a list everybody may get mail, and those outside the domain of the sender are external', () => {
  const { permits, isExternal } = allowList([], 'reports@Example.com');
  const cases: [string, boolean, boolean][] = [
    ['anna@example.com', true, false],
    ['ANNA@EXAMPLE.COM', true, false],
    ['anna@sub.example.com', true, true],
    ['anna@notexample.com', true, true],
    ['anna@example.com.evil.test', true, true],
    ['"a@example.com"@evil.test', true, true],
    ['nobody', false, true],
    ['anna@', false, true],
  ];
  for (const [address, isPermitted, external] of cases)
    expect([address, permits(address), isExternal(address)]).toEqual([address, isPermitted, external]);
});

test('a list permits its domains alone, and those below where it says so', () => {
  const { permits, isExternal } = allowList(['example.com', '*.partner.test', 'müller.example'], 'reports@other.test');
  const permitted = [
    'a@example.com',
    'a@x.partner.test',
    'a@y.x.partner.test',
    'a@MÜLLER.example',
    'a@xn--mller-kva.example',
  ];
  const refused = [
    'a@sub.example.com',
    'a@partner.test',
    'a@evilpartner.test',
    'a@other.test',
    'example.com',
    'a@example.com@evil.test',
  ];
  for (const address of permitted)
    expect([address, permits(address), isExternal(address)]).toEqual([address, true, false]);
  for (const address of refused)
    expect([address, permits(address), isExternal(address)]).toEqual([address, false, true]);
});
