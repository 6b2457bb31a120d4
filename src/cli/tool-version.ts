import { createRequire } from 'node:module';

/** The version of the package. */
export const toolVersion: string = readVersion();

function readVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)(
    import.meta.url.endsWith('.ts') ? '../../package.json' : '../package.json',
  );
  if (
    typeof manifest === 'object' &&
    manifest !== null &&
    'version' in manifest &&
    typeof manifest.version === 'string'
  )
    return manifest.version;
  throw new Error('package.json names no version');
}
