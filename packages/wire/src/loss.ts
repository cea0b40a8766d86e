// What a crossing costs: said by path, never in silence.

/**
 * Something that the target cannot be told as it was said. `dropped`: it is gone. `approximated`: said in other words
 * or in another place. `refused`: without it the request means something else, so this road should not be taken.
 */
export interface Loss {
  /** In the neutral model, such as `turns[2].parts[0].citations`. */
  readonly path: string;
  readonly action: "dropped" | "approximated" | "refused";
  /** Completes the sentence: "lost, because ...". It quotes names, never content. */
  readonly why: string;
}

export type Lossy<Value> = Value & { readonly losses: readonly Loss[] };
