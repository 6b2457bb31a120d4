import { Option } from 'commander';

/** Options of every command that takes `ssh://` targets, as commander parses them. */
export interface LiveCliOptions {
  readonly identity?: readonly string[];
  readonly jump?: string;
  readonly hostKey?: string;
  readonly passwordStdin?: boolean;
  readonly passwordCommand?: string;
  readonly legacyAlgorithms?: boolean;
  readonly include?: readonly ('cores' | 'keys' | 'large')[];
}

export function liveOptions(): readonly Option[] {
  return [
    new Option('--identity <file...>', 'private key for the login'),
    new Option('--jump <user@host>', 'go through this host; several with commas'),
    new Option('--host-key <SHA256:…>', 'accept exactly this host key'),
    new Option('--password-stdin', 'read the password from standard input').conflicts('passwordCommand'),
    new Option('--password-command <command>', 'take the password from the first line that this command prints'),
    new Option('--legacy-algorithms', 'offer old SSH algorithms as well, for old builds'),
    new Option('--include <what...>', 'fetch these too').choices(['cores', 'keys', 'large']),
  ];
}

export const isLiveTarget = (target: string): boolean => target.startsWith('ssh://');
