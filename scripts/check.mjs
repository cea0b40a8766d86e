// `npm run check`: what is fast enough to run while working.

import { checks } from "./checks.mjs";
import { setUp } from "./setup.mjs";
import { capture, runSteps, summary } from "./step.mjs";

const bun = setUp();

/** @type {import("./step.mjs").Step} */
const planted = {
  name: "planted violations",
  async run() {
    const { code, output } = await capture(bun, ["test", "./tools/planted"]);
    return code === 0 ? undefined : output;
  },
};

const tally = await runSteps([...checks, planted]);
console.log(summary(tally));
process.exitCode = tally.failed === 0 ? 0 : 1;
