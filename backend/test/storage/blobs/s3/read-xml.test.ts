import { elements, textOf } from '../../../../src/storage/blobs/s3/read-xml.js';

const LIST = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>false</IsTruncated>
  <Contents><Key>a&amp;b&lt;&#x2f;&#47;&quot;</Key><ETag>&quot;1&quot;</ETag><Size>1</Size></Contents>
  <Contents xmlns="x"><Key>c</Key><Size>2</Size></Contents><Empty/><Contents></Contents></ListBucketResult>`;

it('reads elements in order, with or without attributes, and their texts without escapes', () => {
  expect(elements(LIST, 'Contents').map((entry) => [textOf(entry, 'Key'), textOf(entry, 'Size')])).toEqual([
    ['a&b<//"', '1'],
    ['c', '2'],
    [undefined, undefined],
  ]);
  expect(textOf(LIST, 'IsTruncated')).toBe('false');
});

it.each(['', 'not found', '<Key>cut off', '<Keys>other</Keys>', '<Key/>', '{"Key":1}'])(
  'finds nothing in %j',
  (text) => {
    expect(textOf(text, 'Key')).toBeUndefined();
  },
);

it.each([
  ['&unknown;', '&unknown;'],
  ['&#x110000;', '&#x110000;'],
  ['&amp;lt;', '&lt;'],
])('leaves %s as %s', (written, text) => {
  expect(textOf(`<Key>${written}</Key>`, 'Key')).toBe(text);
});
