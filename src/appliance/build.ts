/** Compares `66.54` with `66.9`, number by number and not as decimals: negative when `one` is older. A missing or unreadable part counts as 0. */
export function compareBuilds(one: string, other: string): number {
  const a = numbersOf(one);
  const b = numbersOf(other);
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(text: string): readonly number[] {
  return text.split('.', 4).map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : 0));
}

export type Edition = 'standard' | 'FIPS' | 'NDcPP' | 'FIPS or NDcPP';

/**
 * The edition that a build's number gives away. The FIPS and NDcPP builds of 12.1 and 13.1 have numbers of their own within 55.x and 37.x and must not
 * be compared with the others; the ordinary 12.1-55.13 to 55.24 and 13.1-37.38 are no part of them. 14.1 FIPS shares its numbers with 14.1.
 * Source: vendor bulletins as collected in https://github.com/CVEProject/cvelistV5; the ordinary 13.1-37.38 from the vendor's release notes.
 */
export function editionByNumber(version: string, build: string): Edition {
  const [major = 0, minor = 0] = numbersOf(build);
  if (version === '12.1' && major === 55 && minor >= 190) return 'FIPS or NDcPP';
  if (version === '13.1' && major === 37 && minor >= 100) return 'FIPS or NDcPP';
  return 'standard';
}

/**
 * The edition from the build's number and from what the evidence says (`FIPS`, `NDcPP`). Where FIPS builds have numbers of their own the number decides:
 * a FIPS platform that runs an ordinary build must be compared with ordinary builds.
 */
export function editionOf(
  version: string,
  build: string,
  stated: string | undefined,
): { readonly edition: Edition; readonly isCertain: boolean } {
  const named = stated === 'FIPS' || stated === 'NDcPP' ? stated : undefined;
  if (version !== '12.1' && version !== '13.1') return { edition: named ?? 'standard', isCertain: named !== undefined };
  const numbered = editionByNumber(version, build);
  return { edition: numbered === 'standard' ? numbered : (named ?? numbered), isCertain: true };
}

/** Under which names tables of fixed builds list this edition: `14.1`, `13.1-FIPS`. Any of several may apply. */
export function branchesOf(version: string, edition: Edition): readonly string[] {
  switch (edition) {
    case 'standard':
      return [version];
    case 'FIPS':
      return [`${version}-FIPS`];
    case 'NDcPP':
      return [`${version}-NDcPP`];
    case 'FIPS or NDcPP':
      return [`${version}-FIPS`, `${version}-NDcPP`];
  }
}
