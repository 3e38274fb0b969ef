import { Type, type Static } from '@sinclair/typebox';

export const BlobRewrapRequest = Type.Object(
  {
    after: Type.Optional(
      Type.String({ maxLength: 1_024, description: '`next` of the answer before; absent begins with the first file' }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1_000, description: 'Files that are looked at, at most; 1,000 if absent' }),
    ),
  },
  { additionalProperties: false },
);
export type BlobRewrapRequest = Static<typeof BlobRewrapRequest>;

export const BlobRewrap = Type.Object(
  {
    looked_at: Type.Integer({ description: 'Files' }),
    rewrapped: Type.Integer({ description: 'Files that the first key of CALLSIGHT_BLOBS_KEY is enough for now' }),
    failed: Type.Array(
      Type.Object({
        key: Type.String({ description: 'Of the file, such as main/artifacts/reports/0n5tq2/weekly.pdf' }),
        code: Type.String({
          description:
            'blob_key_wrong, blob_key_missing: encrypted with a key that CALLSIGHT_BLOBS_KEY does not have; blob_damaged; replaced: it was changed at the same time',
        }),
      }),
      { description: 'Files that were left as they are' },
    ),
    next: Type.Union([Type.String(), Type.Null()], {
      description: '`after` of the next request; null when all files of the tenant were looked at',
    }),
  },
  { title: 'BlobRewrap' },
);
export type BlobRewrap = Static<typeof BlobRewrap>;
