import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeDurably } from '../storage/integrity/durable-file.js';
import { DataDamaged } from '../storage/integrity/data-damaged.js';

/** Shortest secret that is not easily guessed. */
const MIN_LENGTH = 16;

/**
 * A secret that this installation makes for itself once. It is used only when it is durable, and never when it is too short to
 * be one: the pseudonyms of an empty secret can be undone by anybody.
 * @param loss what another secret would mean, for the error
 * @throws DataDamaged for a file that holds none
 */
export async function ownSecret(file: string, loss: string): Promise<string> {
  try {
    const secret = (await readFile(file, 'utf8')).trim();
    if (secret.length >= MIN_LENGTH) return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const secret = randomBytes(32).toString('base64url');
    await writeDurably(file, `${secret}\n`);
    return secret;
  }
  throw new DataDamaged(`${file} holds no secret of at least ${MIN_LENGTH} characters: ${loss}`);
}
