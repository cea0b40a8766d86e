// !!next holdfast/disable-with-reason
// oxlint-disable-next-line no-console
console.log("without a reason");

// oxlint-disable-next-line no-console -- with a reason
console.log("with a reason");

// !!next unused-directive
// oxlint-disable-next-line no-console -- for nothing
export const quiet = 1;

// !!next holdfast/disable-with-reason unicorn/no-abusive-eslint-disable
// oxlint-disable-next-line
console.log("all rules at once");

// !!next typescript/ban-ts-comment typescript/prefer-ts-expect-error
// @ts-ignore
export const ignored = 1;
