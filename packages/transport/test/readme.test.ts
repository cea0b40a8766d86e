import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "bun:test";

const file = fileURLToPath(new URL("../README.md", import.meta.url));

test("the example of the README runs and prints what it says", async () => {
  const example = /```ts\n([^]*?)```/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
  const promised = Array.from(example.matchAll(/console\.log\(.*\/\/ (.*)$/gm), ([, words]) => words ?? "");
  const ran = Bun.spawn([process.execPath, "--eval", example], { cwd: import.meta.dir, stderr: "pipe" });
  const [printed, complaints] = await Promise.all([ran.stdout.text(), ran.stderr.text(), ran.exited]);
  expect({ printed: printed.trim().split("\n").toSorted(), complaints }).toEqual({
    printed: promised.toSorted(),
    complaints: "",
  });
});
