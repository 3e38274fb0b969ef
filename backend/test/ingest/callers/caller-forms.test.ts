import fc from 'fast-check';
import { CallerIdentities } from '../../../src/ingest/callers/caller.js';
import type { CallerIdentity } from '../../../src/storage/ledger/caller-identity.js';
import { countryCodes, type CountryCode } from '../../../src/ingest/callers/country-codes.js';

const identitiesOf = (defaultCountry?: CountryCode) =>
  new CallerIdentities({ secret: 'tests', keepNumbers: false, defaultCountry });
const COUNTRIES: readonly (CountryCode | undefined)[] = [undefined, 'US', 'DE', 'AT', 'GB', 'SG'];
const everywhere = COUNTRIES.map(identitiesOf);
const country = fc.constantFrom(...everywhere);
const identityOf = (text: string, identities = everywhere[0]): CallerIdentity | null => identities?.phone(text) ?? null;

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
const number = fc.oneof(
  digits(6).map((rest) => `+4930${rest}`),
  digits(7).map((rest) => `+49151${rest}1`),
  digits(4).map((rest) => `+1212555${rest}`),
  digits(6).map((rest) => `+44207${rest}1`),
  digits(4).map((rest) => `+65 6123${rest}`.replace(' ', '')),
);

const anyCase = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) =>
      Array.from(text, (letter, index) => (upper[index] === true ? letter.toUpperCase() : letter.toLowerCase())).join(
        '',
      ),
    );
const encoded = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((hidden) =>
      Array.from(text, (letter, index) =>
        hidden[index] === true ? `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}` : letter,
      ).join(''),
    );

const host = fc.constantFrom('example.invalid', '203.0.113.17', '203.0.113.17:5061', '[2001:db8::1]:5060', 'pbx');
const parameters = fc.constantFrom('', ';user=phone', ';transport=udp;lr', ';tag=4930123456', '?Subject=call%20back');
const tag = fc.constantFrom('', ';tag=as58f4201b', ' ;tag=1234567890');
const name = fc.constantFrom('', 'Bob ', '"Bob 030 123456" ', '"Unknown" ', '"+4930999999" ');

/** A URI as SIP headers have it: bare, in angle brackets, with a display name. */
const inHeader = (uri: fc.Arbitrary<string>) =>
  fc.oneof(
    uri,
    fc.tuple(name, uri, tag).map(([display, address, after]) => `${display}<${address}>${after}`),
  );

const sip = (user: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.constantFrom('sip:', 'sips:', 'SIP:', 'Sip:'), user, host, parameters)
    .map(([scheme, who, where, more]) => `${scheme}${who}@${where}${more}`);
const tel = (user: fc.Arbitrary<string>) =>
  fc
    .tuple(
      fc.constantFrom('tel:', 'TEL:', 'Tel:'),
      user,
      fc.constantFrom('', ';ext=5', ';phone-context=example.invalid'),
    )
    .map((parts) => parts.join(''));

const WORDS = ['anonymous', 'unknown', 'restricted', 'private', 'unavailable', 'withheld', 'blocked', 'none', 'null'];
/** Words on the keys of a telephone, as Twilio documents them. */
const KEYED = ['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253'];

