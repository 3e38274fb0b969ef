import { CHANGES, MAX_ANCHORS, packAnchors } from '../../storage/influx/changes.js';
import { fieldText, tagText } from '../../storage/influx/line.js';

/** A row that was written or taken away. */
export interface ChangedRow {
  readonly tenant: string;
  readonly measurement: string;
  readonly anchor: number;
}

interface ChangedPart {
  readonly tenant: string;
  readonly measurement: string;
  readonly anchors: readonly number[];
}

/** Changed rows by tenant and measurement, in parts that fit into one point. Turns are read with their call. */
function partsOf(rows: readonly ChangedRow[]): ChangedPart[] {
  const groups = new Map<string, { tenant: string; measurement: string; anchors: Set<number> }>();
  for (const { tenant, measurement, anchor } of rows) {
    const key = `${measurement} ${tenant}`;
    const group = groups.get(key) ?? { tenant, measurement, anchors: new Set<number>() };
    group.anchors.add(anchor);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ tenant, measurement, anchors }) => {
    const sorted = [...anchors].sort((a, b) => a - b);
    const count = Math.ceil(sorted.length / MAX_ANCHORS);
    return Array.from({ length: count }, (_, part) => ({
      tenant,
      measurement,
      anchors: sorted.slice(part * MAX_ANCHORS, (part + 1) * MAX_ANCHORS),
    }));
  });
}

/**
 * The points that tell followers which rows to read anew.
 * @param writer who writes them; each has its own series, in which times only grow
 * @param takeTimes gives so many times, epoch microseconds
 */
export function changeLines(
  rows: readonly ChangedRow[],
  writer: string,
  takeTimes: (count: number) => number[],
): string[] {
  const parts = partsOf(rows);
  const times = takeTimes(parts.length);
  return parts.map(({ tenant, measurement, anchors }, index) => {
    const fields = [
      `measurement=${fieldText('string', measurement)}`,
      `tenant=${fieldText('string', tenant)}`,
      `rows=${fieldText('integer', anchors.length)}`,
      `anchors=${fieldText('string', packAnchors(anchors))}`,
    ];
    return `${CHANGES},writer=${tagText(writer)} ${fields.join(',')} ${times[index]}000`;
  });
}
