/** For programs that cannot choose one themselves. Somebody may take it meanwhile; the start then fails and says so. */
export function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const { port } = listener;
  listener.stop(true);
  return port;
}
