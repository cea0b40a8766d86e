/** Time, as far as a provider needs it. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Runs something later; what it returns calls that off. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
