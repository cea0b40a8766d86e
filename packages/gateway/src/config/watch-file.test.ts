import { afterEach, test } from "bun:test";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../../test/until.ts";
import { watchFile } from "./watch-file.ts";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A folder with a file that has been seen once. */
async function watched(prepare: (folder: string) => string) {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-watch-"));
  ends.push(() => rmSync(folder, { recursive: true }));
  const file = prepare(folder);
  let changes = 0;
  ends.unshift(watchFile(file, () => changes++));
  await until("the first sight", () => changes === 1);
  return { folder, file, changed: (count: number) => until(`change ${count}`, () => changes === count + 1) };
}

function plain(folder: string): string {
  const file = join(folder, "holdfast.yaml");
  writeFileSync(file, "one");
  return file;
}

test("a file that is written in place is seen to change", async () => {
  const { file, changed } = await watched(plain);
  writeFileSync(file, "two");
  await changed(1);
});

test("a file that another one takes the place of is seen to change, every time", async () => {
  const { folder, file, changed } = await watched(plain);
  for (const round of [1, 2, 3]) {
    writeFileSync(join(folder, "draft"), `round ${round}`);
    renameSync(join(folder, "draft"), file);
    await changed(round);
  }
});

test("a file that is removed and written anew is seen to change", async () => {
  const { file, changed } = await watched(plain);
  rmSync(file);
  writeFileSync(file, "two");
  await changed(1);
});

test("a link over a link, as Kubernetes mounts a file, is seen to change", async () => {
  const { folder, changed } = await watched((inside) => {
    for (const version of ["v1", "v2"]) {
      mkdirSync(join(inside, version));
      writeFileSync(join(inside, version, "holdfast.yaml"), version);
    }
    symlinkSync("v1", join(inside, "..data"));
    symlinkSync(join("..data", "holdfast.yaml"), join(inside, "holdfast.yaml"));
    return join(inside, "holdfast.yaml");
  });
  symlinkSync("v2", join(folder, "..data_tmp"));
  renameSync(join(folder, "..data_tmp"), join(folder, "..data"));
  await changed(1);
});

test("a folder that is not there is no error: what comes later is seen", async () => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-watch-"));
  ends.push(() => rmSync(folder, { recursive: true }));
  let changes = 0;
  ends.unshift(watchFile(join(folder, "later", "holdfast.yaml"), () => changes++));
  mkdirSync(join(folder, "later"));
  writeFileSync(join(folder, "later", "holdfast.yaml"), "one");
  await until("the change", () => changes === 1);
});
