/**
 * A short mark of a text, the same on every machine: 32-bit FNV-1a over UTF-16 units, in letters and digits.
 * http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(36).padStart(7, "0");
}
