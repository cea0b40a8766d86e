// Watches a file on the disk.

import { watch } from "node:fs";
import type { FSWatcher } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { createFileWatch } from "./file-watch.ts";

/** Calls back when the file may be another one than before, and once at the beginning; what it returns ends that. */
export function watchFile(path: string, onChange: () => void): () => void {
  const { nudge, stop } = createFileWatch({ look: () => stateOf(path), after, onChange });
  // The folder, since a file that takes another's place is none that was watched. Any name in it counts: the file may be
  // a link over a link, as Kubernetes mounts them, and then another name changes.
  const folder = watchFolder(dirname(path), nudge);
  return () => {
    stop();
    folder?.close();
  };
}

async function stateOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

/** Undefined where the system has no watch to give: looking now and then is slower, and does. */
function watchFolder(folder: string, onEvent: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, onEvent);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
