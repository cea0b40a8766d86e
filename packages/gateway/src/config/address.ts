// `host:port` as people write it: 127.0.0.1:4141, localhost:0, [::1]:4141.

import type { Address } from "../contract/snapshot.ts";

export type AddressFault = { readonly fault: string };

export function parseAddress(text: string): Address | AddressFault {
  const parts = /^(?:\[(?<six>[^[\]]*)\]|(?<name>[^:[\]]*)):(?<port>[^:]*)$/.exec(text)?.groups;
  if (parts === undefined) {
    return { fault: "is not an address: write `host:port`, such as `127.0.0.1:4141` or `[::1]:4141`" };
  }
  const port = parts["port"] ?? "";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    return { fault: "has no valid port: a number from 0 to 65535" };
  }
  const { six, name = "" } = parts;
  if (six !== undefined) {
    const host = canonicalSix(six);
    return host === undefined
      ? { fault: "has something in brackets that is not an IPv6 address" }
      : { host, port: Number(port) };
  }
  if (name === "") return { fault: "has no host before the port: write `127.0.0.1:PORT`" };
  // Digits and dots alone are meant as an address, never as a name.
  const isAddress = /^[\d.]+$/.test(name);
  if (isAddress ? !isFour(name) : !/^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(name)) {
    return { fault: "has no valid host" };
  }
  return { host: name.toLowerCase(), port: Number(port) };
}

/** Whether only this machine can reach the host. Names other than localhost could mean anything, so they count as public. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isFour(host) && host.startsWith("127."));
}

export function formatAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function isFour(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
}

/** The shortest form of an IPv6 address, so that equal ones are equal texts. (node:net would know, but sockets are not ours.) */
function canonicalSix(text: string): string | undefined {
  return URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
}
