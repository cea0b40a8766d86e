// What the watcher knows of a dialect.

import { pathTree } from "./paths.ts";
import type { PathNode, SightPaths } from "./paths.ts";

export interface WatchedDialect {
  readonly paths: PathNode;
  readonly pathsAfterContent: PathNode;
  /** What an event of this name tells, or of this `type` where it has no name; undefined where nothing is known of it. */
  readonly roleOf: (name: string) => EventRole | undefined;
  /** What an event without a name tells; undefined where its `type` says that. */
  readonly nameless: EventRole | undefined;
}

/** What an event may tell. */
export interface EventRole {
  readonly mayHaveContent: boolean;
  /** Usage and the finish reason. */
  readonly mayHaveOutcome: boolean;
  /** What it finishes with if its data has no better word. */
  readonly finish: string | undefined;
  readonly isTerminal: boolean;
  /** Its data as a whole is an error; the member at the error's path is; or that member is one if it is there. */
  readonly failure: "data" | "member" | "perhaps" | "none";
}

/** Tells nothing. */
export const nothing: EventRole = {
  mayHaveContent: false,
  mayHaveOutcome: false,
  finish: undefined,
  isTerminal: false,
  failure: "none",
};

export const content: EventRole = { ...nothing, mayHaveContent: true };
export const outcome: EventRole = { ...nothing, mayHaveOutcome: true };
export const failure: EventRole = { ...nothing, failure: "data" };
export const anything: EventRole = {
  ...nothing,
  mayHaveContent: true,
  mayHaveOutcome: true,
  failure: "perhaps",
};

export function watchedPaths(paths: SightPaths): Pick<WatchedDialect, "paths" | "pathsAfterContent"> {
  return { paths: pathTree(paths), pathsAfterContent: pathTree(paths, "content") };
}
