/** Time as the wait for a server sees it, so that a test need not wait. Milliseconds. */
export interface Pause {
  now(): number;
  for(ms: number): Promise<void>;
}
