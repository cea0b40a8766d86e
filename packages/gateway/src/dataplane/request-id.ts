// Names for requests: unique across processes and restarts, rising within one, cheap to make.

/** How many ids share all but their last two digits. */
const BLOCK = 36 ** 2;
const endings = Array.from({ length: BLOCK }, (_, number) => number.toString(36).padStart(2, "0"));

/** Twelve random hex digits a process, then a counter: no clock or randomness a request. */
export function createRequestIds(randomHex: string): () => string {
  let block = -1;
  let beginning = "";
  let next = 1;
  return () => {
    if (next === BLOCK || block === -1) {
      block++;
      next %= BLOCK;
      beginning = `hf_${randomHex}${block.toString(36).padStart(4, "0")}`;
    }
    return `${beginning}${endings[next++] ?? ""}`;
  };
}
