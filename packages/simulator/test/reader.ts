export interface Understood {
  readonly id: unknown;
  readonly model: unknown;
  readonly thinking: string;
  readonly text: string;
  readonly toolCalls: readonly { readonly name: unknown; readonly input: unknown }[];
  readonly refusal: unknown;
  /** In the dialect's word. */
  readonly stop: unknown;
  readonly usage: Readonly<Record<string, unknown>>;
}

export interface Reader {
  readonly whole: (text: string) => Understood;
  readonly streamed: (text: string) => Understood;
}
