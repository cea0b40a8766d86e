// docs/errors.md has a section for every code, and no section for what is not one.

import { describe, expect, test } from "bun:test";
import { defaultCodecLimits, misuseCodes, violations } from "@holdfast/transport";
import {
  dialectNames,
  dialects,
  failureKinds,
  faultReasons,
  modelSizeLimit,
  repetitionLimit,
} from "@holdfast/wire";
import { resolve } from "node:path";
import { exitCodeFor } from "../src/cli/exit-codes.ts";
import { failureWords } from "../src/dataplane/failure-words.ts";
import { errorCodes, HoldfastError } from "../src/errors.ts";
import type { ErrorCode } from "../src/errors.ts";

const page = await Bun.file(resolve(import.meta.dir, "../../../docs/errors.md")).text();

/** The sections of a chapter: what stands under each code. */
function sectionsOf(chapter: string): Map<string, string> {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${chapter}\n`)) ?? "";
  const sections = text.split(/^### /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [, code = section, words = ""] = /^`(.+?)`\n\n(.+)$/s.exec(section) ?? [];
      return [code, words.trim()];
    }),
  );
}

const chapters: readonly (readonly [string, readonly string[]])[] = [
  ["Starting and stopping", Object.keys(errorCodes)],
  ["What a client is told", failureKinds],
  ["How a provider failed", Object.keys(failureWords)],
  ["Bodies that cannot be read", faultReasons],
  ["Requests that are not proper HTTP", Object.keys(violations)],
  ["Defects of our own", misuseCodes],
];

test("the page has these chapters and no others, and its contents name them", () => {
  const titles = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
  expect(titles).toEqual(chapters.map(([title]) => title));
  expect([...page.matchAll(/^- \[(.+?)\]\(#(.+?)\)/gm)].map(([, title, link]) => [title, link])).toEqual(
    chapters.map(([title]) => [title, title.toLowerCase().replaceAll(" ", "-")]),
  );
});

describe.each(chapters)("%s", (chapter, codes) => {
  test("has a section for each code, once, in the order of the code, and for nothing else", () => {
    expect([...sectionsOf(chapter).keys()]).toEqual([...codes]);
    const headings = page.match(new RegExp(`^### \`(${codes.join("|")})\`$`, "gm"));
    expect(headings?.length).toBeGreaterThanOrEqual(codes.length);
  });

  test("says something about each", () => {
    for (const [code, words] of sectionsOf(chapter)) {
      expect(words, code).toMatch(/[.:)]$/);
      expect(words.length, code).toBeGreaterThan(20);
    }
  });
});

describe("what the page says is what happens", () => {
  test.each(Object.keys(errorCodes).filter(isErrorCode))("%s: the exit code", (code) => {
    const words = sectionsOf("Starting and stopping").get(code);
    expect(words).toStartWith(`Exit code ${exitCodeFor(new HoldfastError(code, ""))}. `);
  });

  test.each(failureKinds)("%s: the status and the words in each dialect", (kind) => {
    const told = Map.groupBy(dialectNames, (name) => {
      const { status, body } = dialects[name].encodeError({ kind, message: "" });
      const { type, code } = errorIn(body);
      return `${status} \`${type}\`${code === undefined ? "" : `, code \`${code}\``}`;
    });
    const words = [...told].map(
      ([said, names]) => `${names.map((name) => `\`${name}\``).join(", ")}: ${said}`,
    );
    expect(sectionsOf("What a client is told").get(kind)).toStartWith(`${words.join(" · ")}\n\n`);
  });

  test.each(Object.entries(failureWords))("%s: the words of the message", (kind, words) => {
    const text = sectionsOf("How a provider failed").get(kind) ?? "";
    expect(text.toLowerCase()).toContain(words.replace("not HTTP", "not http"));
  });

  test.each(Object.entries(violations))("%s: the status and the sentence", (code, [status, sentence]) => {
    expect(sectionsOf("Requests that are not proper HTTP").get(code)?.replaceAll("\n", " ")).toStartWith(
      `${status}. ${sentence} `,
    );
  });
});

test("the limits on the page are the limits", () => {
  const sections = sectionsOf("Requests that are not proper HTTP");
  const { headBytes, fieldCount, extensionBytes, trailerBytes, interimCount } = defaultCodecLimits;
  expect(sections.get("head-too-large")).toContain(`The limit is ${headBytes / 1024} KiB.`);
  expect(sections.get("too-many-fields")).toContain(`The limit is ${fieldCount} lines.`);
  expect(sections.get("chunk-extension-too-long")).toContain(`The limit is ${extensionBytes / 1024} KiB`);
  expect(sections.get("trailer-too-large")).toContain(`The limit is ${trailerBytes / 1024} KiB.`);
  expect(sections.get("too-many-interim")).toContain(`The limit is ${interimCount}.`);
  expect(sectionsOf("Bodies that cannot be read").get("too-long")).toContain(`${modelSizeLimit} bytes`);
  expect(sectionsOf("Bodies that cannot be read").get("repeated-key")).toContain(`${repetitionLimit} times`);
});

function isErrorCode(code: string): code is ErrorCode {
  return code in errorCodes;
}

function errorIn(body: string): { readonly type: string; readonly code: string | undefined } {
  const field = (name: string): string | undefined =>
    new RegExp(`"${name}":"(\\w+)"`).exec(body.replace('"type":"error",', ""))?.[1];
  // Google has a status in place of a type, and its code is the number.
  return { type: field("type") ?? field("status") ?? "", code: field("code") };
}
