import { Type, type Static } from '@sinclair/typebox';
import { EndReasonOverrides } from '../facts/end-reason.js';

const header = (name: string, description: string) =>
  Type.String({ pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$", default: name, description });
const oneOf = <const T extends string>(values: readonly T[], standard: NoInfer<T>, description: string) =>
  Type.Union(
    values.map((value) => Type.Literal(value)),
    { default: standard, description },
  );

/** How Vapi was configured to prove itself: its server credentials leave every part of it open. */
export const VapiSettings = Type.Object(
  {
    scheme: oneOf(['hmac', 'bearer', 'secret'], 'hmac', 'HMAC over the body; bearer token; or the secret in a header'),
    algorithm: oneOf(['sha256', 'sha512', 'sha1'], 'sha256', 'Hash of the HMAC'),
    signatureHeader: header('x-signature', 'Header that carries the HMAC'),
    timestampHeader: header(
      'x-timestamp',
      'Header that carries the time of signing, as epoch seconds, epoch ms or RFC 3339',
    ),
    secretHeader: header('x-vapi-secret', 'Header that carries the secret itself (scheme "secret")'),
    signedText: Type.String({
      pattern: '\\{body\\}',
      default: '{timestamp}.{body}',
      description: 'What is signed; without {timestamp} there is no protection against replay',
    }),
    encoding: oneOf(['hex', 'base64'], 'hex', 'How the HMAC is written'),
    prefix: Type.String({ maxLength: 64, default: '', description: 'What stands before the HMAC, such as "sha256="' }),
    secretEncoding: oneOf(['utf8', 'base64'], 'utf8', 'How the configured secret is written'),
    toleranceSeconds: Type.Number({
      minimum: 1,
      maximum: 86_400,
      default: 300,
      description: 'Largest clock difference',
    }),
    endReasons: EndReasonOverrides,
  },
  { additionalProperties: false },
);
export type VapiSettings = Static<typeof VapiSettings>;
