// Bounded waits on conditions.

import type { Account } from "./account.ts";

const LIMIT_MS = 10_000;

/** Waits for a condition; fails after `limitMs`. */
export async function until(what: string, condition: () => boolean, limitMs = LIMIT_MS): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs} ms in vain until ${what}.`);
    await Bun.sleep(2);
  }
}

/** Waits until a number has stayed the same for a while, and returns it. */
export async function untilStill(what: string, read: () => number, stillMs = 300): Promise<number> {
  let last = read();
  let since = performance.now();
  await until(
    `${what} stays the same`,
    () => {
      const now = read();
      if (now !== last) since = performance.now();
      last = now;
      return performance.now() - since >= stillMs;
    },
    30_000,
  );
  return last;
}

/** Waits until a process under test says something of itself; returns all that it says. */
export async function untilAccount(
  subject: { ask(): Promise<Account> },
  condition: (account: Account) => boolean,
): Promise<Account> {
  const deadline = performance.now() + LIMIT_MS;
  let account = await subject.ask();
  while (!condition(account)) {
    if (performance.now() > deadline) throw new Error(`Waited in vain; it is: ${JSON.stringify(account)}`);
    account = await subject.ask();
  }
  return account;
}
