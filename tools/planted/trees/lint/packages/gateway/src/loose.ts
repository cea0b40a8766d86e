// One line for each rule about types and promises that must be seen to run.

export * from "./clean.ts"; // !! holdfast/no-export-star

export function first(list: readonly string[]): string {
  return list[0]!; // !! typescript/no-non-null-assertion
}

export function parsed(text: string): string {
  const value: any = JSON.parse(text); // !! typescript/no-explicit-any typescript/no-unsafe-assignment
  value.call(1); // !! typescript/no-unsafe-call typescript/no-unsafe-member-access
  first(value); // !! typescript/no-unsafe-argument
  return value; // !! typescript/no-unsafe-return
}

export function narrowed(value: unknown): string {
  return value as string; // !! typescript/no-unsafe-type-assertion
}

export function forgotten(work: () => Promise<void>): void {
  work(); // !! typescript/no-floating-promises
  void work(); // !! typescript/no-floating-promises
}

export function misused(list: readonly string[], work: (one: string) => Promise<void>): void {
  list.forEach(async (one) => { // !! typescript/no-misused-promises
    await work(one);
  });
}

export function partial(side: "left" | "right"): number {
  switch (side) { // !! typescript/switch-exhaustiveness-check
    case "left":
      return 1;
  }
  return 0;
}

export function counted(count: number, name: string | undefined): string {
  if (count) return "some"; // !! typescript/strict-boolean-expressions
  return name || "none"; // !! typescript/strict-boolean-expressions typescript/prefer-nullish-coalescing
}

export function always(text: string): string {
  return text ?? "none"; // !! typescript/no-unnecessary-condition
}

export function send(body: string, quick: boolean): string { // !! holdfast/no-boolean-parameter
  return quick ? body : `${body}!`;
}

export function retry(body: string, again = false): string { // !! holdfast/no-boolean-parameter
  return again ? body : `${body}!`;
}

export function many(a: number, b: number, c: number, d: number, e: number): number { // !! max-params
  return a + b + c + d + e;
}

export function thrown(): never {
  throw "text"; // !! typescript/only-throw-error no-throw-literal
}
