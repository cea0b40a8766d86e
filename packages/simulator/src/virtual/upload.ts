// A request on its way to a provider in virtual time, and what comes of it there.

import type { OutgoingRequest } from "@holdfast/transport";
import type { Step } from "../course.ts";
import type { Recording } from "../recorder.ts";
import { refuseLarge } from "../respond.ts";
import type { CallEnd, VirtualCall } from "./call.ts";
import { requestHeadFrom } from "./messages.ts";
import type { Pipe } from "./pipe.ts";
import { play } from "./play.ts";
import type { VirtualStage } from "./stage.ts";

export interface Upload {
  /** Nothing more of it is to come. */
  readonly isSent: boolean;
  write(bytes: Uint8Array): void;
  end(): void;
  over(end: CallEnd): void;
}

export interface Wires {
  readonly stage: VirtualStage;
  readonly toProvider: Pipe;
  readonly toClient: Pipe;
}

/** In the words of the transport's server. */
const recordedEnds = { clean: "complete", reset: "aborted", left: "client-left" } as const;

export function createUpload(request: OutgoingRequest, call: VirtualCall, wires: Wires): Upload {
  const { stage, toProvider, toClient } = wires;
  const head = requestHeadFrom(request, hostOf(stage));
  call.bytesSent += head.headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 2);
  let recording: Recording | undefined;
  let callOff: (() => void) | undefined;
  let isSent = false;
  let isMute = false;
  const answer = (steps: readonly Step[]): void => {
    callOff = play(steps, { clock: stage.clock, pipe: toClient }, call);
  };
  const arrive = (then: (recording: Recording) => void): void => {
    toProvider.send(() => {
      if (!isMute && callOff === undefined && recording !== undefined) then(recording);
    });
  };
  toProvider.send(() => {
    recording = stage.recorder.begin(head);
    isMute = stage.reach().kind === "accept-silence";
  });
  return {
    get isSent() {
      return isSent;
    },
    write(bytes) {
      call.bytesSent += bytes.length;
      arrive((arriving) => {
        if (!arriving.data(bytes)) answer(refuseLarge(arriving.request, stage.stamp()));
      });
    },
    end() {
      isSent = true;
      call.sent();
      arrive((whole) => {
        whole.whole();
        answer(stage.respond(whole.request, stage.stamp()));
      });
    },
    over(end) {
      callOff?.();
      recording?.ended(recordedEnds[end]);
    },
  };
}

/** As the transport writes it: the port only where it is not the scheme's own. */
function hostOf({ address: { scheme, host, port } }: VirtualStage): string {
  return port === (scheme === "https" ? 443 : 80) ? host : `${host}:${port}`;
}
