/** The log a path belongs to: `notice` of `/var/log/notice.log.3.gz`, `messages`, `httpaccess-vpn`. */
export function logName(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const dot = base.indexOf('.');
  const name = dot > 0 ? base.slice(0, dot) : base;
  return name === 'ns' && path.startsWith('/var/nslog/') ? 'nslog' : name;
}
