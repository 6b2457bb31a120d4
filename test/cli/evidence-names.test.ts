import { expect, test } from 'vitest';
import { evidenceNames } from '../../src/cli/scan-many/evidence-names.ts';

test.each([
  { name: 'files of different names', evidences: ['/e/a.tgz', '/e/b.tgz'], names: ['a.tgz', 'b.tgz'] },
  { name: 'files of one name', evidences: ['/e/x/a.zip', '/e/y/a.zip', '/e/b'], names: ['x/a.zip', 'y/a.zip', 'b'] },
  { name: 'folders of one name further up', evidences: ['/e/x/in/a', '/e/y/in/a'], names: ['x/in/a', 'y/in/a'] },
  { name: 'a folder with a slash behind it', evidences: ['/e/x/', '-'], names: ['x', '-'] },
  { name: 'one path within another', evidences: ['a.zip', 'x/a.zip'], names: ['a.zip', 'x/a.zip'] },
])('$name are told apart', ({ evidences, names }) => {
  const told = evidenceNames(evidences);
  expect(evidences.map((evidence) => told.get(evidence))).toEqual(names);
});
