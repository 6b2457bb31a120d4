import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { caseNamed, cases } from './cases/index.ts';
import { committed } from './packed.ts';
import { packTarGz, packZip, writeTree } from './render/pack.ts';
import { kinds, render } from './render/render.ts';

/** Makes samples: without options, the committed files of this folder. `--all`, or `--case NAME --kind KIND`, writes others to `--out`. */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: import.meta.dirname },
    all: { type: 'boolean', default: false },
    case: { type: 'string' },
    kind: { type: 'string' },
    form: { type: 'string', default: 'tar.gz' },
  },
});
mkdirSync(values.out, { recursive: true });

if (values.all || values.case !== undefined) {
  const wantedCases = values.case === undefined ? cases : [caseNamed(values.case)];
  const wantedKinds = kinds.filter((kind) => values.kind === undefined || kind === values.kind);
  if (wantedKinds.length === 0) throw new Error(`no such kind: ${values.kind}; there are ${kinds.join(', ')}`);
  for (const sample of wantedCases) {
    const appliance = sample.appliance();
    for (const kind of wantedKinds) {
      const members = await render(appliance, kind);
      const path = join(values.out, `${sample.name}.${kind}`);
      if (values.form === 'tree') writeTree(members, path);
      else if (values.form === 'zip') writeFileSync(`${path}.zip`, await packZip(members));
      else writeFileSync(`${path}.tar.gz`, await packTarGz(members));
    }
  }
} else {
  for await (const { file, content } of committed()) {
    writeFileSync(join(values.out, file), content);
    process.stdout.write(`${file} ${content.length}\n`);
  }
}
