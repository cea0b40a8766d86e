// Takes one call over a virtual connection: opens or reuses it, brings the request over, and hears the answer.

import type { Call, CallClocks, CallOptions, OutgoingRequest, ResponseReader } from "@holdfast/transport";
import { VirtualCall } from "./call.ts";
import { dial, takeIdle, watchReach } from "./connection.ts";
import { createPipe } from "./pipe.ts";
import type { VirtualStage } from "./stage.ts";
import { createUpload } from "./upload.ts";
import type { Upload } from "./upload.ts";

export interface Carriage {
  readonly stage: VirtualStage;
  readonly options: CallOptions;
  readonly clocks: CallClocks;
}

export function carry(request: OutgoingRequest, reader: ResponseReader, carriage: Carriage): Call {
  const { stage, options, clocks } = carriage;
  const { clock, connections } = stage;
  const wires = {
    stage,
    toProvider: createPipe(clock, stage.delayMs),
    toClient: createPipe(clock, stage.delayMs),
  };
  /** What was written before there was a connection. */
  const early: Uint8Array[] = [];
  let isEarlyEnd = request.body.kind !== "stream";
  let upload: Upload | undefined;
  let stopWatching: (() => void) | undefined;

  const call: VirtualCall = new VirtualCall(reader, {
    clock,
    clocks,
    address: `${stage.address.host}:${stage.address.port}`,
    wrote(bytes) {
      if (upload === undefined) early.push(bytes);
      else upload.write(bytes);
    },
    ended() {
      if (upload === undefined) isEarlyEnd = true;
      else upload.end();
    },
    over(end) {
      stage.calls.delete(call);
      stopWatching?.();
      wires.toProvider.close();
      wires.toClient.close();
      if (upload === undefined) return;
      upload.over(end);
      // An answer before the end of its request leaves the rest of it in the way of the next one.
      if (end === "clean" && upload.isSent) connections.idle.push(clock.now());
      else connections.open--;
    },
  });
  stage.calls.add(call);

  const begin = (): void => {
    call.connected();
    stopWatching = watchReach(stage, () => call.reset());
    upload = createUpload(request, call, wires);
    for (const piece of request.body.kind === "whole" ? request.body.pieces : early) upload.write(piece);
    if (isEarlyEnd) upload.end();
  };
  if (stage.isStopped) {
    clock.after(0, () => call.fail({ kind: "ours", reason: "the pool is closed" }));
  } else if (options.isFresh !== true && takeIdle(stage)) {
    call.isReused = true;
    clock.after(0, () => {
      if (call.isOver) connections.open--;
      else begin();
    });
  } else {
    dial(call, stage, () => {
      connections.open++;
      begin();
    });
  }
  return call;
}
