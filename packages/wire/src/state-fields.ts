// Fields that name something which one account at one provider holds. Without it the request means something else.

/** Of any dialect: no two of them use one of these names for different things. */
export const stateFields: readonly string[] = [
  // responses
  "previous_response_id",
  "conversation",
  // messages
  "container",
  "thread",
  // gemini
  "cachedContent",
  "cached_content",
];