describe('a withheld caller is no caller', () => {
  const word = fc.constantFrom(...WORDS).chain(anyCase);
  const phrase = fc
    .tuple(fc.constantFrom('', 'caller ', 'number '), word, fc.constantFrom('', ' number', ' Caller', '_call', '-id'))
    .map((parts) => parts.join(''));
  const nobody = fc.oneof(
    phrase,
    fc.constantFrom(
      '',
      ' ',
      'No Caller ID',
      'NoCallerID',
      'no number',
      'Not available',
      'Out of Area',
      'N/A',
      'undefined',
    ),
    fc.constantFrom(...KEYED),
    inHeader(sip(word)),
    inHeader(sip(word.chain(encoded))),
    inHeader(sip(fc.constantFrom(...KEYED))),
    inHeader(tel(fc.oneof(word, fc.constantFrom(...KEYED)))),
    word.map((who) => `client:${who}`),
    word.map((who) => `sip:${who}`),
    fc.tuple(word, fc.constantFrom('anonymous', 'unknown')).map(([who, where]) => `${who}@${where}.invalid`),
    fc.constantFrom('sip:c8oqz84zk7z@anonymous.invalid', 'sip:thisis@ANONYMOUS.INVALID;transport=tcp', 'sip:@pbx'),
    fc
      .tuple(fc.constantFrom('"Anonymous"', 'anonymous', '"Private Number"', 'Restricted'), sip(fc.constant('alice')))
      .map(([display, uri]) => `${display} <${uri}>;tag=1`),
  );

  test('in text, in SIP and tel URIs, with names, parameters and tags, in every country', () => {
    fc.assert(
      fc.property(nobody, country, (text, identities) => {
        expect([text, identities.phone(text)]).toEqual([text, null]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a number is one person in every form', () => {
  const separated = number.chain((e164) =>
    fc
      .tuple(fc.constantFrom('', ' ', '-', '.'), fc.constantFrom('+', '00'), fc.constantFrom('', ' ', '  '))
      .map(([mark, plus, around]) => {
        const [, code = '', rest = ''] = /^\+(1|4[49]|65)(.*)$/.exec(e164) ?? [];
        return { e164, text: `${around}${plus}${code}${mark}${rest.replace(/(...)(?=.)/g, `$1${mark}`)}${around}` };
      }),
  );
  const inUri = number.chain((e164) =>
    inHeader(fc.oneof(tel(fc.constant(e164)), sip(fc.oneof(fc.constant(e164), encoded(e164))))).map((text) => ({
      e164,
      text,
    })),
  );

  test('E.164, with separators, in SIP and tel URIs, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.oneof(separated, inUri), country, ({ e164, text }, identities) => {
        expect([text, identities.phone(text)]).toEqual([text, identityOf(e164)]);
        expect(identityOf(e164)?.country).toBeDefined();
      }),
      { numRuns: 1_500 },
    );
  });

  test('two numbers are two persons', () => {
    fc.assert(
      fc.property(inUri, inUri, country, (one, other, identities) => {
        const same = identities.phone(one.text)?.caller === identities.phone(other.text)?.caller;
        expect(same).toBe(one.e164 === other.e164);
      }),
      { numRuns: 300 },
    );
  });

  test('a local number of a country that is named with it', () => {
    expect(identityOf('tel:30123456;phone-context=+49')).toEqual(identityOf('+4930123456'));
    expect(identityOf('sip:30123456;phone-context=+49@example.invalid')).toEqual(identityOf('+4930123456'));
  });
});

describe('another address is a person by the whole address', () => {
  const user = fc
    .stringMatching(/^[a-z][a-z0-9._-]{0,11}$/)
    .filter((text) => !WORDS.some((word) => text.includes(word)) && !['nil', 'hidden', 'undefined'].includes(text));
  const extension = fc.integer({ min: 1, max: 999 }).map(String);

  const written = fc
    .tuple(fc.oneof(user, extension), host)
    .chain(([who, where]) =>
      inHeader(
        fc
          .tuple(anyCase('sip:'), fc.oneof(anyCase(who), encoded(who)), parameters, fc.constantFrom('', ':secret'))
          .map(([scheme, text, more, password]) => `${scheme}${text}${password}@${where}${more}`),
      ).map((text) => ({ text, address: `sip:${who}@${where}` })),
    );

  test('names, parameters, tags, case and encoding make no other person of it, and it has no country', () => {
    fc.assert(
      fc.property(written, country, ({ text, address }, identities) => {
        const identity = identities.phone(text);
        expect([text, identity]).toEqual([text, identityOf(address)]);
        expect(Object.keys(identity ?? {})).toEqual(['caller', 'masked']);
      }),
      { numRuns: 1_000 },
    );
  });

  test('two addresses are two persons, also where their hosts are full of digits', () => {
    fc.assert(
      fc.property(written, written, country, (one, other, identities) => {
        const same = identities.phone(one.text)?.caller === identities.phone(other.text)?.caller;
        expect(same).toBe(one.address === other.address);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    'alice 203 0 113 17',
    'client:user_4930123456',
    'room +4930123456',
    '+4930123456 or +4930123457',
    'whatsapp:+4930123456',
    '203.0.113.17.4930123456.example.invalid',
    '+4930',
    '+1001',
    '+911',
    '+99912345678901234567',
  ])('%s is no number', (text) => {
    const identity = identityOf(text, identitiesOf('DE'));
    expect(Object.keys(identity ?? {})).toEqual(['caller', 'masked']);
    expect(identity?.caller).not.toBe(identityOf('+4930123456')?.caller);
  });

  test.each(['1001', '911', '112', '2000', '0', '42'])('%s has no country, whatever the default is', (text) => {
    for (const one of countryCodes) expect([one, identitiesOf(one).phone(text)]).toEqual([one, identityOf(text)]);
    expect(Object.keys(identityOf(text) ?? {})).toEqual(['caller', 'masked']);
  });
});
