import { BlobError } from './blob-error.js';

/**
 * The key of a blob is a path: the tenant, further parts, and a name with an extension, such as
 * `main/artifacts/reports/0n5tq2/weekly.pdf`. Only the name has a dot, so that nothing leads out of a folder, and no key is
 * the folder of another one. There are no capital letters, because some file systems do not tell them apart.
 */
const TENANT = '[a-z0-9][a-z0-9-]{0,39}';
const PART = '[a-z0-9][a-z0-9_-]{0,99}';
const NAME = `${PART}\\.[a-z0-9]{1,10}`;

/** Parts of a key at most, with tenant and name: 40 + 6 × 101 + 112 characters. */
const MAX_PARTS = 8;

const KEY = new RegExp(`^${TENANT}(?:/${PART}){0,${MAX_PARTS - 2}}/${NAME}$`);
const PREFIX = new RegExp(`^(?:${TENANT}/(?:${PART}/){0,${MAX_PARTS - 2}})?$`);
const FOLDER_NAME = new RegExp(`^${PART}$`);
const FILE_NAME = new RegExp(`^${NAME}$`);

/** Second part of the keys of what reports and exports leave, which is deleted after `CALLSIGHT_ARTIFACT_DAYS`. */
export const ARTIFACTS = 'artifacts';

export const isBlobKey = (text: string): boolean => KEY.test(text);

/** Whether a folder or file of this name may be part of a key. */
export const isPartOfKey = (name: string, isFolder: boolean): boolean =>
  (isFolder ? FOLDER_NAME : FILE_NAME).test(name);

/** @returns the tenant. @throws BlobError `invalid_key` */
export function checkKey(key: string): string {
  // A key is not repeated in the message: it may be anything at all.
  if (!isBlobKey(key))
    throw new BlobError(
      'invalid_key',
      'a blob key is tenant/part/name.ext, of lower case letters, digits, "-" and "_", in 2 to 8 parts',
    );
  return key.slice(0, key.indexOf('/'));
}

/** @param prefix empty, or whole parts of keys, each with a slash behind it. @throws BlobError `invalid_key` */
export function checkPrefix(prefix: string): void {
  if (!PREFIX.test(prefix))
    throw new BlobError('invalid_key', 'a prefix of blob keys is empty or whole parts of keys, and ends with a slash');
}
