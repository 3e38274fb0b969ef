import { completeSettings } from '../complete-settings.js';
import { parseJson } from '../payload/parse-body.js';
import type { Provider } from '../port.js';
import { redactSecrets } from '../payload/redact.js';
import { mapRetell } from './map-retell.js';
import { retellOwnLines } from './retell-direction.js';
import { retellKind } from './retell-kind.js';
import { RetellSettings } from './retell-settings.js';
import { RETELL_HEADER, verifyRetell } from './signature.js';

/** Retell; invalid settings throw. */
export function createRetell(settings: Partial<RetellSettings> = {}): Provider {
  const { endReasons } = completeSettings(RetellSettings, settings);
  return {
    name: 'retell',
    signatureHeader: RETELL_HEADER,
    signsUrl: false,
    parse: parseJson,
    verify: verifyRetell,
    kind: retellKind,
    redact: redactSecrets,
    ownLines: retellOwnLines,
    map: (payload, receivedAt, warn) => mapRetell(payload, receivedAt, endReasons, warn),
  };
}
