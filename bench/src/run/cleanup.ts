// What must be undone however this ends, the last thing first.

export interface Cleanup {
  readonly add: (undo: () => Promise<void>) => void;
  /** Undoes everything once; calling it again waits for the first. */
  readonly run: () => Promise<void>;
}

export function createCleanup(): Cleanup {
  const steps: (() => Promise<void>)[] = [];
  let running: Promise<void> | undefined;
  const undo = async (): Promise<void> => {
    for (const step of steps.toReversed()) await step().catch((error: unknown) => console.error(error));
  };
  return {
    add: (step) => steps.push(step),
    run: () => (running ??= undo()),
  };
}
