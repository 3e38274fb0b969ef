/**
 * Whether a file of ISO media (MP4) has its samples before the index that says where they are, as encoders write it that
 * do not go back to the begin. Such a file cannot be decoded as it comes in.
 * @param head the begin of the file; boxes before the samples or the index are few and short
 */
export function isIndexLast(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = 0; at + 8 <= head.length;) {
    const type = String.fromCharCode(...head.subarray(at + 4, at + 8));
    if (type === 'mdat') return true;
    const length = view.getUint32(at);
    // A longer length stands behind the type, and what goes on to the end of the file has length 0: neither comes before an index.
    if (type === 'moov' || length < 8) return false;
    at += length;
  }
  return false;
}
