/** Exit statuses, as documented in the README. */
export const exits = { nothing: 0, findings: 1, usage: 2, incomplete: 3, defect: 70, interrupted: 130 } as const;
