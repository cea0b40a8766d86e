// Neutral parts of every kind, as a decoder could have made them.

import fc from "fast-check";
import type { CacheHint, Citation, MediaSource, Part } from "../../src/model/part.ts";

/** What is written into requests: never empty, since empty texts are fitted away before. */
export const words = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" });
export const identifier = fc.stringMatching(/^[a-z][a-z0-9_]{0,11}$/);

const cache: fc.Arbitrary<{ cache?: CacheHint }> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom({ cache: {} }, { cache: { ttlSeconds: 3600 } }) },
);

const base64 = fc.base64String({ minLength: 4, maxLength: 16 });

const imageSource: fc.Arbitrary<MediaSource> = fc.oneof(
  fc.record({
    kind: fc.constant("base64" as const),
    mediaType: fc.constantFrom("image/png", "image/jpeg"),
    data: base64,
  }),
  fc.record({ kind: fc.constant("url" as const), url: fc.webUrl() }),
);

const citation: fc.Arbitrary<Citation> = fc
  .tuple(fc.webUrl(), fc.record({ title: words }, { requiredKeys: [] }))
  .map(([url, rest]) => ({ kind: "url", url, ...rest }));

export const textPart: fc.Arbitrary<Part> = fc
  .tuple(words, cache)
  .map(([text, rest]) => ({ kind: "text", text, ...rest }));

export const citedText: fc.Arbitrary<Part> = fc
  .tuple(words, fc.array(citation, { minLength: 1, maxLength: 2 }))
  .map(([text, citations]) => ({ kind: "text", text, citations }));

const imagePart: fc.Arbitrary<Part> = fc
  .tuple(imageSource, cache)
  .map(([source, rest]) => ({ kind: "image", source, ...rest }));

const documentPart: fc.Arbitrary<Part> = fc.oneof(
  fc
    .tuple(base64, fc.record({ title: fc.constantFrom("report.pdf", "a.pdf") }, { requiredKeys: [] }))
    .map(([data, rest]): Part => ({
      kind: "document",
      source: { kind: "base64", mediaType: "application/pdf", data },
      ...rest,
    })),
  words.map((text): Part => ({ kind: "document", source: { kind: "text", text } })),
);

const audioPart: fc.Arbitrary<Part> = base64.map((data) => ({
  kind: "audio",
  source: { kind: "base64", mediaType: "audio/wav", data },
}));

/** JSON objects as texts, as `JSON.stringify` writes them: what is said otherwise comes back in this spelling. */
const jsonInput = fc
  .dictionary(identifier, fc.oneof(words, fc.integer(), fc.boolean()), { maxKeys: 3 })
  .map((value) => JSON.stringify(value));

export const toolCall: fc.Arbitrary<Part> = fc
  .record({ id: identifier, name: identifier, input: jsonInput })
  .map((call) => ({ kind: "tool-call", inputKind: "json", ...call }));

const freeformCall: fc.Arbitrary<Part> = fc
  .record({ id: identifier, name: identifier, input: words })
  .map((call) => ({ kind: "tool-call", inputKind: "freeform", ...call }));

const toolResult: fc.Arbitrary<Part> = fc
  .tuple(
    identifier,
    fc.array(fc.oneof(textPart, imagePart), { minLength: 1, maxLength: 2 }),
    fc.constantFrom({}, { isError: true }),
  )
  .map(([callId, content, rest]) => ({ kind: "tool-result", callId, inputKind: "json", content, ...rest }));

export const thinkingPart: fc.Arbitrary<Part> = words.map((text) => ({ kind: "thinking", text }));

export const refusalPart: fc.Arbitrary<Part> = words.map((text) => ({ kind: "refusal", text }));

export const userPart = fc.oneof(
  { weight: 4, arbitrary: textPart },
  { weight: 2, arbitrary: toolResult },
  { weight: 1, arbitrary: imagePart },
  { weight: 1, arbitrary: documentPart },
  { weight: 1, arbitrary: audioPart },
);

export const assistantPart = fc.oneof(
  { weight: 3, arbitrary: textPart },
  { weight: 2, arbitrary: toolCall },
  { weight: 1, arbitrary: freeformCall },
  { weight: 1, arbitrary: thinkingPart },
  { weight: 1, arbitrary: refusalPart },
  { weight: 1, arbitrary: citedText },
);
