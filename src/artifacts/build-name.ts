/** A build as `version` (`14.1`) and `build` (`66.54`, of `.version` only `30`). */
export interface BuildName {
  readonly version: string;
  readonly build: string;
}

const FORMS: readonly RegExp[] = [
  // `NetScaler NS14.1: Build 66.54.nc, Date: …` and `#NS14.1 Build 51.80`.
  /\bNS(\d{1,2}\.\d{1,2})(?::| )\s{0,2}Build (\d{1,5}(?:\.\d{1,5})?)/i,
  // `ns-13.1-30.52`, `NS14.1-73.37`, `build-14.1-73.37_nc_64.tgz`.
  /(?:\bns-?|\bbuild-)(\d{1,2}\.\d{1,2})-(\d{1,5}\.\d{1,5})(?!\d)/i,
  // `NetScaler 13.1 build 30`.
  /\bNetScaler (\d{1,2}\.\d{1,2}) build (\d{1,5}(?:\.\d{1,5})?)/i,
  // `14.1-73.37` alone.
  /(?:^|[\s"'(=:])(\d{2}\.\d)-(\d{1,5}\.\d{1,5})(?![\d.]*\d)/,
];

/** The first build that a text names. Only its first 2,000 characters are looked at. */
export function buildIn(text: string): BuildName | undefined {
  const head = text.slice(0, 2_000);
  for (const form of FORMS) {
    const found = form.exec(head);
    if (found?.[1] !== undefined && found[2] !== undefined) return { version: found[1], build: found[2] };
  }
  return undefined;
}

/** What a text says of the edition: `FIPS`, `NDcPP`, or nothing. */
export function editionIn(text: string): 'FIPS' | 'NDcPP' | undefined {
  if (/\bNDcPP\b/i.test(text)) return 'NDcPP';
  return /\bFIPS\b/i.test(text) ? 'FIPS' : undefined;
}
