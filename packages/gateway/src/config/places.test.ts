import { describe, expect, test } from "bun:test";
import { placesIn, usualPlaces } from "./places.ts";

describe("the places that a configuration names", () => {
  test("are those of the file, or the usual ones", () => {
    expect(
      placesIn("data: /var/lib/holdfast\nconsole: 127.0.0.1:1\nworkflows: { a: {}, b: {} }", {}),
    ).toEqual({
      data: "/var/lib/holdfast",
      console: "127.0.0.1:1",
      workflows: ["a", "b"],
    });
    expect(placesIn("", {})).toEqual(usualPlaces());
    expect(usualPlaces()).toEqual({ console: "127.0.0.1:4142", data: "./holdfast-data", workflows: [] });
  });

  test("are found though other variables are not set, and though the rest is broken", () => {
    const text = 'data: ./d\nproviders: { p: { kind: nonsense, keys: ["${NOT_SET}"] } }\nroutes: 7\n';
    expect(placesIn(text, {})?.data).toBe("./d");
    expect(placesIn("data: ./d\nroutes: [", {})?.data).toBe("./d");
  });

  test("come from variables too", () => {
    expect(placesIn("data: ${HOME_OF_IT}/d", { HOME_OF_IT: "/srv" })?.data).toBe("/srv/d");
  });

  test.each(["data: ${NOT_SET}", "console: 7", "data: ''", "console: [a]"])(
    "cannot be made out of %p",
    (text) => {
      expect(placesIn(text, {})).toBeUndefined();
    },
  );
});
