/** @param {number} count */
export function twice(count) {
  return count.length; // !! TS2339
}
