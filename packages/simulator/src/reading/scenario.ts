import type { Scenario, ScenarioFault, ScenarioProvider } from "../scenario.ts";
import { note, record, within } from "./reading.ts";
import type { Read } from "./reading.ts";
import { checkReach, readCondition, readFault, readOrThrow, scriptFields } from "./script.ts";
import { count, flag, listOf, text } from "./values.ts";

/**
 * The scenario that plain data describes, such as parsed YAML. A fault without settings may be its name alone, and an
 * answer its text. Throws a `ScriptError` with everything that is wrong, by path.
 */
export function scenarioFrom(value: unknown): Scenario {
  return readOrThrow(value, readScenario);
}

const readProvider: Read<ScenarioProvider> = (value, place) => {
  const fields = { ...scriptFields, name: text, region: text, tls: flag };
  const provider = record<ScenarioProvider>(fields, ["name"])(value, place);
  if (provider === undefined || /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(provider.name)) return provider;
  return note(
    within(place, "name"),
    `is ${JSON.stringify(provider.name)}; it is lower-case letters, digits and hyphens, as in a host name.`,
  );
};

const readFaultRule: Read<ScenarioFault> = (value, place) => {
  const fields = { fault: readFault, when: readCondition, providers: text, region: text };
  const rule = record<ScenarioFault>(fields, ["fault"])(value, place);
  if (rule !== undefined) checkReach(rule.fault, rule.when ?? {}, within(place, "when"));
  return rule;
};

const readScenario: Read<Scenario> = (value, place) => {
  const fields = { seed: count(0), providers: listOf(readProvider), faults: listOf(readFaultRule) };
  const scenario = record<Scenario>(fields, ["providers"])(value, place);
  const names = scenario?.providers.map(({ name }) => name) ?? [];
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    note(
      within(within(within(place, "providers"), index), "name"),
      `is ${JSON.stringify(name)}, as another's is.`,
    );
  }
  return scenario;
};
