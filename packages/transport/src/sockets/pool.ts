// Connections to providers, kept per origin and used again, the most recently used one first.

import { TransportError } from "./misuse.ts";
import type { OriginAddress, Pool, PoolOptions } from "./pool-options.ts";
import { PooledOrigin } from "./pooled-origin.ts";

export function createPool(options: PoolOptions = {}): Pool {
  const origins = new Map<string, PooledOrigin>();
  return {
    origin(address) {
      const { scheme, host, port, tls } = address;
      const key = JSON.stringify([scheme, host.toLowerCase(), port, tls?.ca, tls?.serverName]);
      const found = origins.get(key) ?? new PooledOrigin(checked(address), options);
      origins.set(key, found);
      return found;
    },
    close() {
      for (const origin of origins.values()) origin.close();
      origins.clear();
    },
  };
}

function checked(address: OriginAddress): OriginAddress {
  const { host, port } = address;
  const isHost = /^[A-Za-z0-9._~%:[\]-]+$/.test(host);
  const isPort = Number.isInteger(port) && port > 0 && port < 65_536;
  if (isHost && isPort) return address;
  const wrong = isHost ? `${port} is not a port.` : `${JSON.stringify(host)} is not a host.`;
  throw new TransportError("address-invalid", wrong);
}
