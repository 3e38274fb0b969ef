import * as fc from 'fast-check';
import { maskSegments } from '../../../src/recordings/masking/mask-segments.js';

const said = (...pairs: readonly (readonly [speaker: string, text: string])[]) =>
  pairs.map(([speaker, text]) => ({ speaker, text }));

describe('masking of what was said in several segments', () => {
  it('finds a number that goes over segments of the same speaker', () => {
    expect(
      maskSegments(
        said(['caller', 'My card is 4242 4242.'], ['caller', '4242 4242, valid to 12/28.'], ['agent', 'Thanks.']),
      ),
    ).toEqual(['My card is [card number]', '[card number], valid to 12/28.', 'Thanks.']);
  });

  it('finds one that the other repeats bit by bit', () => {
    expect(
      maskSegments(
        said(
          ['caller', '4242'],
          ['agent', '4242'],
          ['caller', '4242'],
          ['agent', '4242'],
          ['caller', 'and 4242'],
          ['agent', '4242'],
          ['caller', '4242'],
          ['agent', '4242'],
        ),
      ),
    ).toEqual([
      '[card number]',
      '[card number]',
      '[card number]',
      '[card number]',
      '[card number]',
      '[card number]',
      '[card number]',
      '[card number]',
    ]);
  });

  it('finds an address that goes over segments', () => {
    expect(
      maskSegments(said(['caller', 'it is anna dot berg'], ['agent', 'Mhm.'], ['caller', 'at example dot com'])),
    ).toEqual(['it is [e-mail]', 'Mhm.', '[e-mail]']);
  });

  it('does not put together what speakers say between whom more was said', () => {
    const long = 'Let me tell you what we can do about this on the day that you have asked for.';
    const segments = said(['caller', 'Room 4021'], ['agent', long], ['caller', '1234']);
    expect(maskSegments(segments)).toEqual(segments.map(({ text }) => text));
  });

  it('leaves a number of a room and a time of another segment alone', () => {
    const segments = said(['caller', 'Room 4021'], ['caller', 'at 10:30'], ['agent', '12'], ['caller', 'for 2 people']);
    expect(maskSegments(segments)).toEqual(segments.map(({ text }) => text));
  });

  it('finds a card number wherever it is cut', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 15 }), { maxLength: 6 });
    fc.assert(
      fc.property(
        cuts,
        fc.array(fc.constantFrom('Yes.', 'okay', 'go on', ''), { minLength: 7, maxLength: 7 }),
        (places, between) => {
          const at = [0, ...[...places].sort((a, b) => a - b), 16];
          const parts = at.slice(1).map((end, index) => '4242424242424242'.slice(at[index], end));
          const segments = parts.flatMap((text, index) => [
            { speaker: 'caller', text },
            ...(between[index] === '' ? [] : [{ speaker: 'agent', text: between[index] ?? '' }]),
          ]);
          const masked = maskSegments(segments);
          for (const [index, { speaker, text }] of segments.entries())
            expect(masked[index]).toBe(speaker === 'caller' ? '[card number]' : text);
        },
      ),
    );
  });

  it('keeps every segment, none of them empty', () => {
    const segment = fc.record({
      speaker: fc.constantFrom('agent', 'caller'),
      text: fc.stringMatching(/^[a-z0-9 .@-]{1,30}$/),
    });
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 40 }), (segments) => {
        const masked = maskSegments(segments);
        expect(masked).toHaveLength(segments.length);
        for (const text of masked) expect(text).not.toBe('');
      }),
    );
  });

  it('reads ten thousand segments of one digit each', () => {
    const masked = maskSegments(Array.from({ length: 10_000 }, () => ({ speaker: 'caller', text: '7' })));
    expect(new Set(masked)).toEqual(new Set(['[card number]']));
  });
});
