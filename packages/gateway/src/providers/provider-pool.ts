// Connections to providers, by way of the proxy that the environment names.

import { createPool, proxyFromEnvironment } from "@holdfast/transport";
import type { Pool } from "@holdfast/transport";
import { HoldfastError } from "../errors.ts";

export function createProviderPool(
  env: Readonly<Record<string, string | undefined>>,
  onFault: (error: unknown) => void,
): Pool {
  const proxy = proxyFromEnvironment(env);
  if (proxy !== undefined && "error" in proxy) {
    throw new HoldfastError(
      "proxy-unusable",
      `The proxy that the environment names cannot be used: ${proxy.error}.`,
    );
  }
  return createPool(proxy === undefined ? { onFault } : { onFault, proxy });
}
