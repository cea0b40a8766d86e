// Tool calls as they grow in a stream. OpenAI gives each a number, its id and name once and then pieces of its input.
// Servers exist that repeat id and name in every piece, send them empty, number every call 0, leave the number out, or
// make a new id for every piece; none of these starts a call that was started, or mixes two.

import type { JsonObject } from "../json/value.ts";
import { isObject, numberOf, objectOf, textOf } from "../json/value.ts";
import type { Proof } from "../model/part.ts";
import type { Sequencer } from "../stream/sequencer.ts";
import { inputFrom } from "./tool-calls.ts";

export interface AnswerCalls {
  /** What a chunk says of a call. */
  readonly add: (delta: JsonObject) => void;
  readonly end: () => void;
  readonly isEmpty: () => boolean;
}

/** How much input waits for a name, in UTF-16 units. */
const HELD_LIMIT = 64 * 1024;

interface Call {
  readonly index: number | undefined;
  id: string;
  name: string;
  isFreeform: boolean;
  isStarted: boolean;
  /** Input that came before the name. */
  held: string;
  proof: Proof | undefined;
}

interface Said {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
}

export interface AnswerCallsOptions {
  /** Where the calls go, each under itself as the key. */
  readonly parts: Sequencer<object>;
  readonly scope: string;
}

export function createAnswerCalls({ parts, scope }: AnswerCallsOptions): AnswerCalls {
  const calls: Call[] = [];
  const byIndex = new Map<number, Call>();

  const begin = (index: number | undefined): Call => {
    const call: Call = {
      index,
      id: "",
      name: "",
      isFreeform: false,
      isStarted: false,
      held: "",
      proof: undefined,
    };
    calls.push(call);
    if (index !== undefined) byIndex.set(index, call);
    return call;
  };
  const find = ({ index, id, name }: Said): Call => {
    // Ids may be nothing but the tool's name: two calls of different numbers are two, whatever their ids.
    const same = id === "" ? undefined : calls.find((call) => call.id === id && call.index === index);
    if (same !== undefined) return same;
    const known = index === undefined ? calls.at(-1) : byIndex.get(index);
    return known === undefined || isOther(known, { index, id, name }) ? begin(index) : known;
  };
  const start = (call: Call): void => {
    const { id, name, held } = call;
    call.isStarted = true;
    parts.start(call, { kind: "tool-call", id, name, inputKind: call.isFreeform ? "freeform" : "json" });
    parts.grow(call, held);
    call.held = "";
  };

  return {
    add(delta) {
      const custom = objectOf(delta["custom"]);
      const said = custom ?? objectOf(delta["function"]) ?? {};
      const [index, id] = [numberOf(delta["index"]), textOf(delta["id"]) ?? ""];
      const name = textOf(said["name"]) ?? "";
      const call = find({ index, id, name });
      if (custom !== undefined) call.isFreeform = true;
      if (!call.isStarted) {
        if (call.id === "") call.id = id;
        call.name = name === "" ? call.name : name;
        if (call.name !== "" || call.held.length > HELD_LIMIT) start(call);
      }
      const input = inputFrom((custom === undefined ? said["arguments"] : said["input"]) ?? "") ?? "";
      if (call.isStarted) parts.grow(call, input);
      else call.held += input;
      const signature = signatureIn(delta);
      if (signature !== undefined) call.proof = { dialect: "chat", value: signature, scope };
    },
    end() {
      for (const call of calls) {
        // A call of nothing at all is a server's slip; one that has an input is the model's.
        if (!call.isStarted && call.held !== "") start(call);
        if (call.isStarted) parts.end(call, call.proof);
      }
    },
    isEmpty: () => !calls.some(({ isStarted }) => isStarted),
  };
}

/** Whether what comes under a known number, or under none, is another call: it says a name, and not the same call's. */
function isOther(known: Call, { index, id, name }: Said): boolean {
  if (name === "") return false;
  if (id !== "" && known.id !== "") return id !== known.id;
  return index === undefined ? known.name !== "" : known.name !== "" && known.name !== name;
}

function signatureIn(delta: JsonObject): string | undefined {
  const extra = delta["extra_content"];
  return isObject(extra) ? textOf(objectOf(extra["google"])?.["thought_signature"]) : undefined;
}
