import { s3Url } from '../../../../src/storage/blobs/s3/s3-settings.js';
import { sha256, signRequest } from '../../../../src/storage/blobs/s3/sign-request.js';

const CREDENTIALS = {
  region: 'us-east-1',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const AT = Date.parse('2013-05-24T00:00:00Z');
const PUT_HEADERS = { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' };

/** The examples of "Signature Calculations for the Authorization Header" in the API reference of Amazon S3. */
it.each([
  ['GET', '/test.txt', { range: 'bytes=0-9' }, '', 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'],
  [
    'PUT',
    '/test%24file.text',
    PUT_HEADERS,
    'Welcome to Amazon S3.',
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ],
  ['GET', '/?lifecycle=', {}, '', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
  ['GET', '/?prefix=J&max-keys=2', {}, '', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
])('signs %s %s as Amazon does', (method, path, headers: Record<string, string>, body, signature) => {
  const url = new URL(path, 'https://examplebucket.s3.amazonaws.com');
  const signed = signRequest({ method, url, headers, bodyHash: sha256(body) }, CREDENTIALS, AT);
  expect(signed['authorization']).toContain(`Signature=${signature}`);
  expect(signed['authorization']).toContain('Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ');
  expect(JSON.stringify(signed)).not.toContain(CREDENTIALS.secretAccessKey);
});

describe('the address of an object', () => {
  const settings = { ...CREDENTIALS, endpoint: undefined, region: 'eu-west-1', bucket: 'calls', prefix: 'files/' };

  it.each([
    [{}, 'https://calls.s3.eu-west-1.amazonaws.com/files/main/x.pdf'],
    [{ bucket: 'calls.example' }, 'https://s3.eu-west-1.amazonaws.com/calls.example/files/main/x.pdf'],
    [{ endpoint: 'http://127.0.0.1:9000', prefix: '' }, 'http://127.0.0.1:9000/calls/main/x.pdf'],
  ])('%j: %s', (changes, address) => {
    expect(s3Url({ ...settings, ...changes }, 'main/x.pdf').href).toBe(address);
  });

  it('has the bucket alone for lists, and escapes what stands in the query', () => {
    expect(s3Url(settings, undefined, { prefix: 'a/b c+(d)', 'list-type': '2' }).href).toBe(
      'https://calls.s3.eu-west-1.amazonaws.com/?prefix=a%2Fb%20c%2B%28d%29&list-type=2',
    );
  });
});
