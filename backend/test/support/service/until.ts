/** Looks again until a condition holds; gives up after half a minute. */
export async function until(holds: () => Promise<boolean>, seconds = 30): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the condition did not hold within ${seconds} s`);
}
