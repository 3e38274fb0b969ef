/** Edits (insert, delete, replace) between two words, counted up to a limit. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/**
 * The valid words nearest to a wrong one, best first: those that contain it, then those that few edits lead to.
 * @param wrong what was asked; only its first 64 characters count
 */
export function nearest(wrong: string, valid: Iterable<string>, max = 3): string[] {
  const word = wrong.slice(0, 64).toLowerCase();
  const scored = [...valid].map((candidate) => {
    const distance = editDistance(word, candidate.toLowerCase());
    const contains = word.length > 2 && candidate.toLowerCase().includes(word);
    return { candidate, distance, score: contains ? distance / 4 : distance };
  });
  return scored
    .filter(({ candidate, score }) => score <= Math.max(3, candidate.length / 2))
    .sort((a, b) => a.score - b.score || a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, max)
    .map(({ candidate }) => candidate);
}
