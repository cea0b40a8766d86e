// Two servers that tell what they read of a connection: real Node, and this package.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { listen, prepareFields, targetOf } from "../src/index.ts";
import type { Exchange, RequestReader } from "../src/index.ts";
import { concat, textOf } from "./latin1.ts";

export interface Peer {
  readonly port: number;
  stop(): Promise<void>;
}

/** One request as a server read it; bytes are characters. */
export interface Report {
  readonly method: string;
  readonly target: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface Account {
  readonly reports: readonly Report[];
  /** Why the server refused what came behind them; `undefined` if it did not. */
  readonly refusal: string | undefined;
}

/** Starts `node`: under the test runner the module `node:http` is not Node's. */
export async function startNode(): Promise<Peer> {
  const script = fileURLToPath(new URL("node-peer.mjs", import.meta.url));
  const child = spawn("node", [script], { stdio: ["pipe", "pipe", "inherit"] });
  const over = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => reject(new Error("node ended before it listened")));
    child.stdout.setEncoding("utf8").once("data", (line: string) => resolve(Number(line)));
  });
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await over;
  };
  return { port, stop };
}

export function startOurs(): Peer {
  const server = listen({ hostname: "127.0.0.1", port: 0, handler: report });
  return { port: server.port, stop: () => server.stop(0) };
}

function report(exchange: Exchange): RequestReader {
  const pieces: Uint8Array[] = [];
  return {
    data: (bytes) => pieces.push(bytes),
    end() {
      const { head } = exchange;
      const told: Report = {
        method: head.method,
        target: targetOf(head),
        fields: head.fields.entries(),
        body: textOf(concat(...pieces)),
      };
      const fields = prepareFields([["x-report", Buffer.from(JSON.stringify(told)).toString("base64")]]);
      if (fields === undefined) throw new Error("base64 is a value");
      exchange.reply({ status: 200, fields, framing: { kind: "length", length: 0 } }).end();
    },
    ended: () => undefined,
  };
}

/** Sends bytes, closes the sending side, and gathers what the server said by the time that it closed. */
export async function tell(port: number, bytes: Uint8Array): Promise<Account> {
  const text = await talk(port, bytes);
  const reports = Array.from(text.matchAll(/^x-report: (\S+)/gim), ([, encoded = ""]) => reportFrom(encoded));
  const refused = /^HTTP\/1\.1 (?<status>[45]\d\d) .*\r\n(?:x-refused: (?<code>\S+))?/im.exec(text)?.groups;
  const refusal = refused?.["code"] ?? refused?.["status"];
  // The connection ended inside a message: nobody refused anything.
  return { reports, refusal: refusal === "HPE_INVALID_EOF_STATE" ? undefined : refusal };
}

const LIMIT_MS = 8000;

function talk(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    let sent = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const send = (socket: Bun.Socket): void => {
      if (sent === bytes.length) return;
      sent += Math.max(0, socket.write(bytes, sent));
      if (sent === bytes.length) socket.shutdown();
    };
    const connecting = Bun.connect({
      hostname: "127.0.0.1",
      port,
      allowHalfOpen: true,
      socket: {
        open(socket) {
          timer = setTimeout(() => {
            reject(new Error(`the server neither answered nor closed: ${JSON.stringify(textOf(bytes))}`));
            socket.terminate();
          }, LIMIT_MS);
          if (bytes.length === 0) socket.shutdown();
          send(socket);
        },
        drain: send,
        data(_socket, piece) {
          text += textOf(piece);
        },
        end(socket) {
          socket.end();
        },
        close() {
          clearTimeout(timer);
          resolve(text);
        },
      },
    });
    connecting.catch(reject);
  });
}

function reportFrom(encoded: string): Report {
  const text = Buffer.from(encoded, "base64").toString();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: both servers write a Report
  return JSON.parse(text) as Report;
}
