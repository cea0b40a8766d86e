// Any client's dialect with any provider's: what a provider is asked, what a client hears, and what is lost on the way.

import { describe, expect, test } from "bun:test";
import { dialectNames } from "../src/dialect-name.ts";
import { failureKinds } from "../src/failure.ts";
import { answers } from "./pairs-answers.data.ts";
import { factsOf } from "./pairs-facts.ts";
import { midway, readAs, readStreamedAs } from "./pairs-failures.data.ts";
import { requests } from "./pairs-requests.data.ts";
import { spelledOut } from "./pairs-spelling.ts";
import { streamOf } from "./pairs-streams.ts";
import { crossFailure, crossRequest, crossStream, crossStreamedFailure, crossWhole, pairs } from "./pairs.ts";

describe.each(Object.entries(requests))("a request with %s", (_, { said, arrives, lost = {} }) => {
  test.each(pairs)("of a %s client arrives at a %s provider", (client, provider) => {
    const { body, losses } = crossRequest(client, provider, said[client]);
    expect(spelledOut(provider, body)).toMatchObject(arrives[provider]);
    expect(losses).toEqual([...(lost[`${client}>${provider}`] ?? [])]);
  });
});

describe.each(Object.entries(answers))("an answer with %s", (_, answer) => {
  const { given, heard, stops, usage, except = {}, exceptStreamed = {}, lost = {} } = answer;

  test.each(pairs)("is heard by a %s client of a %s provider", (client, provider) => {
    const way = `${provider}>${client}`;
    const expected = {
      ...heard,
      stop: stops[client],
      ...(usage === undefined ? {} : { usage: usage[client] }),
      ...except[way],
    };
    const whole = crossWhole(client, provider, given[provider]);
    expect(factsOf(client, whole.body)).toMatchObject(expected);
    expect(whole.losses).toEqual([...(lost[way] ?? [])]);

    const streamed = crossStream(client, provider, streamOf(provider, given[provider]));
    if (streamed.kind !== "whole") throw new Error(JSON.stringify(streamed));
    expect(factsOf(client, streamed.body)).toMatchObject({ ...expected, ...exceptStreamed[way] });
  });
});

describe.each(failureKinds.map((kind) => [kind] as const))("the failure %s", (kind) => {
  test.each(dialectNames.map((name) => [name] as const))("is told in %s", (dialect) => {
    expect(crossFailure(dialect, kind)).toBe(readAs[dialect][kind] ?? kind);
  });
});

describe.each(midway.map((kind) => [kind] as const))("the failure %s in the middle of an answer", (kind) => {
  test.each(dialectNames.map((name) => [name] as const))("is told in a stream of %s", (dialect) => {
    expect(crossStreamedFailure(dialect, kind)).toBe(readStreamedAs[dialect][kind] ?? kind);
  });
});
