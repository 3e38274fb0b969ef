import { join } from 'node:path';
import type { LinkSecrets } from '../access/signed-links.js';
import type { Config } from '../config/config.js';
import { LINK_SECRET } from '../storage/integrity/seal.js';
import { ownSecret } from './own-secret.js';

const LOSS =
  'links that were sent would no longer open. Put it back from a backup, or delete it to have a new one made.';

/**
 * What links are signed with: that of the settings, or one that this installation made for itself; and the one before.
 * @throws DataDamaged for a file that holds none
 */
export async function loadLinkSecrets({ links, dataDir }: Config): Promise<LinkSecrets> {
  const secret = links.secret ?? (await ownSecret(join(dataDir, LINK_SECRET), LOSS));
  return links.previousSecret === undefined ? [secret] : [secret, links.previousSecret];
}
