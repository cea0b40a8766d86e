import { afterEach, describe, expect, test } from "bun:test";

const world = JSON.stringify(new URL("./world.ts", import.meta.url).href);

const children: Bun.Subprocess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A process of its own that has the world and runs the script. */
function spawn(script: string): Bun.Subprocess<"ignore", "pipe", "pipe"> {
  const code = `import { leaveProcess, processWorld } from ${world};
    const world = processWorld(() => Promise.reject(new Error("not here")));
    ${script}`;
  const child = Bun.spawn([process.execPath, "--eval", code], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  children.push(child);
  return child;
}

describe("the process", () => {
  test("does not leave before a slow reader has all of its output", async () => {
    const child = spawn(
      'world.out("o".repeat(500_000)); world.err("e".repeat(500_000)); await leaveProcess(3);',
    );
    // Nothing is read from one pipe before the other has ended.
    const err = await new Response(child.stderr).text();
    const out = await new Response(child.stdout).text();
    expect([out.length, err.length, await child.exited]).toEqual([500_000, 500_000, 3]);
  });

  test("goes on when nobody reads its output any more", async () => {
    const child = spawn(`
      for (let round = 0; round < 20; round++) {
        world.out("x".repeat(100_000));
        await new Promise(setImmediate);
      }
      world.err("still here");
      await leaveProcess(0);`);
    await child.stdout.cancel();
    expect(await new Response(child.stderr).text()).toBe("still here");
    expect(await child.exited).toBe(0);
  });

  test("tells of each signal until that is no longer wanted", async () => {
    const child = spawn(`
      let seen = 0;
      const end = world.onSignal((name) => {
        world.out(name + " ");
        if (++seen === 2) { end(); world.out("end "); }
      });
      setInterval(() => {}, 1_000);
      world.out("ready ");`);
    const reader = child.stdout.getReader();
    let text = "";
    const until = async (word: string): Promise<void> => {
      while (!text.endsWith(`${word} `)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`ended after ${text}`);
        text += new TextDecoder().decode(value);
      }
    };
    await until("ready");
    child.kill("SIGTERM");
    await until("SIGTERM");
    child.kill("SIGINT");
    await until("end");
    expect(text).toBe("ready SIGTERM SIGINT end ");
    child.kill("SIGTERM");
    await child.exited;
    expect(child.signalCode).toBe("SIGTERM");
  });

  test("lives through a hangup that is listened for, and tells of it", async () => {
    const child = spawn(`
      const end = world.onHangup(() => { world.out("hangup "); end(); });
      setInterval(() => {}, 1_000);
      world.out("ready ");`);
    const reader = child.stdout.getReader();
    const next = async (): Promise<string> => new TextDecoder().decode((await reader.read()).value);
    expect(await next()).toBe("ready ");
    child.kill("SIGHUP");
    expect(await next()).toBe("hangup ");
  });

  test("reads a file as bytes, and fails with the system's code", async () => {
    const child = spawn(`
      const bytes = await world.readFile(${JSON.stringify(import.meta.path)});
      const code = await world.readFile("/no/such/file").catch((error) => error.code);
      world.out(bytes.length + " " + code);
      await leaveProcess(0);`);
    expect(await new Response(child.stdout).text()).toBe(`${Bun.file(import.meta.path).size} ENOENT`);
  });
});
