// Walks over a request's parts, those in tool results included.

import type { Part, TextPart } from "../model/part.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";

/** Stands where a part was that had to go. */
export const gonePart: TextPart = { kind: "text", text: "" };

export interface PartPlace {
  /** Such as `turns[2].parts[0]`, or `turns[2].parts[0].content[1]`. */
  readonly path: string;
  readonly turn: Turn;
}

/** Puts another part, or the same, in the place of each. A request in which nothing changes stays the same object. */
export function mapParts(
  request: NeutralRequest,
  change: (part: Part, place: PartPlace) => Part,
): NeutralRequest {
  const turns = mapList(request.turns, (turn, index) => {
    const parts = mapList(turn.parts, (part, at) => {
      const path = `turns[${index}].parts[${at}]`;
      return mapContent(change(part, { path, turn }), (inner, innerAt) =>
        change(inner, { path: `${path}.content[${innerAt}]`, turn }),
      );
    });
    return parts === turn.parts ? turn : { ...turn, parts };
  });
  return turns === request.turns ? request : { ...request, turns };
}

/** The list itself where no element changes. */
export function mapList<Element>(
  list: readonly Element[],
  change: (element: Element, index: number) => Element,
): readonly Element[] {
  let changed: Element[] | undefined;
  for (const [index, element] of list.entries()) {
    const other = change(element, index);
    if (other === element) continue;
    changed ??= [...list];
    changed[index] = other;
  }
  return changed ?? list;
}

function mapContent(part: Part, change: (part: Part, index: number) => Part): Part {
  if (part.kind !== "tool-result") return part;
  const content = mapList(part.content, change);
  return content === part.content ? part : { ...part, content };
}
