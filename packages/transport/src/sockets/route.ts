// Why a connection could not even be begun. The runtime reports every failed connect as ECONNREFUSED (Bun 1.4.5,
// oven-sh/bun pull request 37093), which would blame a provider for a machine without a route or without descriptors.

import { isIPv6 } from "node:net";
import { connectFailureFrom } from "./failure.ts";
import type { Cause } from "./failure.ts";

/**
 * What stands in the way of this address, if it is on our side. Connecting a datagram socket asks the same questions of
 * the system (descriptors, address family, route, permission) and sends nothing.
 */
export async function routeProblem(address: string, port: number): Promise<Cause | undefined> {
  try {
    const socket = await Bun.udpSocket({
      hostname: isIPv6(address) ? "::" : "0.0.0.0",
      connect: { hostname: address, port },
      socket: {},
    });
    socket.close();
    return undefined;
  } catch (error) {
    return connectFailureFrom(error);
  }
}
