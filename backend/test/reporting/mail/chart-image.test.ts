import { chartImage } from '../../../src/reporting/mail/chart-image.js';

const drawing = (text: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30" width="60" height="30" font-size="16"><text x="2" y="20">${text}</text></svg>`;
const pictureOf = async (text: string): Promise<string> =>
  Buffer.from((await chartImage(drawing(text), 76)).png).toString('base64');

// Where a family is missing every letter is the same box.
test.each([
  ['Latin', 'a', 'b'],
  ['Greek', 'α', 'β'],
  ['Cyrillic', 'б', 'д'],
  ['Devanagari', 'क', 'ख'],
  ['Hebrew', 'א', 'ש'],
  ['Arabic', 'ع', 'ط'],
  ['Thai', 'ก', 'ส'],
  ['Chinese', '山', '水'],
  ['Japanese', 'あ', 'ね'],
  ['Korean', '가', '힣'],
  ['emoji', '🚀', '🌍'],
  ['triangles', '▲', '▼'],
])('letters are drawn, not boxes: %s', async (_, one, other) => {
  const [first, second, mixed] = [await pictureOf(one), await pictureOf(other), await pictureOf(`a ${one}`)];
  expect(first).not.toBe(second);
  expect(mixed).not.toBe(await pictureOf(`a ${other}`));
  expect(mixed).not.toBe(first);
});

test('entities in the drawing stay what they are', async () => {
  expect(await pictureOf('&lt;&amp;&#39;&quot;')).not.toBe(await pictureOf('&lt;&amp;'));
  expect(await pictureOf('&lt; क')).not.toBe(await pictureOf('&gt; क'));
});

test('a picture is as high as its drawing, with a margin', async () => {
  const { height } = await chartImage(drawing('a'), 152);
  // 30 and two margins of 8, of a width of 60 and two of 8.
  expect(height).toBe(Math.round((152 * 46) / 76));
});
