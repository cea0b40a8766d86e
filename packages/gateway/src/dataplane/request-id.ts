// Names for requests: unique across processes and restarts, rising within one, cheap to make.

/** Twelve random hex digits a process, then a counter: no clock or randomness a request. */
export function createRequestIds(randomHex: string): () => string {
  let count = 0;
  return () => {
    count++;
    return `hf_${randomHex}${count.toString(36).padStart(6, "0")}`;
  };
}
