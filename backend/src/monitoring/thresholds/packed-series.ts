/** Numbers of a text such as `0:2 5:1`, as pairs (or triples) one after another. Reads millions without an object for each. */
export function unpack(text: unknown, fields: 2 | 3): Float64Array {
  if (typeof text !== 'string' || text === '') return new Float64Array(0);
  const parts = text.split(' ');
  const numbers = new Float64Array(parts.length * fields);
  let next = 0;
  for (const part of parts) {
    const first = part.indexOf(':');
    numbers[next] = Number(part.slice(0, first));
    if (fields === 2) numbers[next + 1] = Number(part.slice(first + 1));
    else {
      const second = part.indexOf(':', first + 1);
      numbers[next + 1] = Number(part.slice(first + 1, second));
      numbers[next + 2] = Number(part.slice(second + 1));
    }
    next += fields;
  }
  return numbers;
}

/** Values of every step, those without one included. @param pairs step and value in turn */
export function spread(pairs: Float64Array, steps: number, scale = 1): Float64Array {
  const values = new Float64Array(steps);
  for (let at = 0; at + 1 < pairs.length; at += 2) values[pairs[at] ?? 0] = (pairs[at + 1] ?? 0) * scale;
  return values;
}
