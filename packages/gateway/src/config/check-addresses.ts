// `listen` and `console`: two places, not the same one, and the console for this machine only.

import { ConfigSchema } from "../contract/config.ts";
import type { Address } from "../contract/snapshot.ts";
import { isLoopback, parseAddress } from "./address.ts";
import type { Finding } from "./problem.ts";
import type { Tree } from "./tree.ts";

export function checkAddresses(tree: Tree): Finding[] {
  const listen = addressAt(tree, "listen");
  const console = addressAt(tree, "console");
  const findings = (["listen", "console"] as const).flatMap((name): Finding[] => {
    const message = addressFault(name, addressAt(tree, name));
    return message === undefined ? [] : [{ path: [name], message }];
  });
  if (isAddress(listen) && isAddress(console) && areSame(listen, console)) {
    const path = tree.get(["console"]) === undefined ? ["listen"] : ["console"];
    findings.push({ path, message: "`listen` and `console` are the same address: each needs its own port" });
  }
  return findings;
}

/** Whether both lead to the same socket. Port 0 is a free one, so never the same. */
export function areSame(one: Address, other: Address): boolean {
  return one.port !== 0 && one.port === other.port && hostKey(one.host) === hostKey(other.host);
}

/** The address that a key says or, where it is not set, its default; undefined where another check complains. */
export function addressAt(
  tree: Tree,
  name: "listen" | "console",
): ReturnType<typeof parseAddress> | undefined {
  const text = tree.get([name]) ?? ConfigSchema.shape[name].parse(undefined);
  return typeof text === "string" ? parseAddress(text) : undefined;
}

export function isAddress(parsed: ReturnType<typeof addressAt>): parsed is Address {
  return parsed !== undefined && "host" in parsed;
}

function addressFault(name: "listen" | "console", parsed: ReturnType<typeof addressAt>): string | undefined {
  if (parsed === undefined) return undefined;
  if (!isAddress(parsed)) return parsed.fault;
  // The data plane can tell friend from stranger by client keys: whether there are any is seen when it starts.
  if (name === "listen" || isLoopback(parsed.host)) return undefined;
  return (
    "can be reached from other machines, and the console asks nobody who they are: " +
    `use a loopback address, such as \`127.0.0.1:${parsed.port}\``
  );
}

function hostKey(host: string): string {
  return host === "localhost" ? "127.0.0.1" : host;
}
