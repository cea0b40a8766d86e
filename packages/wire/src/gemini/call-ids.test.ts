import { expect, test } from "bun:test";
import type { Part } from "../model/part.ts";
import { withCallIds } from "./call-ids.ts";

const call = (id: string, name: string): Part => ({
  kind: "tool-call",
  id,
  name,
  inputKind: "json",
  input: "{}",
});
const result = (callId: string, name: string): Part => ({
  kind: "tool-result",
  callId,
  name,
  inputKind: "json",
  content: [],
});

/** The ids of the parts, in order. */
function idsOf(...parts: readonly Part[]): string[] {
  return withCallIds(parts.map((part) => ({ role: "user", parts: [part] }))).flatMap((turn) =>
    turn.parts.map((part) =>
      part.kind === "tool-call" ? part.id : part.kind === "tool-result" ? part.callId : "-",
    ),
  );
}

test.each<[what: string, parts: readonly Part[], ids: readonly string[]]>([
  [
    "results belong to calls of their name, in order",
    [call("", "a"), call("", "b"), call("", "a"), result("", "b"), result("", "a"), result("", "a")],
    ["call_0", "call_1", "call_2", "call_1", "call_0", "call_2"],
  ],
  ["a call with an id can be answered without one", [call("x", "a"), result("", "a")], ["x", "x"]],
  [
    "a call that is answered by id is answered",
    [call("x", "a"), call("", "a"), result("x", "a"), result("", "a")],
    ["x", "call_0", "x", "call_0"],
  ],
  ["an id that is taken is not given", [call("call_0", "a"), call("", "a")], ["call_0", "call_1"]],
  ["a result of nothing gets an id of its own", [result("", "a"), result("", "a")], ["call_0", "call_1"]],
  ["ids that are all there stay", [call("x", "a"), result("y", "a")], ["x", "y"]],
])("%s", (_what, parts, ids) => {
  expect(idsOf(...parts)).toEqual([...ids]);
});
