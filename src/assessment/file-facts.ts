import type { Artifact } from '../artifacts/artifact.ts';
import type { FileFacts } from '../findings/sighting.ts';

/** What a finding tells of a file. Times of a listing may be the appliance's wall clock: they become UTC when its zone is known. */
export function fileFacts({ fields, time }: Artifact): FileFacts {
  return {
    ...numbers({
      size: fields['size'],
      modified: fields['modified'],
      changed: fields['changed'],
      born: fields['born'],
    }),
    ...(time?.zone === 'local' && { clock: 'local' as const }),
    ...texts({
      mode: fields['mode'],
      owner: fields['owner'],
      group: fields['group'],
      sha256: fields['sha256'],
      sha1: fields['sha1'],
      md5: fields['md5'],
    }),
  };
}

/** One line that shows a file as `ls -l` would, and the beginning of its content where that may be shown. */
export function describeFile({ path, fields }: Artifact, content: string | undefined): string {
  const { type, mode, owner, group, size, linktarget } = fields;
  const facts = [
    type,
    mode,
    owner && `owner ${owner}`,
    group && `group ${group}`,
    size !== undefined && `${size} bytes`,
    linktarget && `-> ${linktarget}`,
  ];
  const line = `${path} (${facts.filter(Boolean).join(', ')})`;
  return content ? `${line}\n${content}` : line;
}

function numbers<Name extends string>(values: { readonly [K in Name]?: unknown }): { readonly [K in Name]?: number } {
  const present = Object.entries(values).filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(present) as { readonly [K in Name]?: number };
}

function texts<Name extends string>(values: { readonly [K in Name]?: unknown }): { readonly [K in Name]?: string } {
  const present = Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== '');
  return Object.fromEntries(present) as { readonly [K in Name]?: string };
}
