// How hosts and ports are written.

/** `address:port`, with brackets where the address has colons of its own. */
export function peerName(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The value of a Host field: the host, and the port where it is not the scheme's own. */
export function authorityOf(origin: {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
}): string {
  const host = origin.host.includes(":") && !origin.host.startsWith("[") ? `[${origin.host}]` : origin.host;
  const isUsual = origin.port === (origin.scheme === "https" ? 443 : 80);
  return isUsual ? host : `${host}:${origin.port}`;
}
