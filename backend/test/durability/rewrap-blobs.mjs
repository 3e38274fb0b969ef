import { openBlobStore } from '../../dist/storage/blobs/open-blob-store.js';

/** Rewraps all blobs of a tenant, and prints the key of each one that was. Whoever started this process kills it. */
const { location, keys } = JSON.parse(process.argv[2]);
const store = openBlobStore({
  location,
  encryptionKeys: keys.map((key) => Buffer.from(key, 'hex')),
  minFreeBytes: () => Promise.resolve(0),
  clock: Date.now,
});
const { blobs } = await store.list('main/');
for (const { key } of blobs) {
  await store.rewrap(key);
  process.stdout.write(`${key}\n`);
}
// Nothing is left to be killed.
process.exit(3);
