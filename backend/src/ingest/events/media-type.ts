/** What a body is by its content type. */
export type BodyShape = 'one' | 'many' | 'either' | 'stream' | 'data';

const SHAPES: readonly (readonly [RegExp, BodyShape])[] = [
  [/^application\/cloudevents\+json$/, 'one'],
  [/^application\/cloudevents-batch\+json$/, 'many'],
  [/^application\/(?:x-)?ndjson$/, 'stream'],
  [/^application\/json$/, 'either'],
];

/** JSON of any kind, which is what the data of an event in binary mode is. */
const JSON_TYPE = /^[a-z]+\/(?:[^;\s+]+\+)*json$/;

/** Media types that are taken, as they are written in answers and in the documentation. */
export const MEDIA_TYPES = [
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/json',
  'application/x-ndjson',
  'application/ndjson',
] as const;

export const BINARY_MODE = 'any JSON type with ce-* headers (binary mode)';

/** Patterns of the content types whose bodies are read at once, and of those that are streamed. */
export const READ_AT_ONCE = /^\s*[a-z]+\/(?:[^;\s+]+\+)*json\s*(?:;|$)/i;
export const STREAMED = /^\s*application\/(?:x-)?ndjson\s*(?:;|$)/i;

/** A content type without its parameters, in lower case. */
const nameOf = (contentType: string): string => contentType.split(';')[0]?.trim().toLowerCase() ?? '';

/**
 * The shape of a body; undefined for a content type that is not taken.
 * @param isBinary whether the attributes of one event stand in the headers; a content type of CloudEvents counts before them
 */
export function shapeOf(contentType: string | undefined, isBinary: boolean): BodyShape | undefined {
  const name = nameOf(contentType ?? '');
  const shape = SHAPES.find(([pattern]) => pattern.test(name))?.[1];
  if (!isBinary) return shape;
  if (shape === 'one' || shape === 'many' || shape === 'stream') return shape;
  // An event without data has no content type either.
  return contentType === undefined || JSON_TYPE.test(name) ? 'data' : undefined;
}
