// Chance and fingerprints from plain numbers: the same on every machine, and no secret to anybody.

/** 32 bits of a text and a seed: FNV-1a over its UTF-16 units, mixed as MurmurHash3 ends. */
export function hashOf(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export function hexOf(text: string, seed = 0): string {
  return hashOf(text, seed).toString(16).padStart(8, "0");
}

/** At least 0 and below 1. */
export function chanceOf(text: string, seed: number): number {
  return hashOf(text, seed) / 2 ** 32;
}
