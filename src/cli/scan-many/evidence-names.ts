/** Folders shown before a name, at most. */
const FOLDERS = 4;

/**
 * What each evidence is called on the screen, by its path: the shortest end of the path that no other of them has. Collections of one kind have one name
 * everywhere (`bundle.zip`), and the folder they lie in tells whose they are.
 */
export function evidenceNames(evidences: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  let open = [...new Set(evidences)];
  for (let parts = 1; open.length > 0; parts++) {
    const byEnd = Map.groupBy(open, (evidence) => endOf(evidence, parts));
    for (const [end, own] of byEnd)
      if (own.length === 1 || parts > FOLDERS) for (const evidence of own) names.set(evidence, end);
    open = open.filter((evidence) => !names.has(evidence));
  }
  return names;
}

function endOf(evidence: string, parts: number): string {
  // The folder that was named with a slash behind it, and an address of a live appliance.
  const segments = evidence.replace(/\/+$/, '').split('/');
  return segments.slice(-parts).join('/') || evidence;
}
