import { describe, expect, test } from "bun:test";

test.only("one test runs alone", () => { // !! holdfast/tests
  expect(1).toBe(1);
});

describe.only("a group runs alone", () => { // !! holdfast/tests
  test("it should do something", () => { // !! holdfast/tests
    expect(1).toBe(1);
  });

  test.each([1])("this works", (one) => { // !! holdfast/tests
    expect(one).toBe(1);
  });
});

test("the shoulder of a road is no word of ours", () => {
  expect(1).toBe(1);
});
