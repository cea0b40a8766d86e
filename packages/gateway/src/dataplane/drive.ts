// One request's way to an answer: attempts on one road after the other, or beside each other, until one of them is the
// answer or none is left. It decides; attempts act, and settle.ts records.

import { mostAttempts, reactTo } from "@holdfast/policy";
import type { Permit, PlannedRoad } from "@holdfast/policy";
import { Deadline } from "@holdfast/transport";
import type { Due } from "@holdfast/transport";
import type { CanonicalFailure, Lesson } from "@holdfast/wire";
import type { Admitted } from "./admitted.ts";
import type { Told } from "./answer.ts";
import { Attempt } from "./attempt.ts";
import type { AttemptOwner } from "./attempt.ts";
import type { RoadCandidate } from "./candidates.ts";
import type { ClientReply } from "./client-reply.ts";
import { estimatedCount } from "./counting.ts";
import { failureFromAll, retryFields } from "./last-words.ts";
import type { Tried } from "./last-words.ts";
import type { AttemptRecord, RequestEndKind } from "./ledger.ts";
import { passageFor } from "./choose-passage.ts";
import type { Passage, PassageInput } from "./passage.ts";
import type { RoadPlan } from "./plan.ts";
import type { Plane } from "./plane.ts";
import type { Problem } from "./problem.ts";
import { answerHeadFor } from "./reply-head.ts";
import { settle } from "./settle.ts";
import type { Ending, Settled } from "./settle.ts";

export interface DriveInput {
  readonly plane: Plane;
  readonly admitted: Admitted;
  readonly plan: RoadPlan;
  readonly client: ClientReply;
  readonly requestId: string;
  /** Called once, when the request has ended. */
  readonly ended: (end: DriveEnd) => void;
}

export interface DriveEnd {
  readonly kind: RequestEndKind;
  readonly attempts: readonly AttemptRecord[];
  /** The road of the answer, or of as much as there was of it. */
  readonly served: Passage | undefined;
  readonly firstContentAt: number | undefined;
  readonly told: Told | undefined;
  readonly failure: CanonicalFailure | undefined;
}

type Planned = PlannedRoad<RoadCandidate>;

/** An attempt that is under way, and what is needed when it ends. */
interface Running {
  readonly attempt: Attempt;
  readonly planned: Planned;
  readonly passage: Passage;
  readonly permit: Permit;
  readonly attemptsHere: number;
}

const never = Number.POSITIVE_INFINITY;
/** Half of what impatient middleboxes allow. */
const keepAliveMs = 10_000;

export class Drive implements AttemptOwner, Due {
  readonly #input: DriveInput;
  readonly #timer: Deadline;
  readonly #running = new Map<Attempt, Running>();
  readonly #records: AttemptRecord[] = [];
  readonly #tried: Tried[] = [];
  /** Where in the plan the next road stands. */
  #nextRoad = 0;
  #attempts = 0;
  #winner: Running | undefined;
  #holdAt: number;
  #again: { readonly at: number; readonly launch: () => void } | undefined;
  #isOver = false;

  constructor(input: DriveInput) {
    const { plane, admitted } = input;
    this.#input = input;
    this.#timer = new Deadline(plane.wheel, this);
    const { isStreamed, route } = admitted.decided;
    this.#holdAt = isStreamed ? admitted.received.at + route.holdMs : never;
  }

  /** Sends the first attempt. */
  start(): void {
    const { plane, plan } = this.#input;
    const first = plan.roads[0];
    if (first !== undefined) plane.budgets.deposit(first.candidate.scopes.provider);
    this.#next("the first road of the plan");
    this.#wind();
  }

  /** The client takes bytes again. */
  resume(): void {
    this.#winner?.attempt.resume();
  }

  /** The client is gone: every provider's connection is closed at once, and nobody is to blame. */
  leave(): void {
    this.#input.client.leave();
    this.#end("client-left");
  }

  // What attempts report.

