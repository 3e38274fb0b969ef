import { MappingError } from '../../../src/ingest/providers/port.js';

/** Where the `MappingError` that `map` throws points to; undefined if it throws none. */
export function mappingErrorPath(map: () => unknown): string | undefined {
  try {
    map();
    return undefined;
  } catch (error) {
    if (error instanceof MappingError) return error.path;
    throw error;
  }
}
