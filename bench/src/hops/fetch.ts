// The hop that one would write first: Bun's own server and `fetch`, the answer's body streamed through.

const [listenPort, upstreamPort, scheme = "http"] = process.argv.slice(2);
const origin = `${scheme}://127.0.0.1:${upstreamPort}`;

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(listenPort),
  idleTimeout: 0,
  async fetch(request) {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    headers.delete("host");
    const response = await fetch(`${origin}${pathname}${search}`, {
      method: request.method,
      headers,
      // Streamed, it costs `fetch` a new connection for every third request or so (Bun 1.4.5, seen 2026-11).
      body: await request.arrayBuffer(),
      decompress: false,
      signal: request.signal,
    });
    return new Response(response.body, { status: response.status, headers: response.headers });
  },
});
console.log(`listening ${server.port}`);
