// `npm run matrix`: set-up, then the fault matrix with whatever arguments follow.

import { spawn } from "node:child_process";
import { root, setUp } from "./setup.mjs";

const bun = setUp();
const main = "packages/gateway/test/matrix/matrix.main.ts";
const child = spawn(bun, [main, ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
// A terminal's Ctrl-C reaches both, and this process waits.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("close", (code) => {
  process.exitCode = code ?? 1;
});
