// A turn is one callback of the runtime. Within it the clock is read once, and small writes are gathered.

let depth = 0;
let now = 0;
let atEnd: (() => void) | undefined;

/** Milliseconds of the process's monotonic clock: within a turn, those of its first reading. */
export function turnNow(): number {
  if (depth === 0) return performance.now();
  if (now === 0) now = performance.now();
  return now;
}

export function isInTurn(): boolean {
  return depth > 0;
}

export function beginTurn(): void {
  depth++;
}

export function endTurn(): void {
  // Counted first: whatever the end of the turn brings about, the next turn begins clean.
  depth--;
  if (depth > 0) return;
  now = 0;
  atEnd?.();
}

/** What happens at the end of every turn: whatever was gathered is sent. */
export function onTurnEnd(run: () => void): void {
  atEnd = run;
}

/** Runs something as a turn of its own, for what the runtime calls outside of its socket callbacks. */
export function runTurn(run: () => void): void {
  beginTurn();
  try {
    run();
  } finally {
    endTurn();
  }
}
