// What every vendor's SDK is asked and heard as, and how a conversation goes on with what it has heard.

export type Way = "whole" | "streamed";

interface Call {
  readonly name: string;
  readonly input: unknown;
}

/** What an SDK tells of an answer. */
export interface Heard {
  readonly text: string;
  readonly thinking: string;
  readonly calls: readonly Call[];
  readonly refusal: string;
  /** In the SDK's own words. */
  readonly stop: string;
  /** Tokens of the prompt that came from no cache, those that did, and those of the answer. */
  readonly usage: readonly [input: number, cached: number, output: number];
  /** Sends the conversation back, with results for the calls, and asks for the next answer. */
  readonly goOn: (model: string) => Promise<Heard>;
}

export interface SdkClient {
  /** Asks about the weather, with a tool for it. */
  readonly ask: (model: string, way: Way) => Promise<Heard>;
}

export const schema = {
  type: "object",
  properties: { city: { type: "string" }, days: { type: "array", items: { type: "number" } } },
};
export const question = "How is the weather?";
export const result = "sunny";

/** What an SDK has heard, on its way back: its types tell input and output apart, the wire does not. */
export function sentBack(items: readonly object[]): never[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: as said above
  return [...items] as never[];
}
