// The fields that Google sends with every answer. Neither a request's name nor limits are among them.

import type { Stamp } from "../encoder.ts";
import type { HeaderEntry } from "../said.ts";

export function headers({ at }: Stamp): HeaderEntry[] {
  return [
    ["vary", "Origin"],
    ["vary", "X-Origin"],
    ["vary", "Referer"],
    ["date", new Date(at).toUTCString()],
    ["server", "simulator"],
    ["x-xss-protection", "0"],
    ["x-frame-options", "SAMEORIGIN"],
    ["x-content-type-options", "nosniff"],
    ["server-timing", "gfet4t7; dur=12"],
  ];
}
