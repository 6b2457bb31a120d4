import { canonicalPath } from '../../evidence/canonical-path.ts';
import { ROOT_FOLDER } from './anchors.ts';
import type { Place } from './layout.ts';

/** Output of a command: `/shell/<name>`, whoever ran it. */
function shell(name: string): Place {
  return { path: canonicalPath(`shell/${name}`), isInTree: true, isUnknown: false };
}

function appliance(path: string): Place {
  return { path: canonicalPath(path), isInTree: true, isUnknown: false };
}

/** An archive that the collection made; it is read in its place. `base` is where its names belong when they have no anchor. */
function packed(inner: readonly string[], base?: string): Place {
  return {
    path: canonicalPath(inner.join('/')),
    isInTree: false,
    isUnknown: false,
    ...(base !== undefined && { base }),
  };
}

/** UAC (github.com/tclahr/uac): `[root]` is the appliance, `live_response` and `system` are outputs. */
export function placeUac(inner: readonly string[]): Place | undefined {
  const [first = '', second, third] = inner;
  if (first === ROOT_FOLDER) return appliance(inner.slice(1).join('/'));
  const last = inner.at(-1) ?? '';
  if (first === 'live_response') {
    // One folder for each process: its id is all that tells them apart.
    if (second === 'process' && third === 'proc') return shell(inner.slice(2).join('/'));
    return inner.length > 2 ? shell(inner.slice(2).join('/')) : shell(inner.slice(1).join('/'));
  }
  if (first === 'bodyfile') return inner.length > 1 ? shell(last) : shell('');
  if (first === 'system' || first === 'hash_executables' || first === 'chkrootkit')
    return shell(inner.slice(1).join('/'));
  if (inner.length === 1) return shell(first);
  return undefined;
}

/** nsir: outputs in `system` and elsewhere; the appliance's own files only inside its nested archives. */
export function placeNsir(inner: readonly string[]): Place | undefined {
  const [first = ''] = inner;
  if (first === 'support_bundle' || first === 'files')
    return inner.length > 1 && !/\.(sha256|md5|txt)$/.test(inner.at(-1) ?? '') ? packed(inner) : shell(inner.join('/'));
  if (first === 'system' || first === 'timeline') return shell(inner.slice(1).join('/'));
  return shell(inner.join('/'));
}

/** What CICADA8's triage calls the copies it took (its published script). */
const CICADA8_FILES: Readonly<Record<string, string>> = {
  'passwd.txt': '/etc/passwd',
  'etc_crontab.txt': '/etc/crontab',
  'etc_httpd_conf.txt': '/etc/httpd.conf',
  'flash_boot_loader_conf.txt': '/flash/boot/loader.conf',
  'flash_nsconfig_rc_netscaler.txt': '/nsconfig/rc.netscaler',
};

const CICADA8_ARCHIVES: Readonly<Record<string, string>> = {
  'logs.tgz': '/var/log',
  'ssh.tgz': '/root/.ssh',
  'temp.tgz': '/tmp',
  'core.tgz': '/var/core',
};

export function placeCicada8(inner: readonly string[]): Place | undefined {
  const [first = ''] = inner;
  if (inner.length !== 1) return inner.length === 0 ? shell('') : undefined;
  const copy = CICADA8_FILES[first];
  if (copy) return appliance(copy);
  const base = CICADA8_ARCHIVES[first];
  if (base) return packed(inner, base);
  // `crontab_nobody.txt` is what `crontab -l -u nobody` printed; that there is no table is printed too.
  return shell(first);
}

/** Velociraptor's offline collector: uploaded files below `uploads/<accessor>/`, with the path percent-encoded where it must be. */
export function placeVelociraptor(inner: readonly string[]): Place | undefined {
  const [first = '', second] = inner;
  if (first === 'uploads' && second !== undefined && inner.length > 2)
    return appliance(inner.slice(2).map(decodePercent).join('/'));
  if (first === 'uploads' && inner.length <= 2) return appliance('/');
  return shell(inner.join('/'));
}

function decodePercent(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
