// Globs on model names: `*` stands for any run of characters, everything else for itself.

/** Whether the glob matches the whole text. The time it takes is bounded by the product of the two lengths, whatever they are. */
export function globMatches(glob: string, text: string): boolean {
  const [head = "", ...rest] = glob.split("*");
  const tail = rest.pop();
  if (tail === undefined) return text === glob;
  if (!text.startsWith(head)) return false;
  let from = head.length;
  // Taking the first place where a piece fits leaves the most room for those after it.
  for (const piece of rest) {
    const found = text.indexOf(piece, from);
    if (found === -1) return false;
    from = found + piece.length;
  }
  return text.length - tail.length >= from && text.endsWith(tail);
}

export function isGlob(match: string): boolean {
  return match.includes("*");
}

/**
 * Whether every text that `narrow` matches is matched by `wide` too.
 *
 * Each `*` of `narrow` becomes a character that only a `*` of `wide` can match; what is put in its place does not matter then.
 */
export function globCovers(wide: string, narrow: string): boolean {
  return globMatches(wide, narrow.replaceAll("*", "\0"));
}
