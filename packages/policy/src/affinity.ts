// Keeps a conversation where it was: rendezvous hashing, so that a road that comes or goes moves only its own share.

/** A number that is the same for the same two texts, spread evenly over 32 bits (FNV-1a with a final mix). */
export function affinityScore(conversation: string, road: string): number {
  let hash = 0x811c9dc5;
  const text = `${conversation}\u0000${road}`;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
