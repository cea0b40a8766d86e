// What providers have taught since the process began. Everything expires: a vendor may take back what it refused.

import type { Capabilities } from "../capabilities.ts";
import type { Lesson } from "./lesson-from.ts";

/** Where something was learnt. */
export interface LearnedAt {
  readonly provider: string;
  /** As the provider calls it. */
  readonly model: string;
}

export interface Known {
  /** To be laid over what the catalogue says. */
  readonly capabilities: Partial<Capabilities>;
  /** Fields of the provider's body that have to go. */
  readonly refusedFields: ReadonlySet<string>;
}

export interface Learned {
  readonly learn: (at: LearnedAt, lesson: Lesson, nowMs: number) => void;
  readonly of: (at: LearnedAt, nowMs: number) => Known;
}

export interface LearnedOptions {
  /** A day by default. */
  readonly ttlMs?: number;
  /** How many models at providers are remembered; the one that was taught longest ago makes room. */
  readonly maxModels?: number;
  /** How many fields of one model. */
  readonly maxFields?: number;
}

interface Memory {
  /** By capability: what it is, and until when. */
  readonly capabilities: Map<string, { readonly change: Partial<Capabilities>; readonly untilMs: number }>;
  readonly fields: Map<string, number>;
}

const nothing: Known = { capabilities: {}, refusedFields: new Set() };

const dayMs = 24 * 60 * 60 * 1000;

export function createLearned(options: LearnedOptions = {}): Learned {
  const { ttlMs = dayMs, maxModels = 1000, maxFields = 32 } = options;
  const memories = new Map<string, Memory>();

  return {
    learn(at, lesson, nowMs) {
      if (lesson.kind === "proofs") return;
      const key = keyOf(at);
      const memory = memories.get(key) ?? { capabilities: new Map(), fields: new Map() };
      // Taught again, it is the youngest again.
      memories.delete(key);
      memories.set(key, memory);
      const untilMs = nowMs + ttlMs;
      if (lesson.kind === "field") remember(memory.fields, lesson.field, untilMs, maxFields);
      else {
        const named = Object.keys(lesson.change).toSorted().join();
        remember(memory.capabilities, named, { change: lesson.change, untilMs }, maxFields);
      }
      trim(memories, maxModels);
    },
    of(at, nowMs) {
      const memory = memories.get(keyOf(at));
      if (memory === undefined) return nothing;
      const changes = [...memory.capabilities.values()].filter(({ untilMs }) => untilMs > nowMs);
      const fields = [...memory.fields].filter(([, untilMs]) => untilMs > nowMs);
      return {
        capabilities: changes.reduce<Partial<Capabilities>>((all, { change }) => ({ ...all, ...change }), {}),
        refusedFields: new Set(fields.map(([field]) => field)),
      };
    },
  };
}

function keyOf({ provider, model }: LearnedAt): string {
  return JSON.stringify([provider, model]);
}

function remember<Value>(into: Map<string, Value>, key: string, value: Value, max: number): void {
  into.delete(key);
  into.set(key, value);
  trim(into, max);
}

/** Lets the oldest go. */
function trim(map: Map<string, unknown>, max: number): void {
  for (const key of map.keys()) {
    if (map.size <= max) return;
    map.delete(key);
  }
}
