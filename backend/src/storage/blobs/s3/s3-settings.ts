/** A bucket of S3, or of a server that speaks its protocol, and a part of it. */
export interface S3Settings {
  /** Origin of the server, such as `https://s3.example.com`; undefined for Amazon's own in the region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  /** What stands before every key; empty, or with a slash at its end. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** RFC 3986: what stands in a path or query as it is. */
const encodeUri = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The address of an object, or of the bucket. Servers of others have the bucket in the path, Amazon in the name of the host
 * (but for names with dots, which its certificate does not cover).
 * @param query sorted when the request is signed
 */
export function s3Url(
  { endpoint, region, bucket, prefix }: S3Settings,
  key: string | undefined,
  query: Readonly<Record<string, string>> = {},
): URL {
  const inHost = endpoint === undefined && !bucket.includes('.');
  const origin = endpoint ?? `https://${inHost ? `${bucket}.` : ''}s3.${region}.amazonaws.com`;
  const path = [...(inHost ? [] : [bucket]), ...(key === undefined ? [] : (prefix + key).split('/'))];
  const parameters = Object.entries(query).map(([name, value]) => `${encodeUri(name)}=${encodeUri(value)}`);
  return new URL(
    `${origin}/${path.map(encodeUri).join('/')}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`,
  );
}
