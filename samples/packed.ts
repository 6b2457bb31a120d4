import { caseNamed, cases } from './cases/index.ts';
import { readme } from './readme.ts';
import { packTarGz, packZip } from './render/pack.ts';
import { type Kind, render } from './render/render.ts';

/** The samples that are committed, so that a newcomer can scan one at once. All others are made by `npm run samples -- --all`. */
export const packedSamples: readonly { readonly file: string; readonly case: string; readonly kind: Kind }[] = [
  { file: 'clean.appliance.tar.gz', case: 'clean', kind: 'root-tree' },
  { file: 'clean.support-bundle.tar.gz', case: 'clean', kind: 'support-bundle' },
  { file: 'found.cve-2025-6543.tar.gz', case: 'found.cve-2025-6543', kind: 'root-tree' },
  { file: 'found.cve-2025-6543.support-bundle.tar.gz', case: 'found.cve-2025-6543', kind: 'support-bundle' },
  { file: 'found.cve-2025-6543.uac.tar.gz', case: 'found.cve-2025-6543', kind: 'uac' },
  { file: 'found.cve-2023-4966.logs.zip', case: 'found.cve-2023-4966', kind: 'log-copy' },
  { file: 'found.cve-2026-88771.tar.gz', case: 'found.cve-2026-88771', kind: 'root-tree' },
  { file: 'targeted.scanner.support-bundle.tar.gz', case: 'targeted.scanner', kind: 'support-bundle' },
];

/** The bytes of one packed sample: the same on every machine. */
export async function packSample(caseName: string, kind: Kind, form: 'tar.gz' | 'zip' = 'tar.gz'): Promise<Buffer> {
  const members = await render(caseNamed(caseName).appliance(), kind);
  return form === 'zip' ? packZip(members) : packTarGz(members);
}

/** Every committed file of this folder that is made and not written: the packed samples and README.md. */
export async function* committed(): AsyncGenerator<{ readonly file: string; readonly content: Buffer }> {
  for (const sample of packedSamples) {
    const form = sample.file.endsWith('.zip') ? 'zip' : 'tar.gz';
    yield { file: sample.file, content: await packSample(sample.case, sample.kind, form) };
  }
  yield { file: 'README.md', content: Buffer.from(readme(cases, packedSamples)) };
}
