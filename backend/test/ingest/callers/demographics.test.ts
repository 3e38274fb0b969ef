import { CallerIdentities, type CallerRules } from '../../../src/ingest/callers/caller.js';

const identities = (rules: Partial<CallerRules> = {}) =>
  new CallerIdentities({ secret: 'tests', keepNumbers: false, ...rules });
/** What is known of a number beside its identity. */
const known = (text: string, rules: Partial<CallerRules> = {}) => {
  const { caller: _caller, masked: _masked, ...facts } = identities(rules).phone(text) ?? { caller: '', masked: '' };
  return facts;
};
const callerOf = (text: string, rules: Partial<CallerRules> = {}) => identities(rules).phone(text)?.caller;

const BERLIN = '+4930123456';
const GERMAN = { country: 'DE', timezone: 'Europe/Berlin' };

describe('what a number tells', () => {
  test.each([
    ['Berlin', BERLIN, { ...GERMAN, region: 'Berlin', line_type: 'fixed_line' }],
    ['Munich', '+498912345678', { ...GERMAN, region: 'Munich', line_type: 'fixed_line' }],
    ['a German mobile', '+4915112345678', { ...GERMAN, line_type: 'mobile' }],
    [
      'London',
      '+442079460958',
      { country: 'GB', region: 'London', timezone: 'Europe/London', line_type: 'fixed_line' },
    ],
  ])('%s', (_, number, facts) => {
    expect(known(number)).toEqual(facts);
  });

  /** A number of North America does not show whether it is mobile. */
  const american = (region: string, timezone: string) => ({
    country: 'US',
    region,
    timezone,
    line_type: 'fixed_line_or_mobile',
  });

  test.each([
    ['New York', '+12125551234', american('NY', 'America/New_York')],
    ['Los Angeles', '+13105551234', american('CA', 'America/Los_Angeles')],
    ['San Francisco', '+14155551234', american('CA', 'America/Los_Angeles')],
    ['Seattle', '+12065551234', american('WA', 'America/Los_Angeles')],
    ['Chicago', '+13125551234', american('IL', 'America/Chicago')],
    ['the District of Columbia', '+12025551234', american('DC', 'America/New_York')],
    ['Toronto', '+14165551234', { ...american('ON', 'America/Toronto'), country: 'CA' }],
  ])('%s: the state by its two letters', (_, number, facts) => {
    expect(known(number)).toEqual(facts);
  });

  test('a toll-free number belongs to no place and no time zone', () => {
    const facts = known('+18005551212');
    expect(facts).toMatchObject({ line_type: 'toll_free' });
    expect(facts).not.toHaveProperty('region');
    expect(facts).not.toHaveProperty('timezone');
    expect(known('+498001234567')).toEqual({ ...GERMAN, line_type: 'toll_free' });
  });

  test('a number that nobody can have tells nothing', () => {
    expect(known('+15550100123')).toEqual({});
    expect(callerOf('+15550100123')).toMatch(/^[0-9a-f]{32}$/);
  });

  test('an address tells nothing', () => {
    for (const address of ['client:alice', 'sip:alice@example.invalid', 'Alice']) {
      expect(known(address)).toEqual({});
      expect(callerOf(address)).toMatch(/^[0-9a-f]{32}$/);
    }
  });
});

describe('whoever withholds the number is nobody', () => {
  test.each([
    '',
    ' ',
    'anonymous',
    'Anonymous',
    'ANONYMOUS ',
    'unknown',
    'Restricted',
    'private',
    'unavailable',
    'withheld',
    'blocked',
    'no caller id',
    'NoCallerID',
    'none',
    'null',
    // "ANONYMOUS" on the keys of a telephone, as Twilio writes it.
    '+266696687',
    '266696687',
  ])('"%s"', (text) => {
    expect(identities().phone(text)).toBeNull();
    expect(identities({ defaultCountry: 'DE', keepNumbers: true }).phone(text)).toBeNull();
  });

  /** Twilio's help, "Why am I getting calls from these strange numbers?": further words on the keys of a telephone. */
  test.each([
    ['RESTRICTED', '+7378742833'],
    ['BLOCKED', '+2562533'],
    ['UNKNOWN', '+8656696'],
    ['UNAVAILABLE', '+86282452253'],
  ])('%s, which Twilio writes as %s', (_, number) => {
    expect(identities().phone(number)).toBeNull();
  });

  test('in the address that RFC 3323 has for it', () => {
    expect(identities().phone('sip:anonymous@anonymous.invalid')).toBeNull();
  });
});

