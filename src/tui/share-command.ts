/** What makes a package for a CERT of a saved report; nothing is sent. A path that a shell would part or read stands in quotes. */
export function shareCommand(step: string, savedAt: string): string {
  const isPlain = /^[\w./@%+=:,-]+$/.test(savedAt);
  return step.replace('REPORT.json', () => (isPlain ? savedAt : `'${savedAt.replaceAll("'", "'\\''")}'`));
}
