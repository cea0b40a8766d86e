import { describe, expect, test } from "bun:test";
import { createBudgets, usualBudgets } from "./budget.ts";

describe("the retry purse", () => {
  test("lets a quiet gateway retry ten times, and then one request in ten", () => {
    const budgets = createBudgets(usualBudgets);
    let taken = 0;
    while (budgets.takeRetry("p")) taken++;
    expect(taken).toBe(10);
    for (let i = 0; i < 1_000; i++) {
      budgets.deposit("p");
      if (budgets.takeRetry("p")) taken++;
    }
    expect(taken).toBeGreaterThanOrEqual(109);
    expect(taken).toBeLessThanOrEqual(110);
  });

  test("of one provider is not another's, nor that of races", () => {
    const budgets = createBudgets(usualBudgets);
    while (budgets.takeRetry("p"));
    expect(budgets.mayRetry("p")).toBe(false);
    expect(budgets.mayRetry("q")).toBe(true);
    expect(budgets.takeRace("p")).toBe(true);
  });
});