describe('one number is one person, however it is written', () => {
  test.each([
    '+49 30 123456',
    '+49 (30) 123456',
    '+49-30-123456',
    ' +4930123456 ',
    '0049 30 123456',
    '004930123456',
    'tel:+4930123456',
    'TEL:+4930123456',
    'tel:+4930123456;phone-context=example.invalid',
    'sip:+4930123456@example.invalid',
    'sips:+4930123456@example.invalid:5061;user=phone',
  ])('%s', (text) => {
    expect(identities().phone(text)).toEqual(identities().phone(BERLIN));
    expect(identities({ defaultCountry: 'US' }).phone(text)).toEqual(identities().phone(BERLIN));
  });

  test.each(['(030) 123456', '030 123456', '030/123456', '030123456'])('%s in Germany', (text) => {
    expect(identities({ defaultCountry: 'DE' }).phone(text)).toEqual(identities().phone(BERLIN));
    expect(callerOf(text)).not.toBe(callerOf(BERLIN));
    expect(callerOf(text, { defaultCountry: 'AT' })).not.toBe(callerOf(BERLIN));
  });

  test('and another number is another one', () => {
    const numbers = [BERLIN, '+4930123457', '+493012345', '+43130123456', 'sip:alice@example.invalid', 'client:a'];
    expect(new Set(numbers.map((number) => callerOf(number))).size).toBe(numbers.length);
  });

  test('within an installation: another secret makes another identity', () => {
    expect(callerOf(BERLIN)).toBe(callerOf(BERLIN));
    expect(callerOf(BERLIN, { secret: 'other' })).not.toBe(callerOf(BERLIN));
  });

  test('asked twice, the answer is the same', () => {
    const one = identities();
    expect(one.phone(BERLIN)).toEqual(one.phone(BERLIN));
    expect([one.phone('anonymous'), one.phone('anonymous')]).toEqual([null, null]);
  });
});

describe('the number itself', () => {
  test('is hidden in its middle', () => {
    expect(identities().phone(BERLIN)?.masked).toBe('+49••••••56');
    expect(identities().phone('+498912345678')?.masked).toBe('+49••••••••78');
    expect(JSON.stringify(identities().phone(BERLIN))).not.toContain('30123456');
  });

  test('is kept where the configuration says so, in its normal form', () => {
    expect(identities().phone(BERLIN)).not.toHaveProperty('number');
    expect(identities({ keepNumbers: true }).phone('0049 30 123456')?.number).toBe(BERLIN);
    expect(identities({ keepNumbers: true, defaultCountry: 'DE' }).phone('(030) 123456')?.number).toBe(BERLIN);
    expect(callerOf(BERLIN, { keepNumbers: true })).toBe(callerOf(BERLIN));
  });
});

describe('e-mail', () => {
  test('counts without regard to case and blanks', () => {
    const one = identities().email('caller@example.invalid');
    expect(one).toEqual({ caller: one?.caller, masked: 'c•••@example.invalid' });
    expect(one?.caller).toMatch(/^[0-9a-f]{32}$/);
    for (const text of ['Caller@Example.Invalid', ' CALLER@EXAMPLE.INVALID ']) {
      expect(identities().email(text)).toEqual(one);
    }
    expect(identities().email('other@example.invalid')?.caller).not.toBe(one?.caller);
    expect(identities({ secret: 'other' }).email('caller@example.invalid')?.caller).not.toBe(one?.caller);
  });

  test('is no number, and nobody where it is empty', () => {
    expect(identities().email(BERLIN)?.caller).not.toBe(callerOf(BERLIN));
    for (const text of ['', ' ']) expect(identities().email(text)).toBeNull();
  });
});
