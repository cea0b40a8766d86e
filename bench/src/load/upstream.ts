// The provider: checks every request to the byte and answers with bytes made beforehand.

import type { Socket } from "bun";
import { target } from "../workloads/workload.ts";
import type { Workload } from "../workloads/workload.ts";
import { EventPump } from "./event-pump.ts";
import type { EventTimes } from "./event-times.ts";
import { HeadMemory, MessageReader } from "./message-reader.ts";
import { Outlet } from "./outlet.ts";

export interface Upstream {
  readonly port: number;
  stop(): void;
}

export interface UpstreamOptions {
  readonly workload: Workload;
  readonly times: EventTimes;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Hears of a request that is not the one that was sent. */
  readonly onWrong: (error: unknown) => void;
}

interface UpstreamConnection {
  readonly outlet: Outlet;
  readonly reader: MessageReader;
}

export function startUpstream({ workload, times, tls, onWrong }: UpstreamOptions): Upstream {
  const expected = { start: `POST ${target} HTTP/1.1\r\n`, body: workload.requestBody };
  const memory = new HeadMemory();
  const respond = responder(workload, times);
  const connections = new Set<Socket<UpstreamConnection>>();
  const listener = Bun.listen<UpstreamConnection>({
    hostname: "127.0.0.1",
    port: 0,
    ...(tls === undefined ? {} : { tls }),
    socket: {
      open(socket) {
        socket.data = { outlet: new Outlet(socket), reader: new MessageReader(expected, memory) };
        connections.add(socket);
      },
      data(socket, bytes) {
        const { outlet, reader } = socket.data;
        try {
          if (reader.feed(bytes)) respond(outlet, reader.head);
        } catch (error) {
          onWrong(error);
          socket.terminate();
        }
      },
      drain: ({ data }) => data.outlet.drained(),
      close(socket) {
        socket.data.outlet.close();
        connections.delete(socket);
      },
      error: () => undefined,
    },
  });
  return {
    port: listener.port,
    stop() {
      listener.stop(true);
      for (const socket of connections) socket.terminate();
    },
  };
}

function responder(workload: Workload, times: EventTimes): (outlet: Outlet, head: Buffer) => void {
  const { answer } = workload;
  if (answer.kind === "whole") {
    const response = Buffer.concat([wholeHead(answer.body.length), answer.body]);
    return (outlet) => outlet.write(response);
  }
  const head = Buffer.from(
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n",
  );
  const { events, intervalMs } = answer;
  const pump = new EventPump({ chunks: chunked(events), times, intervalMs });
  return (outlet, requestHead) => {
    outlet.write(head);
    pump.add(outlet, requestHead);
  };
}

function wholeHead(length: number): Buffer {
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`,
  );
}

/** One chunk for each event; the last one carries the end of the body as well. */
function chunked(events: readonly Buffer[]): readonly Buffer[] {
  return events.map((event, index) => {
    const end = index === events.length - 1 ? "\r\n0\r\n\r\n" : "\r\n";
    return Buffer.concat([Buffer.from(`${event.length.toString(16)}\r\n`), event, Buffer.from(end)]);
  });
}
