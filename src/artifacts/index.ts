import type { ArtifactReader } from './artifact.ts';

/** Every artifact nsleuth can read; a new one is its file, a line here, and a test. */
export const readers: readonly ArtifactReader[] = [];
