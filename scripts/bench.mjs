// `npm run bench`: set-up, then the benchmarks with whatever arguments follow.

import { spawn } from "node:child_process";
import { root, setUp } from "./setup.mjs";

const bun = setUp();
const child = spawn(bun, ["bench/src/main.ts", ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
// A terminal's Ctrl-C reaches both; the benchmarks clean up, and this process waits for them.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("close", (code) => {
  process.exitCode = code ?? 1;
});
