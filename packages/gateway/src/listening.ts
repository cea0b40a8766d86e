// Taking an address, or saying in words why it cannot be had.

import { formatAddress } from "./config/address.ts";
import type { Address } from "./contract/snapshot.ts";
import { HoldfastError } from "./errors.ts";
import { errorFacts } from "./telemetry/log.ts";

/** What `start` returns; `what` is the setting that names the address. */
export function listening<Result>(what: "listen" | "console", address: Address, start: () => Result): Result {
  try {
    return start();
  } catch (cause) {
    const message = `\`${what}\` cannot be had at ${formatAddress(address)}: ${whyNot(cause)}.`;
    throw new HoldfastError("listen-failed", message, { details: { what, ...address }, cause });
  }
}

function whyNot(cause: unknown): string {
  const code = errorFacts(cause)["code"];
  if (code === "EADDRINUSE") return "something else listens there already";
  if (code === "EADDRNOTAVAIL") return "this machine has no such address";
  if (code === "EACCES") return "the system does not allow it (ports below 1024 may need a privilege)";
  return typeof code === "string" ? `the system says ${code}` : "the system does not say why";
}
