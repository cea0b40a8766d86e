import { expect, test } from "bun:test";
import { problemFromSaid } from "./problem.ts";

const said = (message: string): ReturnType<typeof problemFromSaid> =>
  problemFromSaid({ kind: "bad-request", message }, { status: 400 });

test("a field that is not known there is to be left out", () => {
  expect(said("x_extra: Extra inputs are not permitted")).toMatchObject({
    class: "capability",
    lesson: { kind: "field", field: "x_extra" },
  });
});

test.each(["messages", "input", "model"])(
  "a road that refuses %s is no road, but nothing is learned of it: without it there is no request",
  (field) => {
    const problem = said(`Unsupported parameter: '${field}' is not supported with this model.`);
    expect(problem.class).toBe("capability");
    expect(problem.lesson).toBeUndefined();
  },
);
