/** The address if it is one of the web, written as a browser would; anything else, also `javascript:`, gives undefined. */
export function webAddress(raw: string): string | undefined {
  if (!/^https?:\/\/[!-~]+$/i.test(raw) || !URL.canParse(raw)) return undefined;
  const { protocol, href, username, password } = new URL(raw);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '' ? href : undefined;
}
