// Runs many things, a few at a time: all at once they would be late for each other's clocks.

export function inTurns<Item, Result>(
  items: readonly Item[],
  width: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result>[] {
  const waiting: (() => void)[] = [];
  let free = width;
  const take = async (): Promise<void> => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const give = (): void => {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  };
  return items.map(async (item) => {
    await take();
    try {
      return await run(item);
    } finally {
      give();
    }
  });
}
