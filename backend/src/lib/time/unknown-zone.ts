import { findIana } from 'windows-iana';
import { nearest } from '../text/nearest.js';

const MAX_SHOWN = 60;

/** The IANA zone that is meant by a name of Windows, such as `GMT Standard Time`. */
function ofWindows(name: string): string | undefined {
  const [zone] = findIana(name);
  return zone;
}

/** The zone whose name, or whose city, is nearest to a text. */
function nearestZone(text: string): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone');
  const [byName] = nearest(text, zones, 1);
  if (byName !== undefined) return byName;
  const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
  const [city] = nearest(text, zones.map(cityOf), 1);
  return city === undefined ? undefined : zones.find((zone) => cityOf(zone) === city);
}

/** What is wrong with a text that is no IANA time zone, with the zone that is probably meant. */
export function unknownZone(text: string): string {
  const meant = ofWindows(text) ?? nearestZone(text) ?? 'Europe/Berlin';
  return `"${text.slice(0, MAX_SHOWN)}" is no IANA time zone; ${meant} may be meant`;
}