  content(attempt: Attempt): void {
    const running = this.#running.get(attempt);
    if (running === undefined || this.#winner !== undefined) return;
    this.#winner = running;
    this.#again = undefined;
    for (const other of this.#running.values()) {
      if (other !== running) this.#cut(other, { why: "another road had content first", isLostRace: true });
    }
    if (running.passage.commitsAt === "content") this.#letThrough(running);
  }

  late(attempt: Attempt): void {
    const running = this.#running.get(attempt);
    if (running === undefined || this.#winner !== undefined || this.#isOver) return;
    if (this.#attempts >= mostAttempts) return;
    if (!this.#hasNext() || !this.#input.plane.budgets.takeRace(running.planned.candidate.scopes.provider)) {
      return;
    }
    this.#next(`${running.passage.name} had no content by its deadline; it goes on beside this one`);
  }

  whole(attempt: Attempt, told: Told): void {
    const running = this.#running.get(attempt);
    if (running === undefined) return;
    this.content(attempt);
    if (this.#winner !== running) {
      this.#cut(running, { why: "another road answers", isLostRace: false });
      return;
    }
    if (running.passage.commitsAt === "end") this.#letThrough(running);
    this.#settle(running, { kind: "whole", told });
    this.#input.client.end(attempt.trailers);
    this.#end("answered", { served: running, told });
  }

  failed(attempt: Attempt, problem: Problem): void {
    const running = this.#running.get(attempt);
    if (running === undefined) return;
    const settled = this.#settle(running, { kind: "problem", problem });
    if (this.#winner === running && running.passage.commitsAt === "content") {
      this.#input.client.fail(problem.failure, [], attempt.failureText);
      return this.#end("broken", { served: running, failure: problem.failure });
    }
    // Nothing of a whole answer has gone out before it is whole: every road is open again.
    if (this.#winner === running) this.#winner = undefined;
    this.#tried.push({ name: running.passage.name, problem });
    this.#react(running, problem, settled);
  }

  due(now: number): void {
    if (this.#isOver) return;
    if (now >= this.#input.admitted.decided.deadlineAt) return this.#outOfTime();
    if (this.#again !== undefined && now >= this.#again.at) {
      const { launch } = this.#again;
      this.#again = undefined;
      launch();
    }
    if (now >= this.#holdAt && this.#winner === undefined) {
      this.#input.client.hold();
      this.#holdAt = now + keepAliveMs;
    }
    this.#wind();
  }

  /** The timer stands at whatever comes first. */
  #wind(): void {
    if (this.#isOver) return;
    const hold = this.#winner === undefined ? this.#holdAt : never;
    this.#timer.set(Math.min(hold, this.#again?.at ?? never, this.#input.admitted.decided.deadlineAt));
  }

  #hasNext(): boolean {
    return this.#nextRoad < this.#input.plan.roads.length;
  }

  /** On to the next road that this request can take; tells the client when there is none and nobody is under way. */
  #next(why: string): void {
    for (;;) {
      const planned = this.#input.plan.roads[this.#nextRoad];
      if (planned === undefined) break;
      this.#nextRoad++;
      if (this.#launch(planned, { attemptsHere: 1, lesson: undefined, why })) return;
    }
    if (this.#running.size === 0 && this.#again === undefined) this.#giveUp();
  }

  /** `false`: the request cannot be said on this road. */
  #launch(
    planned: Planned,
    { attemptsHere, lesson, why }: { attemptsHere: number; lesson: Lesson | undefined; why: string },
  ): boolean {
    const { plane, admitted, requestId } = this.#input;
    const { candidate } = planned;
    const passage = this.#passageFor({ admitted, candidate, plane, requestId, lesson });
    if (passage.kind === "impassable") {
      this.#tried.push(passage);
      return false;
    }
    this.#attempts++;
    const attempt = new Attempt({
      passage,
      clocks: plane.clocks.clocksFor(admitted.clockInput(candidate.scopes.cell)),
      wheel: plane.wheel,
      wallNow: plane.wallNow,
      why: `${planned.why}; ${why}`,
      owner: this,
    });
    const permit = plane.health.take(candidate.scopes, plane.wheel.now());
    this.#running.set(attempt, { attempt, planned, passage, permit, attemptsHere });
    return true;
  }

  /** What cannot be said because our own code fails at it, is an impassable road and not the end of the process. */
  #passageFor(input: PassageInput): ReturnType<typeof passageFor> {
    try {
      return passageFor(input);
    } catch (error) {
      input.plane.report.fault(error);
      const name = `${input.candidate.scopes.provider}/${input.candidate.model}`;
      const failure = { kind: "internal", message: "The request could not be said on this road." } as const;
      return { kind: "impassable", name, problem: { class: "ours", failure } };
    }
  }

  #react(running: Running, problem: Problem, { outcome, verdict }: Settled): void {
    const { plane, plan, admitted } = this.#input;
    const { planned, passage, attemptsHere } = running;
    const { scopes, capabilities } = planned.candidate;
    if (problem.lesson !== undefined) {
      plane.learned.learn(
        { provider: passage.provider, model: passage.model },
        problem.lesson,
        plane.wheel.now(),
      );
    }
    const left = plan.roads.slice(this.#nextRoad);
    const reaction = reactTo({
      outcome,
      verdict,
      attemptsHere,
      attemptsInAll: this.#attempts,
      hasStripped: passage.lesson !== undefined || problem.lesson === undefined,
      hasNext: left.length > 0,
      nextHoldsMore: left.some(
        ({ candidate }) => candidate.capabilities.contextTokens > capabilities.contextTokens,
      ),
      wasWell: planned.standing.kind === "well",
      remainingMs: admitted.decided.deadlineAt - plane.wheel.now(),
      mayRetry: plane.budgets.mayRetry(scopes.provider),
      chance: plane.chance,
    });
    const launchAgain = (lesson: Lesson | undefined) => (): void => {
      const counts = { attemptsHere: attemptsHere + 1, lesson, why: reaction.why };
      if (!this.#launch(planned, counts)) this.#next(reaction.why);
    };
    switch (reaction.kind) {
      case "again":
        plane.budgets.takeRetry(scopes.provider);
        this.#again = { at: plane.wheel.now() + reaction.afterMs, launch: launchAgain(passage.lesson) };
        return this.#wind();
      case "strip":
        return launchAgain(problem.lesson)();
      case "next":
        return this.#next(reaction.why);
      case "tell":
        // Another road is under way: it may still know better.
        if (this.#running.size > 0 || this.#again !== undefined) return;
        return this.#giveUp(verdict.blame === "caller" ? problem : undefined);
    }
  }

  /** `own`: what is the request's own fault; otherwise all that was tried is told. */
  #giveUp(own?: Problem): void {
    const { client, admitted } = this.#input;
    const guess = own === undefined ? estimatedCount(admitted) : undefined;
    if (guess !== undefined && client.isSilent) {
      client.answer(guess, [["x-holdfast-served-by", "holdfast/estimate"], ...this.#countFields()]);
      return this.#end("answered");
    }
    const failure = own?.failure ?? failureFromAll(this.#tried, this.#input.plan.passedOver);
    const said = this.#tried.find(({ problem }) => problem.failure === failure);
    const verbatim = said?.problem.verbatim;
    const fields = [...retryFields(failure), ...this.#countFields()];
    if (said !== undefined && verbatim?.dialect === admitted.dialect && client.isSilent) {
      client.failVerbatim(verbatim, [["x-holdfast-served-by", said.name], ...fields]);
    } else client.fail(failure, fields);
    this.#end("failed", { failure });
  }

  #outOfTime(): void {
    const message = "No answer came within the request's `x-holdfast-deadline-ms`.";
    const failure: CanonicalFailure = { kind: "provider-silent", message };
    this.#input.client.fail(failure, this.#countFields());
    this.#end(this.#winner === undefined ? "failed" : "broken", { failure });
  }

  #countFields(): (readonly [string, string])[] {
    return [["x-holdfast-attempts", String(this.#attempts)]];
  }

  #letThrough(running: Running): void {
    const { client, requestId, admitted } = this.#input;
    const { isStreamed, workflow } = admitted.decided;
    const isDegraded = workflow?.accepts(running.passage.model) === false;
    const isHeadOnly = admitted.received.head.method === "HEAD";
    const isArray = isStreamed && admitted.received.recognised.named?.framing === "array";
    const about = { requestId, attempts: this.#attempts, isStreamed, isArray, isHeadOnly, isDegraded };
    client.begin(answerHeadFor({ ...running, ...about }));
    running.attempt.letThrough(client);
  }

  #cut(running: Running, how: { readonly why: string; readonly isLostRace: boolean }): void {
    running.attempt.cancel();
    this.#settle(running, { kind: "cut", ...how });
  }

  #settle(running: Running, ending: Ending): Settled {
    const { plane, admitted, requestId } = this.#input;
    this.#running.delete(running.attempt);
    const settled = settle({ ...running, ending, requestId }, admitted, plane);
    this.#records.push(settled.record);
    return settled;
  }

  #end(
    kind: RequestEndKind,
    how: { readonly served?: Running; readonly told?: Told; readonly failure?: CanonicalFailure } = {},
  ): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timer.clear();
    this.#again = undefined;
    for (const running of this.#running.values()) {
      this.#cut(running, { why: "the request ended", isLostRace: false });
    }
    const served = how.served ?? this.#winner;
    this.#input.ended({
      kind,
      attempts: this.#records,
      served: served?.passage,
      firstContentAt: served?.attempt.firstContentAt,
      told: how.told,
      failure: how.failure,
    });
  }
}
