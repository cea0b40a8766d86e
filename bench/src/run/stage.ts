// Everything that runs while one group of cells is measured: the upstream and all subjects in front of it.

import { join } from "node:path";
import type { Options } from "../options.ts";
import type { Group } from "../matrix.ts";
import { EventTimes } from "../load/event-times.ts";
import type { LoadOptions } from "../load/load.ts";
import { startUpstream } from "../load/upstream.ts";
import { subjects } from "../subjects/index.ts";
import { startSubject } from "../subjects/start.ts";
import type { RunningSubject } from "../subjects/start.ts";
import type { Place } from "../subjects/subject.ts";
import { eventsPerRequest } from "../workloads/workload.ts";
import type { Certificate } from "./certificate.ts";
import { createIncident } from "./incident.ts";
import type { Incident } from "./incident.ts";

export interface Stage {
  readonly group: Group;
  readonly running: readonly RunningSubject[];
  readonly incident: Incident;
  loadFor(subject: RunningSubject, kind: Pick<LoadOptions, "connections" | "isPaced">): LoadOptions;
  stop(): Promise<void>;
}

export interface StageOptions {
  readonly group: Group;
  readonly options: Options;
  readonly folder: string;
  readonly certificate: Certificate;
  /** Called with how to stop what has been started, before anything is. */
  readonly onStart: (stop: () => Promise<void>) => void;
}

export async function startStage(stageOptions: StageOptions): Promise<Stage> {
  const { group, options, folder, certificate, onStart } = stageOptions;
  const { workload } = group;
  const incident = createIncident();
  const most = Math.max(...group.cells.map(({ connections }) => connections));
  const times = new EventTimes(most, eventsPerRequest(workload));
  const isTls = group.upstream === "tls";
  const upstream = startUpstream({
    workload,
    times,
    ...(isTls ? { tls: certificate.server } : {}),
    onWrong: (error) => incident.report(new Error("the upstream got a wrong request", { cause: error })),
  });
  const running: RunningSubject[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((subject) => subject.stop()));
    upstream.stop();
  };
  onStart(stop);
  const trusted = isTls ? { caFile: certificate.caFile } : {};
  for (const name of options.only) {
    const place: Place = {
      upstreamPort: upstream.port,
      folder: join(folder, `${name}-${upstream.port}`),
      ...trusted,
    };
    running.push(await startSubject(subjects[name], place, options.subjectCore));
  }
  return {
    group,
    running,
    incident,
    loadFor: (subject, kind) => ({
      ...kind,
      workload,
      times,
      port: subject.port,
      // With nothing in between the load itself has to speak TLS.
      ...(isTls && subject.root === undefined ? { ca: certificate.ca } : {}),
      onWrong: (error) => incident.report(new Error(`${subject.name} gave a wrong answer`, { cause: error })),
    }),
    stop,
  };
}
