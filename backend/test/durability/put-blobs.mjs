import { openBlobStore } from '../../dist/storage/blobs/open-blob-store.js';

/**
 * Puts blobs without an end, three at a time, and prints the key and hash of each one that was stored. The first one stays
 * open for ever: its content never ends. What is in between is up to whoever kills this process.
 */
const { location, key } = JSON.parse(process.argv[2]);
const store = openBlobStore({
  location,
  encryptionKeys: key === undefined ? [] : [Buffer.from(key, 'hex')],
  minFreeBytes: () => Promise.resolve(0),
  clock: Date.now,
});
const options = { contentType: 'application/octet-stream', maxBytes: 2 ** 32 };
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function* endless() {
  for (let bytes = 0; bytes < 20 << 20; bytes += 1 << 20) yield Buffer.alloc(1 << 20, 'x');
  say({ begun: true });
  await new Promise((resolve) => setInterval(resolve, 2 ** 31 - 1));
}

const open = store.put('main/open/endless.bin', endless(), options);
open.catch((error) => say({ failed: String(error) }));

async function putOn(writer) {
  for (let round = 0; ; round += 1) {
    const name = `main/whole/w${writer}-r${round}.bin`;
    const content = Buffer.alloc(1 + ((round * 7_919 * (writer + 1)) % 900_000), name);
    const { sha256 } = await store.put(name, content, options);
    say({ name, sha256 });
  }
}
await Promise.all([0, 1, 2].map(putOn));
