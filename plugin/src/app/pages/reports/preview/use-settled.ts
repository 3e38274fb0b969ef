import { useEffect, useState } from 'react';

/** What is wanted, when it has been the same for so long; until then what it was before. */
export function useSettled(wanted: string, pauseMs: number): string {
  const [settled, setSettled] = useState(wanted);
  useEffect(() => {
    if (wanted === settled) return;
    const timer = setTimeout(() => setSettled(wanted), pauseMs);
    return () => clearTimeout(timer);
  }, [wanted, settled, pauseMs]);
  return settled;
}
