// When to say that a file has changed. Editors write in place, or put another file where the old one was, and for a
// moment there is half a file or none; so a change counts once the file has looked the same twice.

export interface FileWatchOptions {
  /** What tells one state of the file from another; undefined where it is not there. */
  readonly look: () => Promise<string | undefined>;
  /** Calls back once after so many milliseconds; returns what takes that back. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Hears of every change, and once of the file as it is found first. */
  readonly onChange: () => void;
}

export interface FileWatch {
  /** Something has happened near the file: it is looked at soon. */
  readonly nudge: () => void;
  readonly stop: () => void;
}

/** Longer than an editor takes between two writes, too short for a person to wait. */
const settleMs = 100;
/** Network disks, and links whose ends are elsewhere, tell nobody of changes. */
const pollMs = 5_000;
/** Replacing a file can leave its place empty for a moment: this many looks are longer than that. */
const looksForMissing = 20;

export function createFileWatch({ look, after, onChange }: FileWatchOptions): FileWatch {
  let told: { readonly state: string | undefined } | undefined;
  let candidate: string | undefined;
  let sightings = 0;
  let isStopped = false;
  let next: { readonly isSoon: boolean; readonly takeBack: () => void } | undefined;
  let isLooking = false;

  const lookAfter = (ms: number): void => {
    next?.takeBack();
    const run = (): void => {
      next = undefined;
      lookNow().catch(() => undefined);
    };
    next = { isSoon: ms === settleMs, takeBack: after(ms, run) };
  };
  const lookNow = async (): Promise<void> => {
    isLooking = true;
    // What cannot be looked at counts as missing: whoever reads it is told why.
    const seen = await look().catch(() => undefined);
    isLooking = false;
    if (isStopped) return;
    lookAfter(judge(seen));
  };
  /** Returns after how long to look again. */
  const judge = (seen: string | undefined): number => {
    if (told !== undefined && seen === told.state) {
      sightings = 0;
      return pollMs;
    }
    sightings = sightings > 0 && seen === candidate ? sightings + 1 : 1;
    candidate = seen;
    if (sightings < (seen === undefined ? looksForMissing : 2)) return settleMs;
    told = { state: seen };
    sightings = 0;
    onChange();
    return pollMs;
  };
  lookAfter(settleMs);
  return {
    nudge() {
      // A busy folder must not put the look off for ever.
      if (isStopped || isLooking || next?.isSoon === true) return;
      lookAfter(settleMs);
    },
    stop() {
      isStopped = true;
      next?.takeBack();
    },
  };
}
