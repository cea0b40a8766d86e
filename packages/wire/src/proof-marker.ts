// Whether a body has proof tokens of ours, without parsing it: most bodies have none and can stay as they are.

import { byteAt } from "./json/bytes.ts";
import { proofMarker } from "./proofs.ts";

const marker = Uint8Array.from(proofMarker, (character) => character.charCodeAt(0));

/** The place in the marker of its rarest byte in prose, code and base64: `1`. */
const rarePlace = 2;
const rareByte = byteAt(marker, rarePlace);

/** Where a byte stands in the marker; no byte stands there twice. */
const places = new Uint8Array(256).fill(marker.length);
for (const [place, byte] of marker.entries()) places[byte] = place;

/** A native search costs as much as it takes to look at every fourth one of so many bytes. */
const nativeSearchBytes = 64;

/** Whether `hf1.` stands anywhere in the body, in a proof or elsewhere. A client's JSON has no reason to spell it with escapes. */
export function hasProofMarker(body: Uint8Array): boolean {
  let misses = 0;
  for (let at = body.indexOf(rareByte); at >= 0; at = body.indexOf(rareByte, at + 1)) {
    if (isMarkerAt(body, at - rarePlace)) return true;
    misses++;
    // Numbers make it a common byte.
    if (misses * nativeSearchBytes > at + nativeSearchBytes * 8) return hasMarkerFrom(body, at);
  }
  return false;
}

/** Looks at every fourth byte: one of them is a byte of the marker, wherever that stands. */
function hasMarkerFrom(body: Uint8Array, start: number): boolean {
  for (let at = start; at < body.length; at += marker.length) {
    const place = byteAt(places, byteAt(body, at));
    if (place < marker.length && isMarkerAt(body, at - place)) return true;
  }
  return false;
}

function isMarkerAt(body: Uint8Array, start: number): boolean {
  if (start < 0 || start + marker.length > body.length) return false;
  for (let place = 0; place < marker.length; place++) {
    if (byteAt(body, start + place) !== byteAt(marker, place)) return false;
  }
  return true;
}
