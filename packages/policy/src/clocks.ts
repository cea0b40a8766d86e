// How long a provider may take: learned for each cell, with priors until enough was seen.

import { createLogHistogram } from "./log-histogram.ts";
import type { LogHistogram } from "./log-histogram.ts";

export interface ClockSet {
  /** From sending to the first content. When it is over the road is raced, not dropped. */
  readonly firstContentMs: number;
  /** Without a byte of any kind. */
  readonly silenceMs: number;
  /** Without content, once some has come; for text, and while it thinks. */
  readonly textProgressMs: number;
  readonly thinkingProgressMs: number;
}

export interface ClockInput {
  /** Whose clocks: the road's cell. */
  readonly cell: string;
  readonly inputTokens: number;
  readonly asksForThinking: boolean;
}

export type ContentKind = "text" | "thinking";

export interface Clocks {
  readonly clocksFor: (input: ClockInput) => ClockSet;
  /** What a good answer took to its first content. */
  readonly learnFirstContent: (input: ClockInput, tookMs: number) => void;
  /** The longest pause within a good answer. */
  readonly learnGap: (cell: string, kind: ContentKind, gapMs: number) => void;
}

export interface ClockSettings {
  readonly firstContentMs: number;
  /** More of it for every 10,000 tokens that have to be read. */
  readonly firstContentPerTenThousandMs: number;
  readonly firstContentThinkingMs: number;
  readonly textProgressMs: number;
  /** Healthy reasoning is silent for a minute, often (observed 2026-02: 69 s, some 138 s). */
  readonly thinkingProgressMs: number;
  readonly silenceMs: number;
  /** Below this nothing is believed. */
  readonly samples: number;
  /** All clocks divided by this: tests of seconds in milliseconds. */
  readonly speed: number;
}

export const usualClocks: ClockSettings = {
  firstContentMs: 10_000,
  firstContentPerTenThousandMs: 1_000,
  firstContentThinkingMs: 60_000,
  textProgressMs: 20_000,
  thinkingProgressMs: 120_000,
  silenceMs: 180_000,
  samples: 2_000,
  speed: 1,
};

/** Cells and sizes that are remembered; the oldest make room, since clients can make up names. */
const KEPT = 2_000;

export function createClocks(settings: ClockSettings): Clocks {
  const firsts = new Map<string, LogHistogram>();
  const gaps = new Map<string, LogHistogram>();
  const scaled = (ms: number): number => ms / settings.speed;
  const learned = (histogram: LogHistogram | undefined): LogHistogram | undefined =>
    histogram !== undefined && histogram.count() >= settings.samples ? histogram : undefined;

  const firstContent = (input: ClockInput): number => {
    const known = learned(firsts.get(firstKey(input)));
    // Twice what all but one in two hundred took, within reason.
    if (known !== undefined) return between(scaled(3_000), 2 * known.quantile(0.995), scaled(120_000));
    const { firstContentMs, firstContentPerTenThousandMs, firstContentThinkingMs } = settings;
    const reading = (input.inputTokens / 10_000) * firstContentPerTenThousandMs;
    return scaled((input.asksForThinking ? firstContentThinkingMs : firstContentMs) + reading);
  };
  const progress = (cell: string, kind: ContentKind): number => {
    const [prior, least, most] =
      kind === "text"
        ? [settings.textProgressMs, 15_000, 90_000]
        : [settings.thinkingProgressMs, 120_000, 600_000];
    const known = learned(gaps.get(`${kind} ${cell}`));
    if (known === undefined) return scaled(prior);
    return between(scaled(least), 3 * known.quantile(0.999), scaled(most));
  };
  return {
    clocksFor: (input) => ({
      firstContentMs: firstContent(input),
      silenceMs: scaled(settings.silenceMs),
      textProgressMs: progress(input.cell, "text"),
      thinkingProgressMs: progress(input.cell, "thinking"),
    }),
    learnFirstContent: (input, tookMs) => remember(firsts, firstKey(input), tookMs, settings.samples),
    learnGap: (cell, kind, gapMs) => remember(gaps, `${kind} ${cell}`, gapMs, settings.samples),
  };
}

/** Sizes in powers of four: a prompt of 4,000 tokens and one of 100,000 have nothing in common. */
function firstKey({ cell, inputTokens, asksForThinking }: ClockInput): string {
  const size = Math.floor(Math.log2(Math.max(1, inputTokens)) / 2);
  return `${asksForThinking ? "thinking" : "plain"} ${size} ${cell}`;
}

function remember(into: Map<string, LogHistogram>, key: string, value: number, samples: number): void {
  const known = into.get(key);
  if (known !== undefined) return known.add(value);
  const [oldest] = into.size >= KEPT ? into.keys() : [];
  if (oldest !== undefined) into.delete(oldest);
  const fresh = createLogHistogram(4 * samples);
  fresh.add(value);
  into.set(key, fresh);
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
