// A server on Node's own HTTP parser, run by `node` itself: answers each request with what it read of it, and says
// why it refuses. Prints its port; ends when its standard input does.

import { createServer } from "node:http";

/** Requests that are not answered yet, by connection. @type {WeakMap<object, Set<import("node:http").IncomingMessage>>} */
const unanswered = new WeakMap();

const server = createServer({ maxHeaderSize: 64 * 1024, keepAliveTimeout: 0 }, (request, response) => {
  const waiting = unanswered.get(request.socket) ?? new Set();
  unanswered.set(request.socket, waiting.add(request));
  /** @type {Buffer[]} */
  const pieces = [];
  request.on("data", (/** @type {Buffer} */ piece) => pieces.push(piece));
  request.on("end", () => {
    const fields = [];
    for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
      fields.push([request.rawHeaders[i], request.rawHeaders[i + 1]]);
    }
    const { method, url: target } = request;
    const report = JSON.stringify({ method, target, fields, body: Buffer.concat(pieces).toString("latin1") });
    response.writeHead(200, { "x-report": Buffer.from(report).toString("base64"), "content-length": 0 });
    response.end();
    waiting.delete(request);
  });
});
server.maxHeadersCount = 0;
// A client that has sent everything closes its side; the answers are still wanted.
Object.assign(server, { httpAllowHalfOpen: true });
server.on("clientError", (/** @type {Error & { code?: string }} */ error, socket) => {
  const refuse = () => {
    // Requests that came whole in the same piece are answered first.
    if ([...(unanswered.get(socket) ?? [])].some(({ complete }) => complete)) setImmediate(refuse);
    else if (socket.writable) socket.end(`HTTP/1.1 400 Bad Request\r\nx-refused: ${error.code}\r\n\r\n`);
  };
  setImmediate(refuse);
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.stdout.write(`${address.port}\n`);
});
process.stdin.resume().on("end", () => process.exit());
