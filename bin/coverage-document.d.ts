/** The text of docs/coverage.md. */
export function coverageDocument(): string;
