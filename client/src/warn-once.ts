/** Warns through the process, once for each code: for those who have not said what to do. */
export function warnOnce(): (code: string, message: string) => void {
  const said = new Set<string>();
  return (code, message) => {
    if (said.has(code)) return;
    said.add(code);
    process.emitWarning(message, { type: 'CallsightWarning', code });
  };
}
